// Apps of one namespace deployed side by side, again and again: every host name is in the shared Ingress at the end of every round.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, namespace, onSite, plugin, scratch, shell } from "../site.ts";
import { tell } from "./tell.ts";

const APPS = 20;
/** An hour on two cores; fewer by ROUNDS=10. */
const ROUNDS = Number(process.env.ROUNDS ?? 100);

export async function parallel(): Promise<Record<string, number>> {
  const apps = Array.from({ length: APPS }, (_, n) => `parallel-${n + 1}`);
  for (const app of apps) {
    onSite(`
      create_app ${app} ${namespace()}
      [[ -d ${scratch("parallel")} ]] || app_source ${scratch("parallel")}
      dokku ps:scale ${app} web=1 worker=0
      push ${app} ${scratch("parallel")}`);
  }
  let lost = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    const hosts = apps.map((app) => `${app}-${round}.example.test`);
    // As domains:set stores it, whose own update of the Ingress would do the deploy's work.
    for (const [n, app] of apps.entries()) writeFileSync(join(env.DOKKU_ROOT ?? "", app, "VHOST"), `${hosts[n]}\n`);
    const codes = await Promise.all(apps.map(deploy));
    const failed = apps.filter((_, n) => codes[n] !== 0);
    if (failed.length > 0) tell(`round ${round}: the deploys of ${failed.join(", ")} failed`);
    const routed = routedHosts();
    const missing = hosts.filter((host) => !routed.has(host));
    if (missing.length > 0) tell(`round ${round}: not in app-ingress: ${missing.join(", ")}`);
    lost += missing.length;
  }
  return { parallel_apps: APPS, rounds: ROUNDS, lost_hosts: lost };
}

function deploy(app: string): Promise<number | null> {
  const child = spawn(join(plugin, "scheduler-deploy"), ["kubernetes", app, "latest", ""], { env, stdio: "ignore" });
  return new Promise((done) => child.on("close", done));
}

function routedHosts(): ReadonlySet<string> {
  const { spec } = JSON.parse(shell(`kubectl --namespace ${namespace()} get ingress app-ingress --output json`)) as {
    spec: { rules: { host: string }[] };
  };
  return new Set(spec.rules.map(({ host }) => host));
}
