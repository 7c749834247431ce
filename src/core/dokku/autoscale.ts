// Autoscaling of a process type as it is stored: two bounds and a list of rules, and what a rule may say.

import { nearest } from "../words/nearest.ts";
import { type LabelSelector, readSelector } from "./label-selector.ts";

/** As stored, which may be wrong; null is unset. */
export interface Autoscale {
  readonly minReplicas: string | null;
  readonly maxReplicas: string | null;
  readonly rules: readonly string[];
  /** KEDA's, of app.json; rules name others. */
  readonly triggers: readonly Trigger[];
}

/** What KEDA asks for how many pods there should be (https://keda.sh/docs/latest/scalers/). */
export interface Trigger {
  readonly type: string;
  /** All are text, as KEDA has them. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Name of the TriggerAuthentication that it logs in with. */
  readonly authentication: string | null;
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
    triggers: [],
  };
}

/** What an autoscaler still needs, in words; with nothing missing there is one. */
export function missing({ minReplicas, maxReplicas, rules, triggers }: Autoscale): readonly string[] {
  return [
    ...(minReplicas === null ? ["min-replicas"] : []),
    ...(maxReplicas === null ? ["max-replicas"] : []),
    ...(rules.length === 0 && triggers.length === 0 ? ["a rule"] : []),
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

const KEDA = "keda";
const KEDA_FORMAT = "keda:TYPE:KEY=VALUE[,KEY=VALUE...]";

const metrics = [...Object.keys(FORMS), KEDA].sort();

/** Whether KEDA decides the number of pods. */
export function isKedas({ rules, triggers }: Pick<Autoscale, "rules" | "triggers">): boolean {
  return triggers.length > 0 || rules.some((rule) => rule.startsWith(`${KEDA}:`));
}

function meant(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === null ? "" : ` (did you mean ${near}?)`;
}

export const ruleFormats: readonly string[] = [...Object.values(FORMS).map(({ format }) => format), KEDA_FORMAT];

export type Rule = MetricRule | TriggerRule;

export interface TriggerRule {
  readonly metric: typeof KEDA;
  /** All that follows: two queues are two rules. */
  readonly name: string;
  readonly trigger: Trigger;
}

export interface MetricRule {
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
  if (metric === KEDA) return readTrigger(fields.join(":"));
  if (!isMetric(metric))
    return `"${metric}" must be one of ${metrics.join(", ")}${meant(metric, metrics)}; formats: ${ruleFormats.join(", ")}`;
  const form = FORMS[metric];
  const { name, target, value, last } = split(fields);
  const why = wrongName(form, name) ?? wrongTarget(form, target, value) ?? wrongEnd(metric, last);
  const selector = metric === "external" && last ? readSelector(last) : null;
  if (why !== null) return `${why}; format: ${form.format}`;
  if (typeof selector === "string") return `SELECTOR must be a label selector: ${selector}; format: ${form.format}`;
  return { metric, name, target: target as Target, value, selector, ingress: last || "app-ingress" };
}

/** The key of a rule that names a TriggerAuthentication, as in a ScaledObject; no trigger has metadata of that name. */
const AUTHENTICATION = "authenticationRef";

function readTrigger(text: string): TriggerRule | string {
  const [, type = "", pairs = ""] = /^([a-z][a-z0-9-]*):(.*)$/s.exec(text) ?? [];
  if (type === "") return `TYPE must be one of KEDA's, such as rabbitmq, not "${text}"; format: ${KEDA_FORMAT}`;
  // A comma belongs to a value unless a key follows it.
  const entries = pairs.split(/,(?=[A-Za-z][A-Za-z0-9]*=)/).map((pair) => /^([A-Za-z][A-Za-z0-9]*)=(.+)$/s.exec(pair));
  const found = entries.flatMap((entry) => (entry === null ? [] : [[entry[1] ?? "", entry[2] ?? ""] as const]));
  if (found.length < entries.length) return `"${pairs}" must be KEY=VALUE; format: ${KEDA_FORMAT}`;
  const { [AUTHENTICATION]: authentication = null, ...metadata } = Object.fromEntries(found);
  return { metric: KEDA, name: text, trigger: { type, metadata, authentication } };
}

/** Prometheus metrics have colons in their names: the name ends where a type begins. `last` is null where nothing follows the value. */
function split(fields: readonly string[]) {
  const found = fields.findIndex((field, index) => index > 0 && TARGETS.includes(field));
  const index = found < 0 ? 1 : found;
  const [target = "", value = "", ...rest] = fields.slice(index);
  return { name: fields.slice(0, index).join(":"), target, value, last: rest.length === 0 ? null : rest.join(":") };
}

function wrongName({ names }: Form, name: string): string | null {
  if (names === null ? /^[^\s/%]+$/.test(name) : names.includes(name)) return null;
  return `NAME must be ${names?.join(" or ") ?? "the name of a metric"}, not "${name}"${meant(name, names ?? [])}`;
}

function wrongTarget({ targets }: Form, target: string, value: string): string | null {
  if (!(targets as readonly string[]).includes(target))
    return `TYPE must be ${targets.join(" or ")}, not "${target}"${meant(target, targets)}`;
  const [pattern, what] =
    target === "Utilization"
      ? [PERCENTAGE, "a percentage such as 50"]
      : [QUANTITY, "a quantity above 0 such as 500m, 10 or 1k"];
  return pattern.test(value) ? null : `VALUE must be ${what}, not "${value}"`;
}

function wrongEnd(metric: MetricRule["metric"], last: string | null): string | null {
  if (last === null) return null;
  if (!FORMS[metric].format.endsWith("]")) return `"${last}" is one field too many`;
  if (metric === "ingress" && !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(last))
    return `INGRESS must be the name of an Ingress, not "${last}"`;
  return null;
}

const PERCENTAGE = /^[1-9]\d*$/;
const QUANTITY = /^(?=.*[1-9])\d+(\.\d+)?([numkMGTPE]|[KMGTPE]i)?$/;

const isMetric = (text: string): text is keyof typeof FORMS => Object.hasOwn(FORMS, text);

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
