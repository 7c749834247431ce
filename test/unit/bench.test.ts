// What npm run bench makes of its figures.
import * as assert from "uvu/assert";
import { comparison, documented, noise, readRun, runOf, written } from "../bench/runs.ts";
import { suite } from "./suite.ts";

const words = (line: string | undefined) => (line ?? "").split(/ {2,}/).slice(0, 5);

suite("a run of the benchmark", {
  "is read as it was written": () => {
    const run = runOf({ guard_ratio: [1.2, 1, 1.1], scale_memory_mb_10: 60 });
    assert.equal(run.values, { guard_ratio: 1.1, scale_memory_mb_10: 60 });
    assert.equal(readRun(written(run)), run);
    assert.equal(JSON.parse(written(run)).guard_ratio, 1.1);
  },
  "of a former version had no rounds": () => {
    assert.equal(readRun('{"guard_ratio": 1}'), { values: { guard_ratio: 1 }, rounds: {}, machine: "unknown" });
  },
  "has the noise of the middle half of its rounds": () => {
    assert.is(noise([9, 1, 2, 3, 100]), 3.5);
    assert.is(noise([]), 0);
  },
  "differs from another by what is more than the noise of both": () => {
    const old = runOf({
      start_ratio: [1.4, 1.5, 1.6, 1.5, 1.5],
      guard_ratio: [1, 1, 1, 1, 1],
      show_manifest_programs: 6,
    });
    const now = runOf({
      start_ratio: [1.5, 1.5, 1.6, 1.5, 1.6],
      guard_ratio: [2, 2, 2, 2, 2],
      show_manifest_programs: 3,
    });
    const [, ...lines] = comparison(old, now);
    assert.equal(lines.slice(0, 3).map(words), [
      ["guard_ratio", "1", "2", "+100%", "higher"],
      ["start_ratio", "1.5", "1.5 ± 0.05", "+0%", "same"],
      ["show_manifest_programs", "6", "3", "-50%", "lower"],
    ]);
  },
  "is written where a page has its figures": () => {
    const page = documented(
      "before <!-- figures -->old<!-- /figures --> after",
      runOf({ guard_ratio: 1, start_ratio: 9 }),
    );
    assert.match(page, /^before <!-- figures -->\nMeasured with \d+ processors/);
    assert.match(page, /\n\| `guard_ratio` \| 1 \| 1\.5 \| .* \|\n/);
    assert.match(page, /\n\| `start_ratio` \| 9 \| [\d.]+: missed \| .* \|\n<!-- \/figures --> after$/);
  },
});
