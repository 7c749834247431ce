// Autoscaling as app.json's `formation` states it. What was set by hand for the process type wins, setting by setting.

import type { Issue } from "../model/manifest.ts";
import { at, type Fields, fields, list } from "../model/read.ts";
import { type Autoscale, readRule } from "./autoscale.ts";

export interface Autoscaling extends Autoscale {
  /** How long load must stay low before pods are removed; null is Kubernetes' default. */
  readonly cooldownSeconds: number | null;
  /** What app.json asks for that is ignored. */
  readonly issues: readonly Issue[];
}

/** Kubernetes' limit of a stabilization window, seconds. */
const LONGEST_COOLDOWN = 3600;

/** Without a trigger there is no autoscaling, and bounds that are not there come from the scale, `quantity`: as in Dokku. */
export function withFormation(own: Autoscale, appJson: Fields | null, type: string, quantity: number): Autoscaling {
  const autoscaling = fields(at(appJson, "formation", type, "autoscaling"));
  const triggers = list(autoscaling.triggers).map(fields);
  if (triggers.length === 0) return { ...own, cooldownSeconds: null, issues: [] };

  const issues: Issue[] = [];
  const say = (severity: Issue["severity"], message: string) =>
    issues.push({
      severity,
      rule: null,
      path: "/spec/replicas",
      message: `app.json, formation.${type}.autoscaling: ${message}`,
    });
  const rules = own.rules.length > 0 ? own.rules : triggers.flatMap((trigger) => ruleOf(trigger, say));
  const min = autoscaling.min_quantity ?? Math.max(1, quantity);
  const max = autoscaling.max_quantity ?? Math.max(1, quantity, Number(min));
  if (min === 0) say("warning", "min_quantity 0 counts as 1: a HorizontalPodAutoscaler never stops the last pod");
  if (autoscaling.polling_interval_seconds !== undefined)
    say("warning", "polling_interval_seconds is ignored: the cluster decides how often metrics are checked");
  const cooldown = autoscaling.cooldown_period_seconds;
  if (Number(cooldown) > LONGEST_COOLDOWN)
    say("warning", `cooldown_period_seconds is capped at ${LONGEST_COOLDOWN}, the longest that Kubernetes waits`);
  return {
    minReplicas: own.minReplicas ?? String(min || 1),
    maxReplicas: own.maxReplicas ?? String(max),
    rules,
    cooldownSeconds: typeof cooldown === "number" ? Math.min(cooldown, LONGEST_COOLDOWN) : null,
    issues,
  };
}

/** A trigger as one of our rules; none for an invalid one. */
function ruleOf(
  { name, type, metadata }: Fields,
  say: (severity: Issue["severity"], message: string) => void,
): readonly string[] {
  const trigger = `trigger "${name || type}"`;
  if (type !== "cpu" && type !== "memory") {
    say(
      "warning",
      `${trigger} of type ${type} is ignored: it belongs to KEDA, a HorizontalPodAutoscaler takes cpu and memory`,
    );
    return [];
  }
  const { type: target = "Utilization", value = "" } = fields(metadata);
  const rule = `resource:${type}:${target}:${value}`;
  const wrong = readRule(rule);
  if (typeof wrong !== "string") return [rule];
  say("error", `${trigger}: ${wrong.replace(/; format: .*/, "")} (metadata: type and value)`);
  return [];
}
