// What every trigger on the host pays: the guard before node, and the start of node.
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { ratio, seconds } from "./measure.ts";
import { env, onSite, plugin, run } from "./site.ts";

const quick = (program: string, args: readonly string[]) => () =>
  seconds(() => {
    if (spawnSync(program, args, { env }).status !== 0) run(program, args);
  });

export function guard(): Record<string, number> {
  const ours = quick(join(plugin, "scheduler-deploy"), ["docker-local", "other", "latest", ""]);
  return { guard_ratio: ratio(200, ours, quick("bash", ["-c", ":"])) };
}

export function start(): Record<string, number> {
  onSite("dokku apps:create small");
  const bundle = resolve("bin/scheduler-kubernetes.cjs");
  const ours = quick("node", [bundle, "command", "report", "small"]);
  return { start_ratio: ratio(40, ours, quick("node", ["-e", "0"])) };
}
