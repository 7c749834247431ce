// An app of very many pods, on nodes that kwok only pretends: API server, controllers, scheduler, kubedog and we have all of the work, and
// no container is started.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changedRelease, settle } from "./deploy.ts";
import { REPLICAS } from "./figures.ts";
import { seconds } from "./measure.ts";
import { env, namespace, onSite, pathOf, peakMemory, plugin, scratch, shell } from "./site.ts";

const APP = "crowd";
const NODES = 4;

export function replicas(): Record<string, number> {
  const kwok = pretend();
  try {
    return rollout();
  } finally {
    // Pods of a controller that is gone go in one call; one by one takes minutes.
    shell(`
      kubectl delete deployments,replicasets -n ${namespace()} -l app=${APP} --cascade=orphan
      kubectl delete --raw "/api/v1/namespaces/${namespace()}/pods?labelSelector=app%3D${APP}&gracePeriodSeconds=0" >/dev/null
      kubectl delete nodes -l type=kwok --wait=false`);
    process.kill(kwok);
  }
}

function rollout(): Record<string, number> {
  const source = scratch(APP);
  onSite(`
    create_app ${APP} ${namespace()}
    dokku scheduler-kubernetes:set ${APP} node-selector type=kwok
    dokku scheduler-kubernetes:set ${APP} tolerations kwok
    dokku scheduler-kubernetes:set ${APP} deploy-timeout 1200
    echo 0 >"$DOKKU_LIB_ROOT/config/checks/--global/default-wait"
    app_source ${source}
    push ${APP} ${source}
    dokku ps:scale ${APP} web=${REPLICAS}`);
  settle(namespace(), APP, REPLICAS);
  changedRelease(APP);
  const told = shims();
  let memory = 0;
  const took = seconds(() => {
    const path = `${told}:${env.PATH}`;
    memory = peakMemory(join(plugin, "scheduler-deploy"), ["kubernetes", APP, "latest", ""], { PATH: path });
  });
  const kubedog = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(join(told, "memory"), "utf8"))?.[1]) / 1024;
  return {
    scale_replicas_seconds: took,
    scale_replicas_memory_mb: memory,
    scale_replicas_kubedog_mb: kubedog,
    scale_replicas_kubectl: readdirSync(told).filter((name) => name.startsWith("call-")).length,
  };
}

/** The process of kwok. No other pod comes to its nodes. */
function pretend(): number {
  const node = (index: number) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: `kwok-${index}`, annotations: { "kwok.x-k8s.io/node": "fake" }, labels: { type: "kwok" } },
    spec: { taints: [{ key: "kwok", effect: "NoSchedule" }] },
  });
  const items = Array.from({ length: NODES }, (_, index) => node(index));
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { status, stderr } = spawnSync("kubectl", ["apply", "-f", "-"], { input, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`the nodes of kwok: ${stderr}`);
  const words = ["--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake", "--node-lease-duration-seconds=40"];
  const stages = `${shell("type -P kwok").trim()}.yaml`;
  const all = ["--kubeconfig", env.KUBECONFIG ?? "", "--config", stages, ...words];
  const { pid } = spawn("kwok", all, { env, stdio: "ignore" });
  if (pid === undefined) throw new Error("kwok cannot be started");
  return pid;
}

/** A folder for PATH whose programs write down there how often kubectl is called, and the most memory that kubedog takes. */
function shims(): string {
  const folder = scratch("shims");
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const scripts = {
    kubectl: `: >"$(mktemp ${folder}/call-XXXXXX)"\nexec ${pathOf("kubectl")} "$@"`,
    kubedog: `${pathOf("kubedog")} "$@" <&0 &\nwhile grep VmHWM /proc/$!/status >${folder}/new; do mv ${folder}/new ${folder}/memory; sleep 1; done 2>/dev/null\nwait $!`,
  };
  for (const [program, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, program), `#!/bin/bash\n${script}\n`);
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}
