// What is said of claims whose StatefulSet goes.
import * as assert from "uvu/assert";
import { keptClaims } from "../../../src/core/words/kept-claims.ts";
import { suite } from "../suite.ts";

const place = { cluster: { kubeconfig: null, context: null }, namespace: "store" };
const sets = [{ apiVersion: "apps/v1", kind: "StatefulSet", namespace: "store", name: "shop-db" }];
const said = (claims: readonly string[], heir: string | null = null) => keptClaims({ claims, sets, place, heir });

const STAY =
  "the claims data-shop-db-0, data-shop-db-10 of namespace store stay, with their data: dokku scheduler-kubernetes:remove-pvc data-shop-db-0 --namespace store removes one";

suite("claims that stay", {
  "those of its pods": () =>
    assert.equal(said(["data-shop-db-0", "data-shop-db-10", "data-shop-web-0", "shop-db", "uploads"]), [STAY]),
  "none, nothing is said": () => assert.equal(said(["data-shop-web-0"], "store"), []),
  "renamed, the pods of the new name begin without": () =>
    assert.equal(said(["data-shop-db-0", "data-shop-db-10"], "store"), [
      STAY,
      "store has claims of its own, as a claim is named after its pod: those that it had before, else new, empty ones. To look at the data from its pods, in the same namespace: dokku scheduler-kubernetes:mount store data-shop-db-0 /former, dokku ps:rebuild store, dokku enter store",
    ]),
});
