import * as assert from "uvu/assert";
import { clusterObjectsOf, leftoversOf } from "../../../src/core/model/leftovers.ts";
import { emptied, type ReleaseRecord } from "../../../src/core/model/record.ts";
import { route } from "../fixtures.ts";
import { suite } from "../suite.ts";

const cluster = { kubeconfig: null, context: null };
const secret = { apiVersion: "v1", kind: "Secret", namespace: "store", name: "shop-env" };
const elsewhere = [{ cluster: { kubeconfig: "/old", context: null }, objects: [secret] }];
const routes = [route("shop", "a.test")];
const record = { cluster, objects: [secret], elsewhere, routes } as unknown as ReleaseRecord;

suite("what an app leaves behind", {
  "of a renamed app: its objects, its hosts, and what it left in other clusters, where no host is served": () =>
    assert.equal(leftoversOf(record, "shop2"), {
      heir: "shop2",
      left: [
        { cluster, objects: [secret], routes },
        { ...elsewhere[0], routes: [] },
      ],
    }),
  "of a destroyed app: no host": () =>
    assert.equal(
      leftoversOf(record, null).left.map((left) => left.routes),
      [[], []],
    ),
  "of one whose objects are gone: nothing": () => assert.equal(leftoversOf(emptied(record), null).left, []),
  "of a place without a record: its namespace": () =>
    assert.equal(clusterObjectsOf({ cluster, namespace: "store" }), {
      cluster,
      objects: [{ apiVersion: "v1", kind: "Namespace", namespace: null, name: "store" }],
    }),
});
