// What a look at an app costs: calls of kubectl, and time.
import { join } from "node:path";
import { type Figures, seconds, timesOf } from "./measure.ts";
import { trace } from "./programs.ts";
import { deployedApp, plugin, run } from "./site.ts";

export function status(): Figures {
  const { app } = deployedApp(5);
  const words = ["subcommands/status", "scheduler-kubernetes:status", app] as const;
  const [wrapper, ...args] = words;
  const [times = []] = timesOf(9, () => seconds(() => void run(join(plugin, wrapper), args)));
  const calls = trace(words).own.filter(([program]) => program === "kubectl").length;
  return { status_calls: calls, status_seconds: times };
}
