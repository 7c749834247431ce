// The file of a plan: what is replaced, and what is read.
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { SchedulerError } from "../../../src/core/errors.ts";
import type { SavedPlan } from "../../../src/core/plan/saved-plan.ts";
import { readPlan, writePlan } from "../../../src/edge/saved-plan.ts";
import { suite, table } from "../suite.ts";

const PLAN: SavedPlan = {
  app: "shop",
  madeAt: "2026-11-26T11:39:49Z",
  namespace: "store",
  cluster: null,
  image: "shop:1",
  releaseTask: null,
  objects: { " Service store shop-web": { rendered: "a", live: null } },
  removed: [],
};

/** With a path in a folder of its own. */
const inFolder = (test: (path: string) => Promise<void>) => async () => {
  const folder = mkdtempSync(join(tmpdir(), "plan-"));
  try {
    await test(join(folder, "plan"));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const why = (act: Promise<unknown>) =>
  act.then(
    () => "nothing",
    ({ code, because }: SchedulerError) => `${code}: ${because.join()}`,
  );

suite("the file of a plan", {
  "new, in the place of a plan, or of an empty file": inFolder(async (path) => {
    for (const before of [null, JSON.stringify({ ...PLAN, app: "blog" }), ""]) {
      if (before !== null) writeFileSync(path, before);
      await writePlan(path, PLAN);
      assert.equal(await readPlan(path), PLAN);
      assert.is(statSync(path).mode & 0o777, 0o600);
    }
  }),
  "never in the place of another file": inFolder(async (path) => {
    writeFileSync(path, "mine");
    assert.is(await why(writePlan(path, PLAN)), "FILE_UNUSABLE: there is no plan in it");
    assert.is(readFileSync(path, "utf8"), "mine");
  }),
  ...table(
    [
      ["that is not there", () => {}, "there is no such file"],
      ["that holds something else", (path: string) => writeFileSync(path, "{}"), "there is no plan in it"],
      [
        "that is longer than any plan",
        (path: string) => {
          writeFileSync(path, JSON.stringify(PLAN));
          truncateSync(path, 5_000_000);
        },
        "there is no plan in it",
      ],
    ] as const,
    (_title, make, says) =>
      inFolder(async (path) => {
        make(path);
        assert.is(await why(readPlan(path)), `FILE_UNUSABLE: ${says}`);
      })(),
  ),
  "one that never ends is not read": async () =>
    assert.is(await why(readPlan("/dev/zero")), "FILE_UNUSABLE: there is no plan in it"),
});
