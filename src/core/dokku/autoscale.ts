// Autoscaling of a process type as it is stored: two bounds and a list of rules, and what a rule may say.
import { type LabelSelector, readSelector } from "./label-selector.ts";

/** As stored, which may be wrong; null is unset. */
export interface Autoscale {
  readonly minReplicas: string | null;
  readonly maxReplicas: string | null;
  readonly rules: readonly string[];
}

export const bounds = ["min-replicas", "max-replicas"] as const;
export type Bound = (typeof bounds)[number];

export const rulesProperty = (type: string) => `autoscale.${type}`;
export const boundProperty = (type: string, bound: Bound) => `autoscale.${type}.${bound}`;

/** Of all properties of an app, those of a process type. */
export function autoscaleOf(properties: Readonly<Record<string, string>>, type: string): Autoscale {
  return {
    minReplicas: properties[boundProperty(type, "min-replicas")] || null,
    maxReplicas: properties[boundProperty(type, "max-replicas")] || null,
    rules: (properties[rulesProperty(type)] ?? "").split("\n").filter((line) => line !== ""),
  };
}

/** What a HorizontalPodAutoscaler still needs, in words; with nothing missing there is one. */
export function missing({ minReplicas, maxReplicas, rules }: Autoscale): readonly string[] {
  return [
    ...(minReplicas === null ? ["min-replicas"] : []),
    ...(maxReplicas === null ? ["max-replicas"] : []),
    ...(rules.length === 0 ? ["a rule"] : []),
  ];
}

interface Form {
  readonly format: string;
  readonly targets: readonly Target[];
  /** Null allows any metric name. */
  readonly names: readonly string[] | null;
}

type Target = "AverageValue" | "Value" | "Utilization";

const TARGETS: readonly string[] = ["AverageValue", "Value", "Utilization"] satisfies readonly Target[];

const FORMS = {
  external: { format: "external:NAME:TYPE:VALUE[:SELECTOR]", targets: ["AverageValue", "Value"], names: null },
  ingress: { format: "ingress:NAME:TYPE:VALUE[:INGRESS]", targets: ["AverageValue", "Value"], names: null },
  pods: { format: "pods:NAME:TYPE:VALUE", targets: ["AverageValue"], names: null },
  resource: { format: "resource:NAME:TYPE:VALUE", targets: ["AverageValue", "Utilization"], names: ["cpu", "memory"] },
} as const satisfies Readonly<Record<string, Form>>;

export const ruleFormats: readonly string[] = Object.values(FORMS).map(({ format }) => format);

export interface Rule {
  readonly metric: keyof typeof FORMS;
  readonly name: string;
  readonly target: Target;
  readonly value: string;
  /** Of an external metric; null selects every series of it. */
  readonly selector: LabelSelector | null;
  /** Name of the Ingress of an ingress metric. */
  readonly ingress: string;
}

/** A string says what is wrong and how it is written. */
export function readRule(text: string): Rule | string {
  const [metric = "", ...fields] = text.split(":");
  if (!isMetric(metric))
    return `"${metric}" must be one of ${Object.keys(FORMS).join(", ")}; formats: ${ruleFormats.join(", ")}`;
  const { format, targets, names }: Form = FORMS[metric];
  const wrong = (why: string) => `${why}; format: ${format}`;
  // Prometheus metrics have colons in their names: the name ends where a type begins.
  const found = fields.findIndex((field, index) => index > 0 && TARGETS.includes(field));
  const index = found < 0 ? 1 : found;
  const name = fields.slice(0, index).join(":");
  const [target = "", value = "", ...rest] = fields.slice(index);
  const last = rest.join(":");

  if (names === null ? !/^[^\s/%]+$/.test(name) : !names.includes(name))
    return wrong(`NAME must be ${names?.join(" or ") ?? "the name of a metric"}, not "${name}"`);
  if (!isTarget(target, targets)) return wrong(`TYPE must be ${targets.join(" or ")}, not "${target}"`);
  if (!(target === "Utilization" ? PERCENTAGE : QUANTITY).test(value))
    return wrong(`VALUE must be ${target === "Utilization" ? "a percentage such as 50" : AMOUNT}, not "${value}"`);
  if (rest.length > 0 && !format.endsWith("]")) return wrong(`"${last}" is one field too many`);
  if (metric === "ingress" && rest.length > 0 && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(last))
    return wrong(`INGRESS must be the name of an Ingress, not "${last}"`);
  const selector = metric === "external" && last !== "" ? readSelector(last) : null;
  if (typeof selector === "string") return wrong(`SELECTOR must be a label selector: ${selector}`);
  return { metric, name, target, value, selector, ingress: last || "app-ingress" };
}

const PERCENTAGE = /^[1-9]\d*$/;
const QUANTITY = /^(?=.*[1-9])\d+(\.\d+)?([numkMGTPE]|[KMGTPE]i)?$/;
const AMOUNT = "a quantity above 0 such as 500m, 10 or 1k";

const isMetric = (text: string): text is keyof typeof FORMS => Object.hasOwn(FORMS, text);
const isTarget = (text: string, targets: readonly Target[]): text is Target =>
  (targets as readonly string[]).includes(text);

/** The rule replaces the one for the same metric. A stored one that is wrong is left for a deploy to complain about. */
export function addRule(rules: readonly string[], text: string, { metric, name }: Rule): readonly string[] {
  const same = (line: string) => {
    const other = readRule(line);
    return line === text || (typeof other !== "string" && other.metric === metric && other.name === name);
  };
  const index = rules.findIndex(same);
  const others = rules.filter((line) => !same(line));
  return index < 0 ? [...rules, text] : [...others.slice(0, index), text, ...others.slice(index)];
}

/** Without the rule, or those that begin with these fields. */
export function removeRules(rules: readonly string[], prefix: string): readonly string[] {
  return rules.filter((line) => line !== prefix && !line.startsWith(`${prefix}:`));
}
