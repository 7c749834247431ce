// The rights that the plugin uses: each once, and none that another one covers.
import { join } from "node:path";
import * as assert from "uvu/assert";
import { definitions } from "../../../src/core/objects/index.ts";
import { groupOf, resourceOf } from "../../../src/core/rights/resources.ts";
import { type Need, type Right, rights } from "../../../src/core/rights/table.ts";
import { HERE } from "../fixtures.ts";
import { goldenSection } from "../goldens.ts";
import { suite, table } from "../suite.ts";

const RESOURCES: readonly [kind: string, resource: string][] = [
  ["Deployment", "deployments"],
  ["Ingress", "ingresses"],
  ["NetworkPolicy", "networkpolicies"],
  ["Gateway", "gateways"],
  ["StorageClass", "storageclasses"],
  ["Patch", "patches"],
  ["Endpoints", "endpoints"],
];

const WHERE: Readonly<Record<Right["scope"], string>> = { namespace: "namespace", cluster: "cluster" };
const NEEDED: Readonly<Record<Exclude<Need, "always">, string>> = {
  "cert-manager": "an app with certificates of cert-manager",
  gateway: "an app that a Gateway routes",
  keda: "an app that KEDA scales",
  traefik: "an app that asks Traefik for more than an Ingress says",
  issuer: "an app whose ClusterIssuer the plugin makes",
  statefulset: "an app with a process type of workload `statefulset`",
  daemonset: "an app with a process type of workload `daemonset`",
  "own namespace": "a namespace that the plugin made",
  "any namespace": "`--any-namespace`",
  "empty namespaces": "`--any-namespace`",
  doctor: "`--any-namespace`",
};

suite("rights", {
  ...table(RESOURCES, (kind, resource) => assert.is(resourceOf(kind), resource)),
  "are told of in docs/rights.md": () =>
    goldenSection(join(HERE, "../../docs/rights.md"), "rights", [
      "| verbs | resource | where | what for | without it |",
      "| --- | --- | --- | --- | --- |",
      ...rights.map(
        ({ verbs, group, resource, scope, need, why, without }) =>
          `| ${verbs.join(", ")} | \`${[resource, group].filter(Boolean).join(".")}\` | ${WHERE[scope]}${need === "always" ? "" : `; ${NEEDED[need]}`} | ${why} | ${without ?? ""} |`,
      ),
    ]),
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
