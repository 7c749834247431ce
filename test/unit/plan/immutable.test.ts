// What of an object that is there cannot be changed: as the API server's "field is immutable", with what to do.
import * as assert from "uvu/assert";
import { DEFAULT_CLUSTER } from "../../../src/core/model/cluster.ts";
import { type KubeObject, type Manifest, refOf, unlocated } from "../../../src/core/model/manifest.ts";
import { immutableIssues } from "../../../src/core/plan/immutable.ts";
import { suite, table } from "../suite.ts";

const place = { cluster: DEFAULT_CLUSTER, namespace: "store" };

function object(kind: string, rest: object): KubeObject {
  const [apiVersion = "", name = ""] = kind.split(" ");
  return { apiVersion, kind: name, metadata: { name: "x", namespace: "store" }, ...rest };
}

function manifest(wanted: KubeObject): Manifest {
  const source = unlocated("own/x.yaml.hbs", "site");
  return { source, ref: refOf(wanted), processType: null, object: wanted, issues: [] };
}

/** Paths and messages, of which the first says what to do. */
function said(kind: string, live: object, wanted: object): readonly string[] {
  const found = immutableIssues([manifest(object(kind, wanted))], [object(kind, live)], "shop", place);
  return found.flatMap(({ issues }) => issues.map(({ path, message }) => `${path} ${message}`.trim()));
}

const claim = (storage: string, more: object = {}) => ({
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } }, ...more },
});
const labels = (value: string) => ({ matchLabels: { app: value } });
const IS_THERE = "it is there already, and these fields of it cannot be changed";

