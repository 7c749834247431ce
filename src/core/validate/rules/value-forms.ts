// Words and amounts that have a form of their own, in every kind that has a field of that type.
import { keyIssue } from "../../dokku/metadata.ts";
import { at, entryOf, keysOf, list, placesAt } from "../../model/read.ts";
import { type Grammar, judged, LABEL, LETTER_FIRST, SUBDOMAIN } from "../../objects/names.ts";
import { AMOUNTS } from "./env-form.ts";
import { mapsOf } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

/** A sentence says what is wrong; `key` is the last one of the path. */
type Judge = (value: unknown, key: string) => string | null;

/** Of a text that is not empty: where it may not be, needed-values says so. Another type is for the schema to refuse. */
const text =
  (judge: (text: string) => string | null): Judge =>
  (value) =>
    typeof value === "string" && value !== "" ? judge(value) : null;

const named = (grammar: Grammar) =>
  text((name) => {
    const wrong = judged(name, grammar);
    return wrong === null ? null : `"${name}" cannot be a name here: ${wrong}`;
  });

const oneOf =
  (...words: readonly string[]): Judge =>
  (word) =>
    typeof word !== "string" || words.includes(word)
      ? null
      : `must be one of ${words.filter(Boolean).join(", ")}; it is "${word}"`;

const range =
  (least: number, most: number): Judge =>
  (value) =>
    typeof value !== "number" || (value >= least && value <= most)
      ? null
      : `must be from ${least} to ${most}; it is ${value}`;

const labelKey = text((key) => keyIssue("labels", key));

const resource: Judge = (_, name) =>
  name.includes("/") || KNOWN_RESOURCES.test(name)
    ? null
    : `is no resource: Kubernetes has cpu, memory, ephemeral-storage and hugepages-SIZE, others have a domain such as example.com/name`;

const limited: Judge = (amount, name) => (name === "storage" ? null : resource(amount, name));

const KNOWN_RESOURCES = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** What a pod can tell its containers of itself. */
const FIELD =
  /^(metadata\.(name|namespace|uid|labels|annotations)|metadata\.(labels|annotations)\['[^']+'\]|spec\.(nodeName|serviceAccountName)|status\.(hostIP|hostIPs|podIP|podIPs))$/;
const podField = text((path) =>
  FIELD.test(path)
    ? null
    : `must be a field that a pod can show, such as metadata.name or status.podIP; it is "${path}"`,
);
const podResource = text((name) =>
  AMOUNTS.test(name) ? null : `must be an amount such as limits.memory or requests.cpu; it is "${name}"`,
);

/** An operator that compares with values has some, and no other. */
const requirement: Judge = (of) => {
  const [operator, values] = [at(of, "operator"), list(at(of, "values"))];
  if ((operator === "In" || operator === "NotIn") && values.length === 0)
    return `needs values for the operator ${operator}`;
  const isAlone = operator === "Exists" || operator === "DoesNotExist";
  return isAlone && values.length > 0 ? `must have no values for the operator ${operator}` : null;
};

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

const labelRequirement: Judge = (of, key) => {
  const operator = String(at(of, "operator"));
  return OPERATORS.includes(operator)
    ? requirement(of, key)
    : `has the operator "${operator}"; there are ${OPERATORS.join(", ")}`;
};

const METRICS: Readonly<Record<string, string>> = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
};

const metric: Judge = (of) => {
  const type = String(at(of, "type"));
  const field = entryOf(METRICS, type);
  if (field === undefined) return `must have one of the types ${Object.keys(METRICS).join(", ")}; it has "${type}"`;
  return at(of, field) === undefined ? `needs ${field} for the type ${type}` : null;
};

const reached: Judge = (service) => {
  const isInside = ["", "ClusterIP"].includes(String(at(service, "type") ?? ""));
  if (!isInside || at(service, "externalTrafficPolicy") === undefined || list(at(service, "externalIPs")).length > 0)
    return null;
  return "has an externalTrafficPolicy, which only the types NodePort and LoadBalancer take";
};

