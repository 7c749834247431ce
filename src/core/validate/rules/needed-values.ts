// Fields that the schema lets be empty or left out, and the API server does not.
import { at, pointer } from "../../model/read.ts";
import { mapsOf } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "apps.v1.DaemonSet": ["spec"],
  "apps.v1.Deployment": ["spec"],
  "apps.v1.ReplicaSet": ["spec"],
  "apps.v1.StatefulSet": ["spec"],
  "autoscaling.v2.CrossVersionObjectReference": ["kind", "name"],
  "autoscaling.v2.HorizontalPodAutoscaler": ["spec"],
  "autoscaling.v2.MetricIdentifier": ["name"],
  "autoscaling.v2.ResourceMetricSource": ["name"],
  "batch.v1.CronJob": ["spec"],
  "batch.v1.Job": ["spec"],
  "batch.v1.JobTemplateSpec": ["spec"],
  "batch.v1.PodFailurePolicyOnExitCodesRequirement": ["values"],
  "core.v1.ConfigMapEnvSource": ["name"],
  "core.v1.ConfigMapKeySelector": ["name", "key"],
  "core.v1.Container": ["name"],
  "core.v1.DownwardAPIVolumeFile": ["path"],
  "core.v1.EnvVar": ["name"],
  "core.v1.HostPathVolumeSource": ["path"],
  "core.v1.KeyToPath": ["key", "path"],
  "core.v1.ObjectFieldSelector": ["fieldPath"],
  "core.v1.PersistentVolumeClaim": ["spec"],
  "core.v1.PersistentVolumeClaimTemplate": ["spec"],
  "core.v1.PersistentVolumeClaimVolumeSource": ["claimName"],
  "core.v1.Pod": ["spec"],
  "core.v1.PodAffinityTerm": ["topologyKey"],
  "core.v1.PodSpec": ["containers"],
  "core.v1.PodTemplateSpec": ["spec"],
  "core.v1.ResourceFieldSelector": ["resource"],
  "core.v1.SecretEnvSource": ["name"],
  "core.v1.SecretKeySelector": ["name", "key"],
  "core.v1.TopologySpreadConstraint": ["topologyKey"],
  "meta.v1.LabelSelectorRequirement": ["key"],
  "networking.v1.IPBlock": ["cidr"],
  "networking.v1.Ingress": ["spec"],
  "networking.v1.IngressServiceBackend": ["name"],
  "rbac.v1.RoleRef": ["kind", "name"],
  "rbac.v1.Subject": ["kind", "name"],
};

export const neededValues: Rule = (manifests, _, schemas) =>
  manifests.flatMap((manifest) =>
    Object.entries(NEEDED).flatMap(([type, names]) =>
      mapsOf(manifest, schemas, type).flatMap(({ path, value }) =>
        names.flatMap((name) => {
          const keys = name.split(".");
          const what = at(value, ...keys);
          if (!isEmpty(what)) return [];
          return [error(manifest, path + pointer(...keys), what === undefined ? "is missing" : "must not be empty")];
        }),
      ),
    ),
  );

const isEmpty = (value: unknown) => value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