suite("a field that cannot be changed", {
  ...table(
    [
      [
        "the selector of a Deployment",
        "apps/v1 Deployment",
        { spec: { selector: labels("a"), replicas: 1 } },
        { spec: { selector: labels("b"), replicas: 2 } },
        [
          `${IS_THERE}; delete it, which stops its pods, and deploy again: dokku scheduler-kubernetes:kubectl shop -- -n store delete deployment x`,
          '/spec/selector/matchLabels/app is "a" in the cluster, not "b"',
        ],
      ],
      [
        "the Service of a StatefulSet: its claims have rules of their own",
        "apps/v1 StatefulSet",
        {
          spec: {
            serviceName: "a",
            podManagementPolicy: "OrderedReady",
            volumeClaimTemplates: [{ ...claim("1Gi", { volumeMode: "Filesystem" }), status: { phase: "Pending" } }],
          },
        },
        { spec: { serviceName: "b", volumeClaimTemplates: [claim("2Gi")], updateStrategy: { type: "OnDelete" } } },
        [
          `${IS_THERE}; delete it without its pods, which go on, and deploy again: dokku scheduler-kubernetes:kubectl shop -- -n store delete statefulset x --cascade=orphan`,
          '/spec/serviceName is "a" in the cluster, not "b"',
        ],
      ],
      [
        "the template of a Job",
        "batch/v1 Job",
        {
          spec: { template: { metadata: { labels: { uid: "1" } }, spec: { containers: [{ name: "x", image: "a" }] } } },
        },
        {
          spec: {
            template: { spec: { containers: [{ name: "x", image: "b", env: [{ name: "A", value: "secret" }] }] } },
          },
        },
        [
          `${IS_THERE}; give it a name that changes with each release in the template, or delete it and deploy again: dokku scheduler-kubernetes:kubectl shop -- -n store delete job x`,
          '/spec/template/spec/containers/0/image is "a" in the cluster, not "b"',
          "/spec/template/spec/containers/0/env differs in the cluster",
        ],
      ],
      [
        "the address of a Service",
        "v1 Service",
        { spec: { clusterIP: "10.0.0.1" } },
        { spec: { clusterIP: "None" } },
        [
          `${IS_THERE}; leave the address out of the template, or delete it and deploy again: dokku scheduler-kubernetes:kubectl shop -- -n store delete service x`,
          '/spec/clusterIP is "10.0.0.1" in the cluster, not "None"',
        ],
      ],
      [
        "a claim that would shrink, and its class",
        "v1 PersistentVolumeClaim",
        claim("1Gi", { storageClassName: "fast" }),
        claim("1023Mi", { storageClassName: "slow" }),
        [
          `${IS_THERE}; make a claim of another name, and copy the data`,
          '/spec/storageClassName is "fast" in the cluster, not "slow"',
          '/spec/resources/requests/storage is "1Gi" in the cluster, not "1023Mi"',
        ],
      ],
      [
        "the role of a binding",
        "rbac.authorization.k8s.io/v1 RoleBinding",
        { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "a" } },
        { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "b" } },
        [
          `${IS_THERE}; delete it and deploy again: dokku scheduler-kubernetes:kubectl shop -- -n store delete rolebinding x`,
          '/roleRef/name is "a" in the cluster, not "b"',
        ],
      ],
      [
        "the type of a Secret",
        "v1 Secret",
        { data: { a: "b25l" }, type: "Opaque" },
        { data: { a: "dHdv" }, type: "other" },
        [
          `${IS_THERE}; give it another name in the template, or delete it and deploy again: dokku scheduler-kubernetes:kubectl shop -- -n store delete secret x`,
          "/type differs in the cluster",
        ],
      ],
      [
        "an immutable ConfigMap",
        "v1 ConfigMap",
        { immutable: true, data: { a: "1" } },
        { immutable: true, data: { a: "2", b: "3" } },
        [
          `${IS_THERE}; it is immutable: give it another name in the template`,
          '/data/a is "1" in the cluster, not "2"',
          '/data/b is missing in the cluster, not "3"',
        ],
      ],
      [
        "an immutable Secret, whose values are not shown",
        "v1 Secret",
        { immutable: true, data: { a: "b25l" }, type: "Opaque" },
        { immutable: true, data: { a: "dHdv" } },
        [
          `${IS_THERE}; give it another name in the template, or delete it and deploy again: dokku scheduler-kubernetes:kubectl shop -- -n store delete secret x`,
          "/data/a differs in the cluster",
        ],
      ],
    ] as const,
    (_title, kind, live, wanted, expected) => assert.equal(said(kind, live, wanted), expected),
  ),
  ...table(
    [
      ["a claim that grows", "v1 PersistentVolumeClaim", claim("1Gi"), claim("2Gi")],
      [
        "the volume of a claim that has none",
        "v1 PersistentVolumeClaim",
        claim("1Gi"),
        claim("1Gi", { volumeName: "pv" }),
      ],
      ["an amount in other words", "v1 PersistentVolumeClaim", claim("1Gi"), claim("1024Mi")],
      [
        "an address that the cluster chose",
        "v1 Service",
        { spec: { clusterIP: "10.0.0.1" } },
        { spec: { clusterIP: "" } },
      ],
      ["a ConfigMap", "v1 ConfigMap", { data: { a: "1" } }, { data: { a: "2" } }],
      [
        "what is empty and was left out",
        "apps/v1 Deployment",
        { spec: {} },
        { spec: { selector: { matchLabels: {} } } },
      ],
      [
        "a Job that has not begun",
        "batch/v1 Job",
        { spec: { suspend: true, template: { a: 1 } } },
        { spec: { template: { a: 2 } } },
      ],
      [
        "a custom resource",
        "example.com/v1 Deployment",
        { spec: { selector: labels("a") } },
        { spec: { selector: labels("b") } },
      ],
      ["a kind of JavaScript's own", "v1 constructor", { spec: 1 }, { spec: 2 }],
    ] as const,
    (_title, kind, live, wanted) => assert.equal(said(kind, live, wanted), []),
  ),
  "is nothing of an object that is not there": () =>
    assert.equal(
      immutableIssues([manifest(object("apps/v1 Deployment", { spec: { selector: labels("a") } }))], [], "shop", place),
      [],
    ),
});
