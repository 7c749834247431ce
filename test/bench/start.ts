// What every trigger on the host pays: the guard before node, and the start of node.
import { execFileSync, type SpawnSyncOptions, spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Figures, ratiosOf, seconds, timesOf } from "./measure.ts";
import { env, onSite, plugin, run, scratch } from "./site.ts";

const quick =
  (program: string, args: readonly string[], as: SpawnSyncOptions = {}) =>
  () =>
    seconds(() => {
      if (spawnSync(program, args, { env, ...as }).status !== 0) run(program, args);
    });

export function guard(): Figures {
  const ours = quick(join(plugin, "scheduler-deploy"), ["docker-local", "other", "latest", ""]);
  const [wrapped = [], bare = []] = timesOf(200, ours, quick("bash", ["-c", ":"]));
  return { guard_ratio: ratiosOf(wrapped, bare) };
}

/** As on a server, with what V8 has compiled beforehand, which root keeps and has for Dokku alone. */
function asDokku(): SpawnSyncOptions {
  if (process.getuid?.() !== 0) return {};
  // The other programs that it sees to are not run.
  const programs = scratch("programs");
  onSite(`
    mkdir ${programs}; ln -s /bin/true ${programs}/kubectl; ln -s /bin/true ${programs}/kubedog
    PATH=$PATH:${programs} dokku plugin:install-dependencies`);
  const [uid, gid] = ["-u", "-g"].map((which) => Number(execFileSync("id", [which, "dokku"])));
  return { uid, gid, cwd: "/" };
}

export function start(): Figures {
  onSite("dokku apps:create small; dokku scheduler-kubernetes:set small namespace small");
  const bundle = join(plugin, "bin/scheduler-kubernetes.cjs");
  const as = asDokku();
  const ours = (...words: readonly string[]) => quick("node", [bundle, "command", ...words], as);
  const ways = [ours("report", "small"), ours("set", "small", "namespace", "small"), ours("show-manifest", "small")];
  const [bare = [], ...all] = timesOf(20, quick("node", ["-e", "0"], as), ...ways);
  const [report = [], set = [], show = []] = all;
  return {
    start_ratio: ratiosOf(report, bare),
    start_ratio_set: ratiosOf(set, bare),
    start_ratio_show_manifest: ratiosOf(show, bare),
  };
}
