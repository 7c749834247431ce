import * as assert from "uvu/assert";
import type { KubeObject, Manifest, Ref } from "../../../src/core/model/manifest.ts";
import { otherTcpRoutes, takenListener } from "../../../src/core/plan/taken-listener.ts";
import { suite } from "../suite.ts";

const tcp = (name: string, apiVersion = "gateway.networking.k8s.io/v1"): Ref => ({
  apiVersion,
  kind: "TCPRoute",
  namespace: "store",
  name,
});
const spec = (parent: object) => ({
  parentRefs: [{ name: "shared", namespace: "infra", sectionName: "tcp", ...parent }],
});
const manifest = (ref: Ref, parent: object = {}) => ({ ref, object: { spec: spec(parent) } }) as unknown as Manifest;
const live = (parent: object = {}) =>
  ({
    kind: "TCPRoute",
    metadata: { name: "blog-web-tcp-9000", namespace: "store", labels: { "app.kubernetes.io/part-of": "blog" } },
    spec: spec(parent),
  }) as unknown as KubeObject;

suite("the TCP listener of another app", {
  "is looked for where the release has a TCPRoute, in the version that it has": () => {
    const own = manifest(tcp("shop-web-tcp-9000"));
    const records = new Map([
      ["shop", { objects: [own.ref] }],
      ["blog", { objects: [tcp("blog-web-tcp-9000"), { ...own.ref, kind: "Service" }] }],
      ["old", { objects: [tcp("old-web-tcp-9000", "gateway.networking.k8s.io/v1alpha2")] }],
    ]);
    assert.equal(otherTcpRoutes("shop", [own], records), [tcp("blog-web-tcp-9000")]);
    assert.equal(otherTcpRoutes("shop", [{ ...own, ref: { ...own.ref, kind: "Service" } }], records), []);
  },
  "is refused, with its name": () => {
    const error = takenListener("shop", [manifest(tcp("shop-web-tcp-9000"))], [live()]);
    assert.equal(error?.because, [
      "listener tcp of Gateway infra/shared takes the connections of blog",
      "nothing was applied",
    ]);
    const inside = manifest(tcp("shop-web-tcp-9000"), { namespace: undefined });
    assert.is.not(takenListener("shop", [inside], [live({ namespace: "store" })]), null);
  },
  "is none of another Gateway or name": () => {
    const own = manifest(tcp("shop-web-tcp-9000"));
    assert.is(takenListener("shop", [own], [live({ name: "private" }), live({ sectionName: "tcp-2" })]), null);
    assert.is(takenListener("shop", [own], []), null);
  },
});
