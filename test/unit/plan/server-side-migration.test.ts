import * as assert from "uvu/assert";
import { adopt, isAppliedClientSide } from "../../../src/core/plan/server-side-migration.ts";
import { suite } from "../suite.ts";

const LAST = "kubectl.kubernetes.io/last-applied-configuration";

function live(
  managedFields: readonly object[],
  annotations: Readonly<Record<string, string>> = { [LAST]: "{}", mine: "x" },
) {
  const metadata = { name: "shop-web", namespace: "store", annotations, managedFields };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas: 1 } };
}

const client = {
  manager: "kubectl-client-side-apply",
  operation: "Update",
  fieldsV1: {
    "f:metadata": { "f:annotations": { ".": {}, "f:mine": {}, [`f:${LAST}`]: {} } },
    "f:spec": { "f:env": {} },
  },
};
const controller = {
  manager: "kube-controller-manager",
  operation: "Update",
  subresource: "status",
  fieldsV1: { "f:status": {} },
};
const taken = {
  manager: "dokku-scheduler-kubernetes",
  operation: "Apply",
  fieldsV1: { "f:metadata": { "f:annotations": { ".": {}, "f:mine": {} } }, "f:spec": { "f:env": {} } },
};

const fieldsOf = (object: { metadata: object }) =>
  (object.metadata as { managedFields: readonly object[] }).managedFields;

suite("adopt", {
  "knows what was applied client-side": () => {
    assert.ok(isAppliedClientSide(live([])));
    assert.not(isAppliedClientSide(live([], { mine: "x" })));
  },
  "what client-side apply owned is ours, others keep theirs": () =>
    assert.equal(fieldsOf(adopt(live([client, controller]))), [controller, taken]),
  "the copy in the annotation goes, other annotations stay": () =>
    assert.equal(adopt(live([client])).metadata.annotations, { mine: "x" }),
  "what we own already is joined": () => {
    const ours = { ...taken, fieldsV1: { "f:spec": { "f:replicas": {} } } };
    const joined = { ...taken.fieldsV1, "f:spec": { "f:replicas": {}, "f:env": {} } };
    assert.equal(fieldsOf(adopt(live([ours, client]))), [{ ...ours, fieldsV1: joined }]);
  },
  "the object itself is untouched": () => assert.equal(adopt(live([client])).spec, { replicas: 1 }),
});
