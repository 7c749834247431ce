// Whom a container runs as that may not be root, where its image says so.
import * as assert from "uvu/assert";
import { type KubeObject, type Manifest, refOf, unlocated } from "../../../src/core/model/manifest.ts";
import { leftToImage, userIssues, whyNoUser } from "../../../src/core/plan/image-user.ts";
import { suite, table } from "../suite.ts";

function manifest(pod: object, container: object): Manifest {
  const spec = { securityContext: pod, containers: [{ name: "x", image: "shop:1", securityContext: container }] };
  const whole = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "x" },
    spec: { template: { spec } },
  } as KubeObject;
  return {
    source: unlocated("x.yaml.hbs", "built-in"),
    ref: refOf(whole),
    processType: null,
    object: whole,
    issues: [],
  };
}

suite("the user of an image", {
  ...table(
    [
      ["1000", null],
      ["1000:0", null],
      ["0", /^runs as root, and this pod may not/],
      ["0:0", /^runs as root/],
      ["", /^runs as root/],
      ["root:root", /^runs as root/],
      [
        "herokuishuser",
        /^runs as herokuishuser, whose id no node looks up, .*docker-options:add shop deploy,run "--user 1000"$/,
      ],
    ] as const,
    (user, expected) => {
      const why = whyNoUser("shop", user);
      if (expected === null) assert.is(why, null);
      else assert.match(why ?? "", expected);
    },
  ),
  ...table(
    [
      ["no root, and nobody named", { runAsNonRoot: true }, {}, 1],
      ["no root for the container alone", {}, { runAsNonRoot: true }, 1],
      ["the container may be root", { runAsNonRoot: true }, { runAsNonRoot: false }, 0],
      ["a user of the pod", { runAsNonRoot: true, runAsUser: 5 }, {}, 0],
      ["a user of the container", { runAsNonRoot: true }, { runAsUser: 5 }, 0],
      ["nothing", {}, {}, 0],
    ] as const,
    (_title, pod, container, number) => assert.is(leftToImage([manifest(pod, container)]).length, number),
  ),
  "is no issue where it is a number, or nobody knows it": () => {
    const left = leftToImage([manifest({ runAsNonRoot: true }, {})]);
    const issues = (users: readonly (readonly [string, string])[]) => userIssues("shop", left, new Map(users));
    assert.equal(issues([]), []);
    assert.equal(issues([["shop:1", "7"]]), []);
    assert.equal(
      issues([["shop:1", ""]]).flatMap((one) => one.issues.map(({ path }) => path)),
      ["/spec/template/spec/containers/0/image"],
    );
  },
});
