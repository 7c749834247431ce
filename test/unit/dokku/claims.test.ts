import * as assert from "uvu/assert";
import { claim, exclusiveClaims, readMounts, volumeName } from "../../../src/core/dokku/claims.ts";
import { NO_METADATA } from "../../../src/core/dokku/metadata.ts";
import { claimSize } from "../../../src/core/dokku/words.ts";
import { suite, table } from "../suite.ts";

const of = (name: string, ...accessModes: readonly string[]) => ({
  ...claim({ name, namespace: "store", size: "1Gi", accessMode: "", storageClass: null }, NO_METADATA),
  spec: { accessModes },
});

suite("claims", {
  ...table(
    [
      ["10", "10Mi"],
      ["1.5", "1.5Mi"],
      ["10Gi", "10Gi"],
      ["2G", "2G"],
      ["0", null],
      ["-1", null],
      ["10g", null],
      ["10m", null],
      ["10GB", null],
      ["big", null],
      ["", null],
    ] as const,
    (text, size) => assert.is(claimSize(text), size),
  ),
  "the original's claim, found again": () => {
    const request = {
      name: "shop-data",
      namespace: "store",
      size: "10Mi",
      accessMode: "ReadWriteOnce",
      storageClass: null,
    };
    assert.equal(claim(request, NO_METADATA), {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: {
        name: "shop-data",
        namespace: "store",
        labels: { pvc: "shop-data", "app.kubernetes.io/managed-by": "dokku-scheduler-kubernetes" },
        annotations: {},
      },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Mi" } } },
    });
    assert.equal(claim({ ...request, storageClass: "fast" }, NO_METADATA).spec, {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "10Mi" } },
    });
  },
  "a claim has what the site set for claims": () => {
    const request = { name: "a", namespace: "store", size: "1Gi", accessMode: "ReadWriteOnce", storageClass: null };
    const { metadata } = claim(request, { annotations: { note: "x" }, labels: { team: "blue", pvc: "b" } });
    assert.equal([metadata.annotations, metadata.labels?.team, metadata.labels?.pvc], [{ note: "x" }, "blue", "a"]);
  },
  "mounts are read as the original wrote them": () =>
    assert.equal(readMounts("shop-data:/data\nother:/a:b\n"), [
      { claim: "shop-data", path: "/data" },
      { claim: "other", path: "/a:b" },
    ]),
  "a volume has the claim's name where a volume can have it": () => {
    assert.is(volumeName("shop-data"), "shop-data");
    for (const name of ["a.b", "x".repeat(64), `${"x".repeat(200)}.y`])
      assert.match(volumeName(name), /^[a-z0-9-]{1,63}$/);
    assert.is.not(volumeName("a.b"), volumeName("a-b"));
  },
  "pods of two releases share what one node, or many, can mount": () => {
    const claims = [
      of("pod", "ReadWriteOncePod"),
      of("node", "ReadWriteOnce"),
      of("many", "ReadWriteMany"),
      of("both", "ReadWriteOnce", "ReadOnlyMany"),
    ];
    assert.equal(exclusiveClaims(claims, false), ["pod"]);
    assert.equal(exclusiveClaims(claims, true), ["pod", "node"]);
  },
});
