import * as assert from "uvu/assert";
import { type KubeObject, key, type Ref, refOf } from "../../../src/core/model/manifest.ts";
import { appLabels } from "../../../src/core/objects/labels.ts";
import { holdsNothing, kindsBeside, namespacesOf, sortLeftovers } from "../../../src/core/plan/leftovers.ts";
import { suite, table } from "../suite.ts";

const ours = appLabels("shop");

function object(kind: string, name: string, labels: Record<string, string>, spec: object = {}): KubeObject {
  return { apiVersion: "v1", kind, metadata: { name, namespace: "old", labels }, spec };
}

const service = object("Service", "shop-web", ours);
const shared = (backend: string) =>
  object("Ingress", "app-ingress", {}, { rules: [{ http: { paths: [{ backend: { service: { name: backend } } }] } }] });
const mounting = object("Deployment", "shop-web", ours, {
  template: { spec: { volumes: [{ persistentVolumeClaim: { claimName: "data" } }, { emptyDir: {} }] } },
});

function sorted(live: readonly KubeObject[], home: string | null, taken: readonly KubeObject[]) {
  const isAtHome = ({ namespace }: { readonly namespace: string | null }) => namespace === home;
  const found = { app: "shop", isAtHome, live, taken: new Set(taken.map((one) => key(refOf(one)))) };
  const fates: readonly (readonly [string, readonly Ref[]])[] = Object.entries(sortLeftovers(found));
  return fates.flatMap(([fate, refs]) => refs.map(({ kind, name }) => `${fate} ${kind} ${name}`));
}

suite("leftovers", {
  ...table(
    [
      ["ours, found twice", [service, service], null, [], ["removable Service shop-web"]],
      ["where the app lives", [service], "old", [], []],
      ["another app has it by now", [service], null, [service], []],
      [
        "the original plugin's",
        [object("Service", "shop-web", { app: "shop", "app-process-type": "shop-web" })],
        null,
        [],
        ["removable Service shop-web"],
      ],
      ["of another app", [object("Secret", "s", appLabels("blog"))], null, [], ["unlabelled Secret s"]],
      ["without its label", [object("Secret", "s", {})], null, [], ["unlabelled Secret s"]],
      ["without its label at home", [object("Secret", "s", {})], "old", [], ["unlabelled Secret s"]],
      ["data and what is for all", [object("PersistentVolumeClaim", "data", ours)], null, [], []],
      ["an Ingress that others share", [shared("blog-web"), service], null, [], ["removable Service shop-web"]],
      [
        "an Ingress that it is still in",
        [shared("shop-web"), service],
        null,
        [],
        ["removable Service shop-web", "shared Ingress app-ingress"],
      ],
      [
        "the claims it mounts",
        [mounting],
        null,
        [],
        ["removable Deployment shop-web", "claims PersistentVolumeClaim data"],
      ],
    ] as const,
    (_title, live, home, taken, expected) => assert.equal(sorted(live, home, taken), expected),
  ),
  "an inventory's namespaces": () => {
    const namespace = { apiVersion: "v1", kind: "Namespace", namespace: null, name: "store" };
    assert.equal(namespacesOf([namespace, refOf(service)]), ["store", "old"]);
  },
  "workloads are looked for where the inventory has some, or nobody knows": () => {
    const namespace = { apiVersion: "v1", kind: "Namespace", namespace: null, name: "store" };
    const workloads = (refs: readonly Ref[]) =>
      kindsBeside([namespace, ...refs])
        .map((kind) => kind.toLowerCase().replace(/s$/, ""))
        .filter((kind) => ["deployment", "statefulset", "daemonset"].includes(kind));
    assert.equal(workloads([refOf(service)]), ["deployment"]);
    assert.equal(workloads([refOf(object("StatefulSet", "shop-db", ours))]), ["deployment", "statefulset"]);
    assert.equal(workloads([]), ["deployment", "statefulset", "daemonset"]);
    assert.ok(kindsBeside([]).includes("Job"));
  },
  "a namespace holds nothing when it has what every one has": () => {
    // As kubectl prints them of a namespace a minute old, of Kubernetes 1.35.
    const given = [
      "configmap/kube-root-ca.crt",
      "serviceaccount/default",
      "event/shop-web.18a",
      "event.events.k8s.io/a",
    ];
    assert.is(holdsNothing(given), true);
    for (const name of [
      "configmap/mine",
      "serviceaccount/ci",
      "secret/a",
      "persistentvolumeclaim/data",
      "lease.coordination.k8s.io/a",
    ])
      assert.is(holdsNothing([...given, name]), false, name);
  },
});
