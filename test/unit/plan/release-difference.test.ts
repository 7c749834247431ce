import * as assert from "uvu/assert";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import { releaseDifference, releaseOf } from "../../../src/core/plan/release-difference.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

function past(number: number, quantity: number, outcome = "deployed"): PastRelease {
  const manifests = render(app({ processes: [process("web", { quantity })] }), templates());
  return {
    number,
    outcome,
    revision: number === 1 ? null : "0a1b2c3",
    scale: { web: quantity },
    record: { image: { reference: `shop:${number}`, source: "dockerfile" } },
    manifests: manifests.map(({ processType, object }) => ({ processType, object })),
  } as unknown as PastRelease;
}

const history = [past(1, 1), past(2, 2), past(3, 3, "failed")];

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
  ...table(
    [
      ["a number, however it ended", 3, 3],
      ["the one that runs", null, 2],
    ] as const,
    (_title, wanted, number) => assert.is(releaseOf("shop", history, wanted).number, number),
  ),
  "one that is not kept": () => {
    assert.throws(
      () => releaseOf("shop", history, 9),
      ({ because }: { because: string[] }) => because.includes("the history has no release 9"),
    );
    assert.throws(
      () => releaseOf("shop", [], null),
      ({ because }: { because: string[] }) => because.includes("no release of shop has succeeded yet"),
    );
  },
});
