// A record as other clusters see it.
import * as assert from "uvu/assert";
import { type Cluster, DEFAULT_CLUSTER, isNamedAs } from "../../../src/core/model/cluster.ts";
import type { Ref } from "../../../src/core/model/manifest.ts";
import { FORMER_RECORD, type ReleaseRecord } from "../../../src/core/model/record.ts";
import { otherPlaces, seenFrom, withObjects } from "../../../src/core/plan/move.ts";
import { suite, table } from "../suite.ts";

const EAST: Cluster = { kubeconfig: null, context: "east" };
const WEST: Cluster = { kubeconfig: "/west", context: null };

const ref = (name: string): Ref => ({ apiVersion: "v1", kind: "Service", namespace: "store", name });
const names = (objects: readonly Ref[]) => objects.map(({ name }) => name).join(" ");

/** Objects by the context or file of each cluster. */
const places = ({ cluster, objects, elsewhere }: ReleaseRecord) =>
  [{ cluster, objects }, ...elsewhere].map(
    (place) => `${place.cluster.context ?? place.cluster.kubeconfig ?? "default"}: ${names(place.objects)}`,
  );

const first = { ...FORMER_RECORD, objects: [ref("a"), ref("b")], routes: [{}] } as unknown as ReleaseRecord;

suite("a record from another cluster", {
  "its own has its objects and routes": () => {
    const seen = seenFrom(DEFAULT_CLUSTER, first, isNamedAs);
    assert.equal(places(seen), ["default: a b"]);
    assert.is(seen.routes.length, 1);
  },
  "another one has none, and knows where they are": () => {
    const seen = seenFrom(EAST, first, isNamedAs);
    assert.equal(places(seen), ["east: ", "default: a b"]);
    assert.equal(seen.routes, []);
  },
  "to and fro, each has what was left there": () => {
    const east = { ...seenFrom(EAST, first, isNamedAs), objects: [ref("c")] };
    const west = { ...seenFrom(WEST, east, isNamedAs), objects: [ref("d")] };
    assert.equal(places(west), ["/west: d", "default: a b", "east: c"]);
    assert.equal(places(seenFrom(DEFAULT_CLUSTER, west, isNamedAs)), ["default: a b", "east: c", "/west: d"]);
  },
  ...table(
    [
      ["the Ingresses that its hosts leave when it goes to another namespace", "Ingress"],
      ["the HTTPRoutes", "HTTPRoute"],
      ["the GRPCRoutes", "GRPCRoute"],
    ] as const,
    (_title, kind) => {
      const ingress = (namespace: string): Ref => ({ ...ref("shop-web"), kind, namespace });
      const record = {
        ...FORMER_RECORD,
        objects: [ref("a"), ingress("store"), ingress("new"), ingress("store")],
        elsewhere: [{ cluster: EAST, objects: [ingress("new"), ref("b")] }],
      };
      assert.equal(otherPlaces(record, "new"), [
        { cluster: DEFAULT_CLUSTER, namespace: "store" },
        { cluster: EAST, namespace: "new" },
      ]);
    },
  ),
  "one server by other words is the same cluster, with the words of now": () => {
    assert.equal(places(seenFrom(EAST, first, () => true)), ["east: a b"]);
  },
  "objects change in one cluster alone; one that has none left is forgotten": () => {
    const east = { ...seenFrom(EAST, first, isNamedAs), objects: [ref("c")] };
    assert.equal(places(withObjects(east, EAST, [ref("e")])), ["east: e", "default: a b"]);
    assert.equal(places(withObjects(east, DEFAULT_CLUSTER, [ref("a")])), ["east: c", "default: a"]);
    assert.equal(places(withObjects(east, DEFAULT_CLUSTER, [])), ["east: c"]);
  },
});
