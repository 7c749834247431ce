// What a look ahead costs: all that a deploy does before its first write, and a dry run.
import { join } from "node:path";
import { type Figures, seconds, timesOf } from "./measure.ts";
import { deployedApp, plugin, run } from "./site.ts";

export function plan(): Figures {
  const { app } = deployedApp(5);
  const args = ["scheduler-kubernetes:plan", app];
  const [times = []] = timesOf(5, () => seconds(() => void run(join(plugin, "subcommands/plan"), args)));
  return { plan_seconds: times };
}
