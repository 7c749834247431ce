// The objects that give a ServiceAccount what the plugin needs, and nothing else.
import type { KubeObject, Ref } from "../model/manifest.ts";
import { groupOf, resourceOf } from "./resources.ts";
import { distinct, type Need, needsOf, OWNED, type Right, rights } from "./table.ts";

export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** A namespace in which apps are. */
export interface Tenancy {
  readonly namespace: string;
  /** The plugin made it. */
  readonly isOwn: boolean;
  /** What the apps' objects are, those of templates of their own among them. */
  readonly kinds: readonly Pick<Ref, "apiVersion" | "kind" | "namespace">[];
}

export interface Grant {
  readonly account: Account;
  /** The app for which it is, which tells its roles from those of other apps; null for all. */
  readonly app: string | null;
  readonly tenancies: readonly Tenancy[];
  /** In every namespace, those that the plugin has yet to make among them. */
  readonly isAnywhere: boolean;
}

export interface Document {
  readonly object: KubeObject;
  /** What its rules are for, in their order. */
  readonly rights: readonly Right[];
}

/** Of the Secret in which the API server keeps a token of the account, which does not expire. */
export const tokenName = ({ name }: Account) => `${name}-token`;

export function documentsOf(grant: Grant): readonly Document[] {
  return grant.isAnywhere ? anywhere(grant) : within(grant);
}

function within({ account, app, tenancies }: Grant): readonly Document[] {
  const all = tenancies.map(({ namespace }) => namespace);
  const wide = scoped(tenancies.flatMap(rightsIn), "cluster");
  const roles = [...new Set(all)].sort().flatMap((namespace) => {
    const here = tenancies.filter((one) => one.namespace === namespace).flatMap(rightsIn);
    return bound(account, roleName(account, app), namespace, scoped(here, "namespace"));
  });
  return [...accountDocuments(account, all), ...roles, ...bound(account, roleName(account, app), null, wide)];
}

function anywhere({ account, app, tenancies }: Grant): readonly Document[] {
  const isCleanup = ({ need }: Right) => need === "empty namespaces";
  const wide = [...rights.filter((right) => !isCleanup(right)), ...tenancies.flatMap(rightsIn)];
  const name = roleName(account, app);
  return [
    ...accountDocuments(account, []),
    ...bound(
      account,
      name,
      null,
      wide.map((right) => ({ ...right, scope: "cluster" })),
    ),
    ...bound(account, `${name}:cleanup`, null, rights.filter(isCleanup)),
  ];
}

const scoped = (all: readonly Right[], scope: Right["scope"]) => all.filter((right) => right.scope === scope);

/** Accounts of several servers, and apps with an account in common, have roles in one namespace. */
const roleName = ({ namespace, name }: Account, app: string | null) =>
  [namespace, name, ...(app === null ? [] : [app])].join(":");

function rightsIn({ isOwn, kinds }: Tenancy): readonly Right[] {
  const needs: readonly Need[] = ["always", ...(isOwn ? (["own namespace"] as const) : []), ...needsOf(kinds)];
  const listed = rights.filter(({ need }) => needs.includes(need));
  // What belongs to no namespace is no app's.
  const own = kinds.filter(({ namespace }) => namespace !== null).map(ownRight);
  return distinct([...listed, ...own]);
}

function ownRight(kind: Tenancy["kinds"][number]): Right {
  const why = `the ${kind.kind} objects of templates of your own`;
  return {
    group: groupOf(kind),
    resource: resourceOf(kind.kind),
    verbs: OWNED,
    scope: "namespace",
    need: "always",
    why,
    without: null,
  };
}

function accountDocuments(account: Account, others: readonly string[]): readonly Document[] {
  const { namespace, name } = account;
  const namespaces = [...new Set([namespace, ...others])].filter((one) => one !== "default");
  const annotations = { "kubernetes.io/service-account.name": name };
  return [
    ...namespaces.sort().map((one) => plain({ apiVersion: "v1", kind: "Namespace", metadata: { name: one } })),
    plain({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } }),
    plain({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: tokenName(account), namespace, annotations },
      type: "kubernetes.io/service-account-token",
    }),
  ];
}

const plain = (object: KubeObject): Document => ({ object, rights: [] });

/** A role with these rights and its binding; nothing where there are none. The namespace is null for a cluster role. */
function bound(
  account: Account,
  name: string,
  namespace: string | null,
  wanted: readonly Right[],
): readonly Document[] {
  const sorted = [...distinct(wanted)].sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  if (sorted.length === 0) return [];
  const kind = namespace === null ? "ClusterRole" : "Role";
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const metadata = namespace === null ? { name } : { name, namespace };
  const rules = sorted.map(({ group, resource, verbs }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: [...verbs].sort(),
  }));
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind, name };
  const subjects = [{ kind: "ServiceAccount", name: account.name, namespace: account.namespace }];
  return [
    { object: { apiVersion, kind, metadata, rules }, rights: sorted },
    plain({ apiVersion, kind: `${kind}Binding`, metadata, roleRef, subjects }),
  ];
}

const orderOf = ({ group, resource, why }: Right) => [group, resource, why].join(" ");
