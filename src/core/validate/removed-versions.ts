// API versions that Kubernetes has removed before the oldest minor of schemas/, by its deprecation guide: what removed them, and the kinds of each.

export const REMOVED: Readonly<Record<number, Readonly<Record<string, readonly string[]>>>> = {
  29: { "flowcontrol.apiserver.k8s.io/v1beta2": ["FlowSchema", "PriorityLevelConfiguration"] },
  27: { "storage.k8s.io/v1beta1": ["CSIStorageCapacity"] },
  26: {
    "autoscaling/v2beta2": ["HorizontalPodAutoscaler"],
    "flowcontrol.apiserver.k8s.io/v1beta1": ["FlowSchema", "PriorityLevelConfiguration"],
  },
  25: {
    "autoscaling/v2beta1": ["HorizontalPodAutoscaler"],
    "batch/v1beta1": ["CronJob"],
    "discovery.k8s.io/v1beta1": ["EndpointSlice"],
    "events.k8s.io/v1beta1": ["Event"],
    "node.k8s.io/v1beta1": ["RuntimeClass"],
    "policy/v1beta1": ["PodDisruptionBudget", "PodSecurityPolicy"],
  },
  22: {
    "admissionregistration.k8s.io/v1beta1": ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
    "apiextensions.k8s.io/v1beta1": ["CustomResourceDefinition"],
    "apiregistration.k8s.io/v1beta1": ["APIService"],
    "certificates.k8s.io/v1beta1": ["CertificateSigningRequest"],
    "coordination.k8s.io/v1beta1": ["Lease"],
    "extensions/v1beta1": ["Ingress"],
    "networking.k8s.io/v1beta1": ["Ingress", "IngressClass"],
    "rbac.authorization.k8s.io/v1beta1": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
    "scheduling.k8s.io/v1beta1": ["PriorityClass"],
    "storage.k8s.io/v1beta1": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
  },
  16: {
    "apps/v1beta1": ["ControllerRevision", "Deployment", "StatefulSet"],
    "apps/v1beta2": ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
    "extensions/v1beta1": ["DaemonSet", "Deployment", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet"],
  },
};

/** `apps/v1beta1/Deployment` -> the minor that removed it. */
export function removedIn(kind: string): number | null {
  const found = Object.entries(REMOVED).find(([, versions]) =>
    Object.entries(versions).some(([version, kinds]) => kinds.some((name) => `${version}/${name}` === kind)),
  );
  return found === undefined ? null : Number(found[0]);
}
