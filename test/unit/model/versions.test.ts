import * as assert from "uvu/assert";
import { isStale, schemasOfAnother, skewed, type Versions, versionsIn } from "../../../src/core/model/versions.ts";
import { suite } from "../suite.ts";

const asked = "2026-11-26T06:00:00.000Z";
const now = Date.parse(asked);
const versions = (kubectl: string, server: string): Versions => ({ kubectl, server, asked });
const printed = (client: object, server?: object) => ({
  clientVersion: client,
  kustomizeVersion: "v5.7.1",
  serverVersion: server,
});

suite("versions of kubectl and the cluster", {
  "read from what kubectl prints": () =>
    assert.equal(
      versionsIn(printed({ major: "1", minor: "34", gitVersion: "v1.34.2" }, { major: "1", minor: "35" }), asked),
      versions("1.34", "1.35"),
    ),
  "of a provider that adds a sign": () =>
    assert.equal(versionsIn(printed({ major: "1", minor: "34" }, { major: "1", minor: "33+" }), asked)?.server, "1.33"),
  "a cluster that tells none": () => {
    assert.is(versionsIn(printed({ major: "1", minor: "34" }), asked), null);
    assert.is(versionsIn(printed({ major: "1", minor: "34" }, { major: "", minor: "" }), asked), null);
  },
  "one minor version apart is supported": () => {
    for (const kubectl of ["1.34", "1.35", "1.36"]) assert.is(skewed(versions(kubectl, "1.35")), null);
  },
  "two apart: which, and what helps": () => {
    assert.equal(skewed(versions("1.31", "1.35")), [
      "kubectl 1.31 is 4 minor versions older than the cluster's Kubernetes 1.35: one is supported",
      "install one that fits: sudo KUBECTL_VERSION=v1.35.0 dokku plugin:install-dependencies",
    ]);
    assert.match(skewed(versions("1.35", "1.33"))?.[0] ?? "", "2 minor versions newer");
  },
  "asked for once a day, and again while they do not go together": () => {
    assert.is(isStale(null, now), true);
    assert.is(isStale(versions("1.35", "1.35"), now + 3_600_000), false);
    assert.is(isStale(versions("1.35", "1.35"), now + 25 * 3_600_000), true);
    assert.is(isStale(versions("1.31", "1.35"), now), true);
  },
  "a cluster older or newer than all schemas": () => {
    assert.equal(schemasOfAnother(versions("1.35", "1.35"), 35), []);
    assert.equal(schemasOfAnother(versions("1.99", "1.99"), 37), [
      "there are no schemas of Kubernetes 1.99, which the cluster has: objects are checked with those of 1.37",
    ]);
  },
});
