// What a look at everything around an app costs: calls of kubectl, and time.
import { join } from "node:path";
import { type Figures, seconds, timesOf } from "./measure.ts";
import { trace } from "./programs.ts";
import { deployedApp, plugin, run } from "./site.ts";

/** Its exit code: here it is typed by root, and the host has no DNS. */
const WARNED = 1;

export function doctor(): Figures {
  const { app } = deployedApp(5);
  const words = ["subcommands/doctor", "scheduler-kubernetes:doctor", app] as const;
  const [wrapper, ...args] = words;
  const [times = []] = timesOf(9, () => seconds(() => void run(join(plugin, wrapper), args, {}, WARNED)));
  const calls = trace(words, WARNED).own.filter(([program]) => program === "kubectl").length;
  return { doctor_calls: calls, doctor_seconds: times };
}
