// The rights that the plugin uses: each once, and none that another one covers.
import * as assert from "uvu/assert";
import { definitions } from "../../../src/core/objects/index.ts";
import { groupOf, resourceOf } from "../../../src/core/rights/resources.ts";
import { rights } from "../../../src/core/rights/table.ts";
import { suite, table } from "../suite.ts";

const RESOURCES: readonly [kind: string, resource: string][] = [
  ["Deployment", "deployments"],
  ["Ingress", "ingresses"],
  ["NetworkPolicy", "networkpolicies"],
  ["Gateway", "gateways"],
  ["StorageClass", "storageclasses"],
  ["Patch", "patches"],
];

suite("rights", {
  ...table(RESOURCES, (kind, resource) => assert.is(resourceOf(kind), resource)),
  "the group of an API version": () =>
    assert.equal([groupOf({ apiVersion: "v1" }), groupOf({ apiVersion: "apps/v1" })], ["", "apps"]),
  "each is there once": () => {
    const all = rights.flatMap(({ group, resource, verbs, scope }) =>
      verbs.map((verb) => `${verb} ${resource}.${group} ${scope}`),
    );
    assert.equal(
      all.filter((one, index) => all.indexOf(one) !== index),
      [],
    );
  },
  "what a release has may be applied, whatever its kind": () => {
    const missing = definitions.filter(
      ({ kind, apiVersion }) =>
        !["get", "create", "patch"].every((verb) =>
          rights.some(
            ({ group, resource, verbs }) =>
              resource === resourceOf(kind) && group === groupOf({ apiVersion }) && verbs.includes(verb as "get"),
          ),
        ),
    );
    assert.equal(
      missing.map(({ kind }) => kind),
      [],
    );
  },
});
