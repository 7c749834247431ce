// Where an object is: in the app's namespace, and only once. Otherwise one release would overwrite or remove objects of another.
import { pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

/** Kubernetes' own kinds, and cert-manager's, that belong to no namespace. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  "APIService",
  "CertificateSigningRequest",
  "ClusterIssuer",
  "ClusterRole",
  "ClusterRoleBinding",
  "CSIDriver",
  "CSINode",
  "CustomResourceDefinition",
  "DeviceClass",
  "FlowSchema",
  "GatewayClass",
  "IngressClass",
  "IPAddress",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

export const objectPlace: Rule = (manifests, app) => {
  const seen = new Map<string, string>();
  return manifests.flatMap((manifest) => {
    const { kind, apiVersion, namespace, name } = manifest.ref;
    const key = [apiVersion.replace(/\/.*/, ""), kind, namespace, name].join(" ");
    const first = seen.get(key);
    seen.set(key, first ?? manifest.source.template);
    if (first !== undefined)
      return [error(manifest, pointer("metadata", "name"), `${name} is already created by ${first}`)];
    if (namespace === null) return [];
    if (CLUSTER_SCOPED.has(kind))
      return [
        error(manifest, "", `a ${kind} is not namespaced, so it cannot belong to an app: apply it once with kubectl`),
      ];
    if (namespace === app.namespace.name) return [];
    const says = `must be ${app.namespace.name}, the app's, or be left out`;
    return [error(manifest, pointer("metadata", "namespace"), says)];
  });
};
