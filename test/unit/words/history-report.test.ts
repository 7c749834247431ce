import * as assert from "uvu/assert";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import { historyLines, historyRows } from "../../../src/core/words/history-report.ts";
import { suite } from "../suite.ts";

const first = {
  number: 1,
  startedAt: "2026-11-22T10:00:00.000Z",
  outcome: "deployed",
  returnedTo: null,
  rollbackTo: null,
  command: "git-hook",
  by: "alice",
  revision: "abc",
  scale: { web: 2, worker: 0 },
  config: { added: ["A"], changed: ["B"], removed: ["C"] },
  record: { image: { reference: "r/shop:1" } },
  manifests: [],
} as unknown as PastRelease;
const failed = { ...first, number: 2, outcome: "failed", returnedTo: 1, config: null, by: null } as const;
const back = { ...first, number: 10, rollbackTo: 1, config: { added: [], changed: [], removed: [] } } as const;

suite("history", {
  "in columns, newest first": () =>
    assert.equal(historyLines([first, failed, back], Infinity), [
      "RELEASE  TIME                 OUTCOME            IMAGE     SCALE           CONFIG    BY",
      "10       2026-11-22 10:00:00  rollback to 1      r/shop:1  web=2 worker=0            git-hook alice",
      "2        2026-11-22 10:00:00  failed, back to 1  r/shop:1  web=2 worker=0  ?         git-hook",
      "1        2026-11-22 10:00:00  deployed           r/shop:1  web=2 worker=0  +A ~B -C  git-hook alice",
    ]),
  "in a narrow terminal the image is shortened in the middle, and no row is wider": () => {
    const reference = "registry.example.com/a/long/path/of/groups/dokku/shop:1234567890";
    const long = { ...first, record: { image: { reference } } } as unknown as PastRelease;
    const [, row = ""] = historyLines([long], 110);
    assert.ok(row.length <= 110 && row.includes("registry.examp…op:1234567890  web=2"), row);
    assert.equal(historyLines([long, back], 80), [
      "RELEASE  TIME                 OUTCOME        IMAGE",
      "10       2026-11-22 10:00:00  rollback to 1  r/shop:1",
      "         web=2 worker=0  git-hook alice",
      "1        2026-11-22 10:00:00  deployed       registry.example.…u/shop:1234567890",
      "         web=2 worker=0  +A ~B -C  git-hook alice",
    ]);
    for (const width of [20, 40, 80])
      for (const line of historyLines([long, back], width)) assert.ok(line.length <= width, line);
  },
  "as JSON": () =>
    assert.equal(historyRows([first]), [
      {
        release: 1,
        time: "2026-11-22T10:00:00.000Z",
        outcome: "deployed",
        rollback_to: null,
        returned_to: null,
        image: "r/shop:1",
        revision: "abc",
        scale: { web: 2, worker: 0 },
        config: { added: ["A"], changed: ["B"], removed: ["C"] },
        command: "git-hook",
        by: "alice",
      },
    ]),
});
