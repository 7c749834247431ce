// Autoscaling as app.json's `formation` states it. What was set by hand for the process type wins, setting by setting.

import type { Issue } from "../model/manifest.ts";
import { at, type Fields, fields, list } from "../model/read.ts";
import { type Autoscale, isKedas, readRule, type Trigger } from "./autoscale.ts";

export interface Autoscaling extends Autoscale {
  /** How long load must stay low before pods are removed; null is Kubernetes' default, or KEDA's. */
  readonly cooldownSeconds: number | null;
  /** How often KEDA asks its triggers; null is its default. */
  readonly pollingSeconds: number | null;
  /** What app.json asks for that is ignored. */
  readonly issues: readonly Issue[];
}

/** Kubernetes' limit of a stabilization window, seconds. */
const LONGEST_COOLDOWN = 3600;

/** Without a trigger there is no autoscaling, and bounds that are not there come from the scale, `quantity`: as in Dokku. */
export function withFormation(own: Autoscale, appJson: Fields | null, type: string, quantity: number): Autoscaling {
  const autoscaling = fields(at(appJson, "formation", type, "autoscaling"));
  const triggers = list(autoscaling.triggers).map(fields);
  if (triggers.length === 0) return { ...own, cooldownSeconds: null, pollingSeconds: null, issues: [] };

  const issues: Issue[] = [];
  const say = (severity: Issue["severity"], message: string) =>
    issues.push({
      severity,
      rule: null,
      path: "/spec/replicas",
      message: `app.json, formation.${type}.autoscaling: ${message}`,
    });
  const scaled = own.rules.length > 0 ? own : stated(triggers, say);
  const min = autoscaling.min_quantity ?? Math.max(1, quantity);
  const max = autoscaling.max_quantity ?? Math.max(1, quantity, Number(min));
  const isKeda = isKedas(scaled);
  if (!isKeda) sayIgnored(autoscaling, say);
  const [cooldown, polling] = [autoscaling.cooldown_period_seconds, autoscaling.polling_interval_seconds];
  return {
    minReplicas: own.minReplicas ?? String(isKeda ? min : min || 1),
    maxReplicas: own.maxReplicas ?? String(max),
    rules: scaled.rules,
    triggers: scaled.triggers,
    cooldownSeconds: typeof cooldown === "number" ? Math.min(cooldown, isKeda ? Infinity : LONGEST_COOLDOWN) : null,
    pollingSeconds: isKeda && typeof polling === "number" ? polling : null,
    issues,
  };
}

function sayIgnored({ min_quantity, polling_interval_seconds, cooldown_period_seconds }: Fields, say: Say): void {
  if (Number(cooldown_period_seconds) > LONGEST_COOLDOWN)
    say("warning", `cooldown_period_seconds is capped at ${LONGEST_COOLDOWN}, the longest that Kubernetes waits`);
  if (min_quantity === 0)
    say("warning", "min_quantity 0 counts as 1: a HorizontalPodAutoscaler never stops the last pod");
  if (polling_interval_seconds !== undefined)
    say("warning", "polling_interval_seconds is ignored: the cluster decides how often metrics are checked");
}

type Say = (severity: Issue["severity"], message: string) => void;

const stated = (triggers: readonly Fields[], say: Say) => ({
  rules: triggers.filter(isMetric).flatMap((trigger) => ruleOf(trigger, say)),
  triggers: triggers.filter((trigger) => !isMetric(trigger)).flatMap((trigger) => triggerOf(trigger, say)),
});

/** What Kubernetes itself measures; all else is KEDA's. */
const isMetric = ({ type }: Fields) => type === "cpu" || type === "memory";

/** A trigger as one of our rules; none for an invalid one. */
function ruleOf({ name, type, metadata }: Fields, say: Say): readonly string[] {
  const { type: target = "Utilization", value = "" } = fields(metadata);
  const rule = `resource:${type}:${target}:${value}`;
  const wrong = readRule(rule);
  if (typeof wrong !== "string") return [rule];
  say("error", `trigger "${name || type}": ${wrong.replace(/; format: .*/, "")} (metadata: type and value)`);
  return [];
}

/** As KEDA has it; none for one without a type. */
function triggerOf({ name, type, metadata, authenticationRef }: Fields, say: Say): readonly Trigger[] {
  if (typeof type !== "string" || type === "") {
    say("error", `trigger "${name ?? ""}" has no type: cpu, memory, or one of KEDA's`);
    return [];
  }
  const text = Object.entries(fields(metadata)).map(([key, value]) => [key, String(value)]);
  const authentication = at(authenticationRef, "name");
  return [
    {
      type,
      metadata: Object.fromEntries(text),
      authentication: authentication === undefined ? null : String(authentication),
    },
  ];
}
