// Which process types run, how many and with what: Dokku's scale, Procfile and resource settings put together.

import type { Process, ResourceAmounts } from "../model/app.ts";
import { autoscaleOf } from "./autoscale.ts";
import { type ChecksOff, checksOf } from "./checks.ts";
import { withFormation } from "./formation.ts";

export interface ScaleInput {
  /** Lines `type=quantity` of the `scale` property; an app that was never scaled has none. */
  readonly scale: readonly string[];
  /** Commands by type; null without a Procfile. */
  readonly procfile: ReadonlyMap<string, string> | null;
  /** Files of the `resource` plugin: `web.limit.cpu`, `_default_.reserve.memory`. */
  readonly resources: Readonly<Record<string, string>>;
  /** This plugin's own properties of the app, with its autoscaling, */
  readonly own: Readonly<Record<string, string>>;
  /** and where else it may; null without one. */
  readonly appJson: Readonly<Record<string, unknown>> | null;
  readonly checks: ChecksOff;
  /** When new pods of a type were last asked for, ISO 8601; null for never. */
  readonly restartedAt: (type: string) => string | null;
}

/** By process type. */
export function quantitiesOf(scale: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    scale.map((line) => line.split("=")).map(([type = "", text = ""]) => [type, Number.parseInt(text, 10) || 0]),
  );
}

/**
 * Sorted by type. Dokku keeps `release` in the scale, which is a task and no process, and types that have left the Procfile:
 * neither is here.
 */
export function processes({
  scale,
  procfile,
  resources,
  own,
  appJson,
  checks,
  restartedAt,
}: ScaleInput): readonly Process[] {
  const quantities = new Map(quantitiesOf(scale));
  if (quantities.size === 0)
    for (const type of procfile?.keys() ?? ["web"]) quantities.set(type, type === "web" ? 1 : 0);
  return [...quantities]
    .filter(([type]) => type !== "release" && (procfile?.has(type) ?? true))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, quantity]) => ({
      type,
      quantity,
      command: procfile?.get(type) ?? null,
      limit: amounts(resources, type, "limit"),
      reserve: amounts(resources, type, "reserve"),
      restartedAt: restartedAt(type),
      checks: checksOf(checks, type),
      autoscale: withFormation(autoscaleOf(own, type), appJson, type, quantity),
    }));
}

/** What is set for the whole app. */
export function appAmounts(resources: ScaleInput["resources"]): Pick<Process, "limit" | "reserve"> {
  return { limit: amounts(resources, "_default_", "limit"), reserve: amounts(resources, "_default_", "reserve") };
}

/** Of a process type, or of all that have none of their own. */
export function amounts(
  resources: Readonly<Record<string, string>>,
  type: string,
  which: "limit" | "reserve",
): ResourceAmounts {
  const amount = (key: string) =>
    resources[`${type}.${which}.${key}`] || resources[`_default_.${which}.${key}`] || null;
  return { cpu: amount("cpu"), memory: amount("memory"), "nvidia-gpu": amount("nvidia-gpu") };
}
