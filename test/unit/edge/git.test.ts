import * as assert from "uvu/assert";
import { diffOf, mergeOf } from "../../../src/edge/git.ts";
import { suite } from "../suite.ts";

const base = "a\nb\nc\nd\ne\nf\n";
const named = (name: string, text: string) => ({ name, text });

suite("git", {
  "a difference under both names": async () =>
    assert.is(
      await diffOf(named("built-in 1.0.0", "a\nb\n"), named("/x", "a\nc\n")),
      "--- built-in 1.0.0\n+++ /x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
    ),
  "no difference": async () => assert.is(await diffOf(named("x", base), named("y", base)), ""),
  "both sides of a merge": async () => {
    const merged = await mergeOf(
      named("ours", base.replace("a", "A")),
      named("base", base),
      named("theirs", base.replace("f", "F")),
    );
    assert.is(merged, "A\nb\nc\nd\ne\nF\n");
  },
  "a conflict is marked": async () => {
    const merged = await mergeOf(
      named("ours", base.replace("a", "A")),
      named("base", base),
      named("built-in 2", base.replace("a", "x")),
    );
    assert.is(merged, "<<<<<<< ours\nA\n=======\nx\n>>>>>>> built-in 2\nb\nc\nd\ne\nf\n");
  },
});
