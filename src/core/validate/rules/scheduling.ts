// Which nodes a pod may run on, and how it is spread over them.
import { keyIssue } from "../../dokku/metadata.ts";
import { at, list } from "../../model/read.ts";
import { type Fact, ruleOf } from "./facts.ts";

const NODES = "affinity.nodeAffinity";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

const FACTS: readonly Fact[] = [
  ["pod", "tolerations.*", toleration],
  [
    "pod",
    `${NODES}.${REQUIRED}`,
    (nodes) => (list(at(nodes, "nodeSelectorTerms")).length === 0 ? "must have nodeSelectorTerms" : null),
  ],
  ...["nodeAffinity", "podAffinity", "podAntiAffinity"].map(
    (name): Fact => ["pod", `affinity.${name}.${PREFERRED}.*.weight`, weight],
  ),
  ["pod", "topologySpreadConstraints.*", spread],
];

export const scheduling = ruleOf(FACTS);

function toleration(value: unknown): string | null {
  const [key, operator, effect] = ["key", "operator", "effect"].map((name) => at(value, name) || null);
  if (typeof key === "string" && keyIssue("labels", key) !== null)
    return `must have the key of a taint; it is "${key}"`;
  if (key === null && operator !== "Exists") return "must have the operator Exists, for it has no key";
  if (operator === "Exists" && at(value, "value")) return "must have no value, for its operator is Exists";
  const isTimed = at(value, "tolerationSeconds") != null;
  return isTimed && effect !== "NoExecute" ? "must have the effect NoExecute, for it has tolerationSeconds" : null;
}

function weight(value: unknown): string | null {
  return typeof value !== "number" || (value >= 1 && value <= 100) ? null : `must be from 1 to 100; it is ${value}`;
}

function spread(value: unknown): string | null {
  const [skew, domains] = [at(value, "maxSkew"), at(value, "minDomains")];
  if (typeof skew === "number" && skew < 1) return `must have a maxSkew of at least 1; it is ${skew}`;
  const isLenient = at(value, "whenUnsatisfiable") === "ScheduleAnyway";
  return domains != null && isLenient ? "must have no minDomains, for it is whenUnsatisfiable: ScheduleAnyway" : null;
}
