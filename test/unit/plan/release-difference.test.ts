import * as assert from "uvu/assert";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import { releaseDifference, releaseOf } from "../../../src/core/plan/release-difference.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

function past(number: number, quantity: number, outcome = "deployed", returnedTo: number | null = null): PastRelease {
  const manifests = render(app({ processes: [process("web", { quantity })] }), templates());
  return {
    number,
    outcome,
    returnedTo,
    revision: number === 1 ? null : "0a1b2c3",
    scale: { web: quantity },
    record: { image: { reference: `shop:${number}`, source: "dockerfile" } },
    manifests: manifests.map(({ processType, object }) => ({ processType, object })),
  } as unknown as PastRelease;
}

const history = [past(1, 1), past(2, 2), past(3, 3, "failed", 2)];

suite("what differs between two releases", {
  "image, commit, scale, and the objects field by field": () => {
    const config = { added: ["A"], changed: [], removed: [] };
    assert.equal(releaseDifference(past(1, 1), past(2, 2), config), {
      release: { from: 1, to: 2 },
      image: { from: "shop:1", to: "shop:2" },
      revision: { from: null, to: "0a1b2c3" },
      scale: { from: { web: 1 }, to: { web: 2 } },
      config,
      created: [],
      changed: [
        {
          kind: "Deployment",
          name: "shop-web",
          fields: [{ change: "changed", path: "spec.replicas", from: 1, to: 2 }],
        },
      ],
      removed: [],
    });
  },
  "nothing that apps share, which releases of an earlier version hold": () => {
    const namespace = { kind: "Namespace", apiVersion: "v1", metadata: { name: "store" } };
    const before = past(1, 1);
    const former = { ...before, manifests: [...before.manifests, { processType: null, object: namespace }] };
    const { created, changed, removed } = releaseDifference(former, past(2, 1), null);
    assert.equal({ created, changed, removed }, { created: [], changed: [], removed: [] });
  },
  ...table(
    [
      ["a number, however it ended", history, 3, 3],
      ["the one that runs", history, null, 2],
      ["the failed one, where none came back for it", [past(1, 1), past(2, 2, "failed")], null, 2],
    ] as const,
    (_title, releases, wanted, number) => assert.is(releaseOf("shop", releases, wanted).number, number),
  ),
  "one that is not kept": () => {
    assert.throws(
      () => releaseOf("shop", history, 9),
      ({ because }: { because: string[] }) => because.includes("the history has no release 9"),
    );
    assert.throws(
      () => releaseOf("shop", [], null),
      ({ because }: { because: string[] }) => because.includes("it has no releases yet"),
    );
  },
});
