// dokku scheduler-kubernetes:autoscale-set

import { autoscaleOf, type Bound, boundProperty, bounds, isKedas } from "../core/dokku/autoscale.ts";
import { withFormation } from "../core/dokku/formation.ts";
import { SchedulerError } from "../core/errors.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { didYouMean } from "../core/words/nearest.ts";
import { changeProperties } from "../edge/dokku/properties.ts";
import { header } from "../edge/log.ts";
import { sayUnknownTypes } from "../tasks/app/unknown-type.ts";
import { mustBeProcessType, readAppJson, sayWhatIsMissing } from "./autoscale-rule.ts";

export const group = "Scaling";
export const usage = "APP PROCESS-TYPE min-replicas|max-replicas [VALUE]";
export const summary = "Set or unset the minimum or maximum number of pods for autoscaling";
export const details = [
  "The minimum or maximum number of pods of a process type. Without VALUE the bound is unset.",
  "Both bounds and a rule together make a HorizontalPodAutoscaler, or of a keda rule a ScaledObject. It then sets the scale instead of `dokku ps:scale`.",
  "It takes effect with the next deploy or at once with autoscale-apply.",
];
export const examples = ["node-js-app web max-replicas 10", "node-js-app web max-replicas"] as const;
export const seeAlso = ["autoscale-rule-add", "autoscale-apply", "docs/autoscaling.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words } = parse(call);
  const [app = "", type = "", name = "", value = ""] = words;
  await mustBeProcessType(app, type);
  const doing = `set ${name} of ${type} of ${app} to ${value}`;
  if (!isBound(name))
    throw new SchedulerError("BAD_PROPERTY", doing, [
      `there are only ${bounds.join(" and ")}${didYouMean(name, bounds)}`,
    ]);
  const appJson = await readAppJson(app);
  await changeProperties(app, (own) => {
    const stored = autoscaleOf(own, type);
    const wrong = wrongCount(name, value, isKedas(withFormation(stored, appJson, type, 1)));
    if (wrong !== null) {
      const example = `for example: dokku scheduler-kubernetes:autoscale-set ${app} ${type} ${name} 2`;
      throw new SchedulerError("BAD_PROPERTY", doing, [wrong], example);
    }
    const [min, max] = name === "min-replicas" ? [value, stored.maxReplicas] : [stored.minReplicas, value];
    if (min && max && Number(min) > Number(max))
      throw new SchedulerError("BAD_PROPERTY", doing, [`min-replicas would be ${min} and max-replicas ${max}`]);
    header(value === "" ? `Unsetting ${name} of ${type}` : `Setting ${name} of ${type} to ${value}`);
    return { [boundProperty(type, name)]: value === "" ? null : value };
  });
  if (value !== "") await sayUnknownTypes(app, [type]);
  await sayWhatIsMissing(app, type);
}

/** What is wrong with a bound; an empty one unsets it. */
function wrongCount(name: Bound, value: string, isKeda: boolean): string | null {
  const mayBeNone = name === "min-replicas" && isKeda;
  if (value === "" || /^[1-9]\d{0,8}$/.test(value) || (value === "0" && mayBeNone)) return null;
  return `it must be a number of pods, ${mayBeNone ? "0 or more" : "1 or more; only KEDA, with a keda rule, stops the last pod"}`;
}

const isBound = (name: string): name is Bound => (bounds as readonly string[]).includes(name);
