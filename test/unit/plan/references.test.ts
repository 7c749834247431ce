// Names of what pods need, and which of them have to be asked for.
import * as assert from "uvu/assert";
import { type KubeObject, type Manifest, refOf, unlocated } from "../../../src/core/model/manifest.ts";
import { missingIssues, references } from "../../../src/core/plan/references.ts";
import { suite, table } from "../suite.ts";

const place = { cluster: { kubeconfig: null, context: "eu" }, namespace: "store" };

function manifest(object: object, origin: "site" | "built-in" = "site"): Manifest {
  const whole = { metadata: { name: "x", namespace: "store" }, ...object } as KubeObject;
  return { source: unlocated("x.yaml.hbs", origin), ref: refOf(whole), processType: null, object: whole, issues: [] };
}

const pod = (spec: object, container: object = {}) => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  spec: { template: { spec: { ...spec, containers: [{ name: "x", image: "x", ...container }] } } },
});
const named = (release: readonly Manifest[], apply = release) =>
  references(apply, release).map(({ kind, name, path }) => `${kind} ${name} ${path}`);
const POD = "/spec/template/spec";

suite("a name that pods need", {
  "of a built-in template: what only a property can name": () => {
    const names = {
      serviceAccountName: "a",
      priorityClassName: "b",
      volumes: [{ name: "v", configMap: { name: "c" } }],
    };
    const found = named([manifest(pod(names), "built-in")]);
    assert.equal(found, [`ServiceAccount a ${POD}/serviceAccountName`, `PriorityClass b ${POD}/priorityClassName`]);
  },
  ...table(
    [
      [
        "an env's Secret",
        {},
        { envFrom: [{ secretRef: { name: "a" } }] },
        [`Secret a ${POD}/containers/0/envFrom/0/secretRef/name`],
      ],
      [
        "a variable's ConfigMap",
        {},
        { env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "a", key: "k" } } }] },
        [`ConfigMap a ${POD}/containers/0/env/0/valueFrom/configMapKeyRef/name`],
      ],
      [
        "volumes",
        {
          volumes: [
            { name: "a", secret: { secretName: "a" } },
            { name: "b", configMap: { name: "b" } },
            { name: "c", projected: { sources: [{ secret: { name: "c" } }] } },
            { name: "d", persistentVolumeClaim: { claimName: "d" } },
          ],
        },
        {},
        [
          `Secret a ${POD}/volumes/0/secret/secretName`,
          `ConfigMap b ${POD}/volumes/1/configMap/name`,
          `Secret c ${POD}/volumes/2/projected/sources/0/secret/name`,
          `PersistentVolumeClaim d ${POD}/volumes/3/persistentVolumeClaim/claimName`,
        ],
      ],
      ["its ServiceAccount", { serviceAccountName: "a" }, {}, [`ServiceAccount a ${POD}/serviceAccountName`]],
      ["the ServiceAccount that each namespace has", { serviceAccountName: "default" }, {}, []],
      ["its PriorityClass", { priorityClassName: "a" }, {}, [`PriorityClass a ${POD}/priorityClassName`]],
      ["one that may be missing", {}, { envFrom: [{ secretRef: { name: "a", optional: true } }] }, []],
      ["one that pulls images", { imagePullSecrets: [{ name: "a" }] }, {}, []],
    ] as const,
    (_title, spec, container, expected) => assert.equal(named([manifest(pod(spec, container))]), expected),
  ),
  ...table(
    [
      ["the release has it", { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }],
      [
        "a custom resource of that name may make it",
        { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "a" } },
      ],
      [
        "a custom resource names it",
        { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", spec: { target: { name: "a" } } },
      ],
      [
        "it is the certificate of an Ingress",
        { apiVersion: "networking.k8s.io/v1", kind: "Ingress", spec: { tls: [{ secretName: "a" }] } },
      ],
    ] as const,
    (_title, other) => {
      const own = manifest(pod({}, { envFrom: [{ secretRef: { name: "a" } }] }));
      assert.equal(named([own, manifest(other)], [own]), []);
    },
  ),
  "is not asked for where all is the plugin's own": () =>
    assert.equal(named([manifest(pod({ volumes: [{ name: "a", secret: { secretName: "a" } }] }), "built-in")]), []),
  "that is missing is told with how it is made": () => {
    const spec = { serviceAccountName: "a", volumes: [{ name: "d", persistentVolumeClaim: { claimName: "d" } }] };
    const release = [manifest(pod(spec))];
    assert.equal(
      missingIssues(references(release, release), "shop", place).flatMap(({ issues }) =>
        issues.map(({ message }) => message),
      ),
      [
        "names the PersistentVolumeClaim d, which neither the release nor namespace store of cluster eu has: dokku scheduler-kubernetes:add-pvc d SIZE --namespace store --kube-context=eu",
        "names the ServiceAccount a, which neither the release nor namespace store of cluster eu has: dokku scheduler-kubernetes:kubectl shop -- -n store create serviceaccount a",
      ],
    );
  },
});
