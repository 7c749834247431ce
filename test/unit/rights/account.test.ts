// Which roles and bindings an account gets: those of a grant, in its namespaces, and no right twice.
import * as assert from "uvu/assert";
import { documentsOf, type Grant, type Tenancy } from "../../../src/core/rights/account.ts";
import { distinct, type Right, rights } from "../../../src/core/rights/table.ts";
import { suite } from "../suite.ts";

const account = { namespace: "ops", name: "dokku" };
const kind = (apiVersion: string, name: string, namespace: string | null = "shop") => ({
  apiVersion,
  kind: name,
  namespace,
});
const tenancy = (namespace: string, kinds: Tenancy["kinds"] = [], isOwn = false): Tenancy => ({
  namespace,
  isOwn,
  kinds,
});
const grant = (tenancies: readonly Tenancy[], fields: Partial<Grant> = {}): Grant => ({
  account,
  app: null,
  tenancies,
  isAnywhere: false,
  ...fields,
});

const named = (one: Grant) =>
  documentsOf(one).map(({ object }) => {
    const { name, namespace } = object.metadata;
    return [object.kind, ...(namespace === undefined ? [] : [namespace]), name].join(" ");
  });

/** `get pods/log` of the role of that kind. */
function granted(one: Grant, roleKind: string): readonly string[] {
  const roles = documentsOf(one).filter(({ object }) => object.kind === roleKind);
  return roles.flatMap(({ object }) =>
    (object.rules as { apiGroups: string[]; resources: string[]; verbs: string[] }[]).flatMap(
      ({ apiGroups, resources, verbs }) =>
        verbs.map((verb) => `${verb} ${[...resources, ...apiGroups].filter(Boolean).join(".")}`),
    ),
  );
}

suite("the account of the plugin", {
  "has a role in each namespace once, and one for the cluster": () =>
    assert.equal(named(grant([tenancy("shop"), tenancy("default"), tenancy("shop")])), [
      "Namespace ops",
      "Namespace shop",
      "ServiceAccount ops dokku",
      "Secret ops dokku-token",
      "Role default ops:dokku",
      "RoleBinding default ops:dokku",
      "Role shop ops:dokku",
      "RoleBinding shop ops:dokku",
      "ClusterRole ops:dokku",
      "ClusterRoleBinding ops:dokku",
    ]),
  "has roles of its own for one app": () =>
    assert.equal(
      named(grant([tenancy("ops")], { app: "node-js-app" })).filter((name) => name.includes("Role ")),
      ["Role ops ops:dokku:node-js-app", "ClusterRole ops:dokku:node-js-app"],
    ),
  "has cluster roles alone where the plugin makes namespaces": () => {
    assert.equal(named(grant([tenancy("shop")], { isAnywhere: true })), [
      "Namespace ops",
      "ServiceAccount ops dokku",
      "Secret ops dokku-token",
      "ClusterRole ops:dokku",
      "ClusterRoleBinding ops:dokku",
      "ClusterRole ops:dokku:cleanup",
      "ClusterRoleBinding ops:dokku:cleanup",
    ]);
    const all = granted(grant([], { isAnywhere: true }), "ClusterRole");
    assert.equal(
      rights
        .flatMap(({ verbs, resource, group }) =>
          verbs.map((verb) => `${verb} ${[resource, group].filter(Boolean).join(".")}`),
        )
        .filter((one) => !all.includes(one)),
      [],
    );
  },
  "touches no namespace but one that the plugin made, and that one alone": () => {
    const touching = (one: Grant) =>
      granted(one, "Role")
        .filter((right) => / namespaces$/.test(right))
        .sort();
    assert.equal(touching(grant([tenancy("shop")])), ["get namespaces"]);
    assert.equal(touching(grant([tenancy("shop", [], true)])), ["get namespaces", "patch namespaces"]);
    assert.equal(
      granted(grant([tenancy("shop", [], true)]), "ClusterRole").filter((right) => / namespaces$/.test(right)),
      [],
    );
  },
  "has the rights of cert-manager with a certificate, and those of an issuer with one of ours": () => {
    const has = (one: Grant, role: string) => granted(one, role).some((right) => right.includes("cert-manager"));
    const certificate = kind("cert-manager.io/v1", "Certificate");
    const issuer = kind("cert-manager.io/v1", "ClusterIssuer", null);
    assert.equal([has(grant([tenancy("shop")]), "Role"), has(grant([tenancy("shop")]), "ClusterRole")], [false, false]);
    const signed = grant([tenancy("shop", [certificate])]);
    assert.equal([has(signed, "Role"), has(signed, "ClusterRole")], [true, false]);
    assert.is(has(grant([tenancy("shop", [certificate, issuer])]), "ClusterRole"), true);
  },
  "may make what templates of the site or the app make, in its namespace": () => {
    const own = [kind("networking.k8s.io/v1", "NetworkPolicy"), kind("v1", "ConfigMap"), kind("v1", "Namespace", null)];
    const role = granted(grant([tenancy("shop", own)]), "Role");
    for (const right of ["patch networkpolicies.networking.k8s.io", "delete configmaps", "get configmaps"])
      assert.is(role.filter((one) => one === right).length, 1, right);
    assert.is(role.includes("create namespaces"), false);
  },
  "says of each rule what it is for, in the order of the rules": () => {
    for (const { object, rights: given } of documentsOf(grant([tenancy("shop")]))) {
      const rules = (object.rules ?? []) as { resources: string[] }[];
      assert.equal(
        rules.map(({ resources }) => resources[0]),
        given.map(({ resource }) => resource),
      );
    }
  },
  "a right that is there twice is told where it is first": () => {
    const [right] = rights as [Right];
    const other: Right = { ...right, verbs: ["get", "watch"], why: "other" };
    assert.equal(distinct([right, other]), [right, { ...other, verbs: ["watch"] }]);
    assert.equal(distinct([right, { ...right, scope: "cluster" }]).length, 2);
  },
});
