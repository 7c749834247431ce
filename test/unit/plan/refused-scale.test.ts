import * as assert from "uvu/assert";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import { refusedScale, refusedScaleLines } from "../../../src/core/plan/refused-scale.ts";
import { suite, table } from "../suite.ts";

type Scale = Readonly<Record<string, number>>;
const past = (number: number, scale: Scale, returnedTo: number | null = null, autoscaled = ""): PastRelease =>
  ({
    number,
    scale,
    returnedTo,
    outcome: returnedTo === null ? "deployed" : "failed",
    manifests: autoscaled === "" ? [] : [{ processType: autoscaled, object: { kind: "HorizontalPodAutoscaler" } }],
  }) as unknown as PastRelease;

const GOOD = past(4, { web: 1, worker: 2 });

suite("a scale that Dokku keeps and the cluster refused", {
  ...table(
    [
      ["one that is stored still", [GOOD, past(5, { web: 5, worker: 2 }, 4)], { web: 5, worker: 2 }, ["web=5"]],
      ["two", [GOOD, past(5, { web: 5, worker: 3 }, 4)], { web: 5, worker: 3 }, ["web=5", "worker=3"]],
      ["again and again", [GOOD, past(5, { web: 5 }, 4), past(6, { web: 5 }, 4)], { web: 5 }, ["web=5"]],
      ["a type that was not there", [GOOD, past(5, { web: 1, cron: 1 }, 4)], { web: 1, cron: 1 }, ["cron=1"]],
      ["set back", [GOOD, past(5, { web: 5 }, 4)], { web: 1 }, []],
      ["set to something new", [GOOD, past(5, { web: 5 }, 4)], { web: 3 }, []],
      ["it failed for something else", [GOOD, past(5, { web: 1, worker: 2 }, 4)], { web: 1, worker: 2 }, []],
      ["deployed since", [GOOD, past(5, { web: 5 }, 4), past(6, { web: 5 })], { web: 5 }, []],
      ["an autoscaler decides", [past(4, { web: 1 }, null, "web"), past(5, { web: 5 }, 4)], { web: 5 }, []],
      ["never deployed", [], { web: 5 }, []],
    ] as const,
    (_title, history, stored, found) =>
      assert.equal(
        refusedScale(history, stored).map(({ type, stored }) => `${type}=${stored}`),
        found,
      ),
  ),
  "what is said of it": () =>
    assert.equal(refusedScaleLines("shop", refusedScale([GOOD, past(5, { web: 5 }, 4)], { web: 5 })), [
      "Dokku keeps web=5, with which release 5 failed: web=1 runs",
      "to keep what runs: dokku ps:scale shop web=1",
    ]),
  "nothing of a scale that runs": () => assert.equal(refusedScaleLines("shop", []), []),
});
