// What a look ahead costs: all that a deploy does before its first write, and a dry run.
import { join } from "node:path";
import { medians, seconds } from "./measure.ts";
import { deployedApp, plugin, run } from "./site.ts";

export function plan(): Record<string, number> {
  const { app } = deployedApp(5);
  const args = ["scheduler-kubernetes:plan", app];
  const [median = Number.NaN] = medians(5, () => seconds(() => void run(join(plugin, "subcommands/plan"), args)));
  return { plan_seconds: median };
}