const subject: Judge = (of) => (at(of, "kind") === "ServiceAccount" ? named(SUBDOMAIN)(at(of, "name"), "name") : null);

const someOf: Judge = (entries) => (Array.isArray(entries) && entries.length === 0 ? "must not be empty" : null);

const FORMS: readonly (readonly [type: string, path: string, judge: Judge])[] = [
  ["apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy", "*", oneOf("", "Retain", "Delete")],
  ["apps.v1.StatefulSetSpec", "serviceName", named(LABEL)],
  ["autoscaling.v2.HPAScalingPolicy", "type", oneOf("Pods", "Percent")],
  ["autoscaling.v2.HPAScalingRules", "policies", someOf],
  ["autoscaling.v2.HPAScalingRules", "selectPolicy", oneOf("Max", "Min", "Disabled")],
  ["autoscaling.v2.MetricSpec", "", metric],
  ["autoscaling.v2.MetricTarget", "type", oneOf("Utilization", "Value", "AverageValue")],
  ["core.v1.Container", "restartPolicy", oneOf("Always", "Never", "OnFailure")],
  ["core.v1.LimitRangeItem", "default.*", limited],
  ["core.v1.LimitRangeItem", "defaultRequest.*", limited],
  ["core.v1.LimitRangeItem", "max.*", limited],
  ["core.v1.LimitRangeItem", "min.*", limited],
  ["core.v1.LimitRangeItem", "type", labelKey],
  ["core.v1.NodeSelectorRequirement", "", requirement],
  ["core.v1.NodeSelectorRequirement", "key", labelKey],
  ["core.v1.ObjectFieldSelector", "fieldPath", podField],
  [
    "core.v1.PersistentVolumeClaimSpec",
    "accessModes.*",
    oneOf("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"),
  ],
  ["core.v1.PersistentVolumeClaimSpec", "storageClassName", named(SUBDOMAIN)],
  ["core.v1.PodAffinityTerm", "namespaces.*", named(LABEL)],
  ["core.v1.PodAffinityTerm", "topologyKey", labelKey],
  ["core.v1.PodSpec", "priorityClassName", named(SUBDOMAIN)],
  ["core.v1.PodSpec", "serviceAccountName", named(SUBDOMAIN)],
  ["core.v1.ResourceFieldSelector", "resource", podResource],
  ["core.v1.ResourceRequirements", "limits.*", resource],
  ["core.v1.ResourceRequirements", "requests.*", resource],
  ["core.v1.ServicePort", "appProtocol", labelKey],
  ["core.v1.ServiceSpec", "", reached],
  ["core.v1.SleepAction", "seconds", range(0, 2_147_483_647)],
  ["meta.v1.LabelSelectorRequirement", "", labelRequirement],
  ["meta.v1.LabelSelectorRequirement", "key", labelKey],
  ["networking.v1.IngressServiceBackend", "name", named(LETTER_FIRST)],
  ["networking.v1.IngressTLS", "secretName", named(SUBDOMAIN)],
  ["networking.v1.NetworkPolicySpec", "policyTypes.*", oneOf("Ingress", "Egress")],
  ["rbac.v1.RoleRef", "apiGroup", oneOf("", "rbac.authorization.k8s.io")],
  ["rbac.v1.RoleRef", "kind", oneOf("Role", "ClusterRole")],
  ["rbac.v1.Subject", "", subject],
  ["rbac.v1.Subject", "kind", oneOf("ServiceAccount", "User", "Group")],
];

export const valueForms: Rule = (manifests, _, schemas) =>
  manifests.flatMap((manifest) =>
    FORMS.flatMap(([type, path, judge]) =>
      mapsOf(manifest, schemas, type)
        .flatMap((map) => placesAt(map, path === "" ? [] : path.split(".")))
        .flatMap(({ path: where, value }) => {
          const wrong = judge(value, keysOf(where).at(-1) ?? "");
          return wrong === null ? [] : [error(manifest, where, wrong)];
        }),
    ),
  );
