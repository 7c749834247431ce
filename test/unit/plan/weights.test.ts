// What the routes of an app look like while its canary has a share, when that changes, and afterwards.
import * as assert from "uvu/assert";
import type { KubeObject, Manifest } from "../../../src/core/model/manifest.ts";
import { at } from "../../../src/core/model/read.ts";
import { CANARY, serviceName } from "../../../src/core/objects/labels.ts";
import {
  divided,
  divisible,
  isDivided,
  isDivisible,
  keepingShare,
  shareIn,
  withShare,
} from "../../../src/core/plan/weights.ts";
import { suite, table } from "../suite.ts";

const NEW = serviceName("shop", CANARY);
const to = (name: string, weight: number | undefined, port = 80) =>
  weight === undefined ? { name, port } : { name, port, weight };
const route = (backends: readonly object[], kind = "HTTPRoute") =>
  ({
    kind,
    metadata: { name: "shop-web" },
    spec: { rules: [{ matches: [], backendRefs: backends }] },
  }) as unknown as KubeObject;
const redirect = {
  kind: "HTTPRoute",
  metadata: { name: "shop-web-redirect" },
  spec: { rules: [{ filters: [{ type: "RequestRedirect" }] }] },
} as unknown as KubeObject;
const plain = route([to("shop-web", 1)]);
const tenth = route([to("shop-web", 90), to(NEW, 10)]);

suite("the share of a canary in a route", {
  ...table(
    [
      ["a tenth", plain, 10, tenth],
      ["another share later", tenth, 50, route([to("shop-web", 50), to(NEW, 50)])],
      ["the same again", tenth, 10, tenth],
      ["none any more: as it was", tenth, null, plain],
      ["none before, and none after", plain, null, plain],
      [
        "a weight that nobody has set is 1",
        route([to("shop-web", undefined)]),
        99,
        route([to("shop-web", 1), to(NEW, 99)]),
      ],
      [
        "of a GRPCRoute",
        route([to("shop-web", 1)], "GRPCRoute"),
        10,
        route([to("shop-web", 90), to(NEW, 10)], "GRPCRoute"),
      ],
      [
        "of the connections of a TCPRoute",
        route([to("shop-web", 1)], "TCPRoute"),
        10,
        route([to("shop-web", 90), to(NEW, 10)], "TCPRoute"),
      ],
      [
        "of the connections of a TLSRoute",
        route([to("shop-web", 1)], "TLSRoute"),
        10,
        route([to("shop-web", 90), to(NEW, 10)], "TLSRoute"),
      ],
      [
        "of what web has beside another Service",
        route([to("shop-web", 3), to("blog-web", 1)]),
        10,
        route([to("shop-web", 270), to(NEW, 30), to("blog-web", 100)]),
      ],
      [
        "and back",
        route([to("shop-web", 270), to(NEW, 30), to("blog-web", 100)]),
        null,
        route([to("shop-web", 3), to("blog-web", 1)]),
      ],
      ["of another Service is none", route([to("blog-web", 1)]), 10, route([to("blog-web", 1)])],
      ["of a redirect is none", redirect, 10, redirect],
    ] as const,
    (_, before, percent, after) => assert.equal(withShare("shop", before, percent), after),
  ),
  "which it is": () => {
    assert.is(shareIn("shop", [redirect, plain]), null);
    assert.is(shareIn("shop", [redirect, plain, tenth]), 10);
    assert.is(shareIn("shop", [route([to("shop-web", 270), to(NEW, 30), to("blog-web", 100)])]), 10);
  },
  "where there can be one, and where there is": () => {
    const all = [plain, tenth, redirect, route([to("shop-web", 1)], "Ingress")];
    assert.equal(
      all.map((one) => isDivisible("shop", one)),
      [true, true, false, false],
    );
    assert.equal(
      all.map((one) => isDivided("shop", one)),
      [false, true, false, false],
    );
  },
  "a port that web alone has since gets no share of the next step, and the others get it": () => {
    const service = { kind: "Service", metadata: { name: NEW }, spec: { ports: [{ port: 80 }] } };
    const added = route([to("shop-web", 1, 8081)]);
    const beside = route([to("shop-web", 1), to("blog-web", 1, 8080)]);
    const live = [redirect, tenth, added, beside, service as unknown as KubeObject];
    assert.equal(divisible("shop", live), [tenth, beside]);
    assert.equal(divided("shop", live), [tenth]);
  },
  "a route that is rendered anew keeps it, but to a port that the canary does not have": () => {
    const manifests = [plain, redirect, route([to("shop-web", 1, 8081)])].map(
      (object) => ({ object, ref: { kind: object.kind } }) as unknown as Manifest,
    );
    const kept = (live: readonly KubeObject[]) =>
      keepingShare("shop", manifests, live).map(({ object }) => at(object.spec, "rules"));
    const weightless = manifests.map(({ object }) => at(object.spec, "rules"));
    assert.equal(kept([plain]), weightless);
    assert.equal(kept([tenth]), [at(tenth.spec, "rules"), ...weightless.slice(1)]);
  },
});
