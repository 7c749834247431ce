// What every trigger on the host pays: the guard before node, and the start of node.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Figures, ratiosOf, seconds, timesOf } from "./measure.ts";
import { asDokku, env, onSite, plugin, run } from "./site.ts";

const quick = (program: string, args: readonly string[]) => () =>
  seconds(() => {
    if (spawnSync(program, args, { env, ...asDokku() }).status !== 0) run(program, args);
  });

export function guard(): Figures {
  const ours = quick(join(plugin, "scheduler-deploy"), ["docker-local", "other", "latest", ""]);
  const [wrapped = [], bare = []] = timesOf(200, ours, quick("bash", ["-c", ":"]));
  return { guard_ratio: ratiosOf(wrapped, bare) };
}

export function start(): Figures {
  onSite("dokku apps:create small; dokku scheduler-kubernetes:set small namespace small");
  const bundle = join(plugin, "bin/scheduler-kubernetes.cjs");
  const ours = (...words: readonly string[]) => quick("node", [bundle, "command", ...words]);
  const ways = [ours("report", "small"), ours("set", "small", "namespace", "small"), ours("show-manifest", "small")];
  const [bare = [], ...all] = timesOf(20, quick("node", ["-e", "0"]), ...ways);
  const [report = [], set = [], show = []] = all;
  return {
    start_ratio: ratiosOf(report, bare),
    start_ratio_set: ratiosOf(set, bare),
    start_ratio_show_manifest: ratiosOf(show, bare),
  };
}
