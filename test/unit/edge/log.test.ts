import * as assert from "uvu/assert";
import { aside, gatherWarnings, warn, warnOnce } from "../../../src/edge/log.ts";
import { suite } from "../suite.ts";

/** What `act` writes to stderr. */
function written(act: () => void): string {
  const { write } = process.stderr;
  const said: string[] = [];
  process.stderr.write = (text: unknown) => said.push(String(text)) > 0;
  try {
    act();
  } finally {
    process.stderr.write = write;
  }
  return said.join("");
}

suite("lines of ours", {
  "warnings of work that keeps its own, whatever becomes of it": async () => {
    const kept: string[] = [];
    const work = (name: string) =>
      gatherWarnings(
        async () => {
          await null;
          warn(name);
          if (name === "b") throw new Error(name);
        },
        (lines) => kept.push(`${name}: ${lines.join()}`),
      );
    const both = await Promise.allSettled([work("a"), work("b")]);
    assert.equal(kept.sort(), ["a: a", "b: b"]);
    assert.equal(
      both.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
  },
  "what is said once is said, whoever has kept it before": async () => {
    const twice = async () => {
      for (let times = 0; times < 2; times += 1) warnOnce(["once"]);
    };
    let kept: readonly string[] = [];
    await gatherWarnings(twice, (lines) => {
      kept = lines;
    });
    assert.equal(kept, ["once"]);
    assert.is(
      written(() => void twice()),
      " !     once\n",
    );
    assert.is(
      written(() => void twice()),
      "",
    );
  },
  "show control characters of what others wrote": () => {
    assert.is(
      written(() => warn("clear\x1b[2J it\rall\u009b1A\ta\nb")),
      " !     clear\\x1b[2J it\\x0dall\\x9b1A\ta\n !     b\n",
    );
    assert.is(
      written(() => aside("größe ✓")),
      "       größe ✓\n",
    );
  },
});
