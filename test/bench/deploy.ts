// A deploy by us against the same manifests by hand: one `kubectl apply -f -` and one `kubedog multitrack`, pods roll in both.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SIZES } from "./figures.ts";
import { type Figures, ratiosOf, seconds, timesOf } from "./measure.ts";
import { deployedApp, env, onSite, pathOf, plugin, run, scratch } from "./site.ts";

const ROUNDS = 7;
const REAL = { PLUGN_WEIGHT: "real" };

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly input: string;
}

export function deploy(): Figures {
  const figures: Record<string, readonly number[]> = {};
  for (const size of SIZES) {
    const { app, namespace } = deployedApp(size);
    const calls = capture(app);
    const [light = [], real = [], theirs = [], least = [], leastReal = []] = timesOf(
      ROUNDS,
      () => byUs(app, namespace, size, {}),
      () => byUs(app, namespace, size, REAL),
      () => byHand(calls, namespace, size),
      () => besides(app, {}),
      () => besides(app, REAL),
    );
    const plusHand = (times: readonly number[]) => times.map((time, round) => time + (theirs[round] ?? Number.NaN));
    figures[`deploy_ratio_${size}`] = ratiosOf(light, theirs);
    figures[`deploy_ratio_real_${size}`] = ratiosOf(real, theirs);
    figures[`deploy_ratio_least_${size}`] = ratiosOf(plusHand(least), theirs);
    figures[`deploy_ratio_least_real_${size}`] = ratiosOf(plusHand(leastReal), theirs);
    figures[`deploy_seconds_${size}`] = light;
  }
  return figures;
}

/** What nobody who deploys for Dokku with node can leave out: its start, and what Dokku's own plugins do after a deploy. */
function besides(app: string, weight: Record<string, string>): number {
  const hooks = `"$PLUGIN_ENABLED_PATH"/*/{core-post-deploy,post-deploy}`;
  const script = `set -eu; node -e 0; for hook in ${hooks}; do [[ ! -x $hook ]] || "$hook" "$@"; done`;
  return seconds(() =>
    run("bash", ["-c", script, "bash", app, "", "", "latest"], { ...weight, DOKKU_KUBERNETES_DEPLOYING: app }),
  );
}

let change = 0;

/** A release that differs from the one before in its env, as most do. */
export function changedRelease(app: string): void {
  onSite(`dokku config:set --no-restart ${app} CHANGE=${++change}`);
}

function byUs(app: string, namespace: string, size: number, weight: Record<string, string>): number {
  changedRelease(app);
  settle(namespace, app, size);
  return seconds(() => run(join(plugin, "scheduler-deploy"), ["kubernetes", app, "latest", ""], weight));
}

function byHand(calls: readonly Call[], namespace: string, size: number): number {
  const release = calls.map((call) => ({ ...call, input: renamed(call.input, ++change) }));
  settle(namespace, `types-${size}`, size);
  return seconds(() => {
    for (const { program, args, input } of release) {
      const result = spawnSync(program, args, { input, env, encoding: "utf8", maxBuffer: 1 << 28 });
      if (result.status !== 0) throw new Error(`${program} by hand: ${result.stdout}${result.stderr}`);
    }
  });
}

/** The env Secret by another name: its Deployments roll as after a change of the config. */
function renamed(input: string, to: number): string {
  return input.replaceAll(/(types-\d+-env-)[a-z0-9]+/g, `$1byhand${to}`);
}

/** Waits until nothing of the rollout before is left, so that its end does not count in the next one. */
export function settle(namespace: string, app: string, size: number): void {
  onSite(`
    for _ in {1..300}; do
      (($(kubectl get pods -n ${namespace} -l app=${app} --no-headers 2>/dev/null | wc -l) == ${size})) && exit
      sleep 0.2
    done
    echo "the pods of ${app} do not settle"; exit 1`);
}

/** What our deploy says to kubectl apply and kubedog: their argv and stdin, taken by shims before PATH in a run that is not measured. */
function capture(app: string): readonly Call[] {
  const folder = scratch(`capture-${app}`);
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  for (const program of ["kubectl", "kubedog"]) {
    const real = pathOf(program);
    const taken = program === "kubectl" ? "apply" : "multitrack";
    writeFileSync(
      join(folder, program),
      `#!/bin/bash
[[ " $* " == *" ${taken} "* ]] || exec ${real} "$@"
printf '%s\\0' "$@" >${folder}/${program}.args
tee ${folder}/${program}.input | ${real} "$@"
exit "\${PIPESTATUS[1]}"
`,
    );
    chmodSync(join(folder, program), 0o755);
  }
  changedRelease(app);
  run(join(plugin, "scheduler-deploy"), ["kubernetes", app, "latest", ""], { PATH: `${folder}:${env.PATH}` });
  return ["kubectl", "kubedog"].map((program) => ({
    program,
    args: readFileSync(join(folder, `${program}.args`), "utf8")
      .split("\0")
      .slice(0, -1),
    input: readFileSync(join(folder, `${program}.input`), "utf8"),
  }));
}
