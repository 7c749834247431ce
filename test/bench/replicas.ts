// An app of very many pods, and many apps of some, on nodes that kwok only pretends: API server, controllers, scheduler, kubedog and we have all of
// the work, and no container is started.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "../../src/core/model/manifest.ts";
import { render } from "../../src/core/render/render.ts";
import { templates } from "../unit/fixtures.ts";
import { changedRelease, settle } from "./deploy.ts";
import { REPLICAS } from "./figures.ts";
import { type Figures, median, seconds, timesOf } from "./measure.ts";
import { other, siteOf } from "./scale.ts";
import {
  cpuSeconds,
  deployedApp,
  env,
  namespace,
  onSite,
  pathOf,
  peakMemory,
  plugin,
  run,
  scratch,
  shell,
} from "./site.ts";

const APP = "crowd";
const NODES = 4;
/** Other apps, and the pods of each. */
const OTHERS = 200;
const PODS = 5;
const ROUNDS = 5;

export function replicas(): Figures {
  const kwok = pretend();
  try {
    return { ...besideOthers(), ...rollout() };
  } finally {
    shell("kubectl delete nodes -l type=kwok --wait=false");
    process.kill(kwok);
  }
}

/** All in one namespace. Dokku knows of the other apps from the beginning, and then their pods come. */
function besideOthers(): Figures {
  const { app } = deployedApp(1);
  const names = Array.from({ length: OTHERS }, (_, index) => `other-${index}`);
  const site = siteOf("beside", OTHERS);
  const deploy = () => {
    settle(namespace(), app, 1);
    return cpuSeconds(join(plugin, "scheduler-deploy"), ["kubernetes", app, "latest", ""], {
      ...site,
      DOKKU_COMMAND: "ps:restart",
    });
  };
  const status = ["scheduler-kubernetes:status"];
  const [alone = []] = timesOf(ROUNDS, deploy);
  create(names.map(deploymentOf));
  const selector = `app in (${names.join(",")})`;
  try {
    shell(
      `kubectl wait deployments -n ${namespace()} -l '${selector}' --for condition=available --timeout 600s >/dev/null`,
    );
    const [among = [], told = []] = timesOf(ROUNDS, deploy, () =>
      seconds(() => run(join(plugin, "subcommands/status"), status, site)),
    );
    return { scale_apps_deploy_ratio: median(among) / median(alone), scale_apps_status_seconds: told };
  } finally {
    clear(selector);
  }
}

function deploymentOf(name: string): KubeObject {
  const objects = render(other(name, namespace()), templates()).map(({ object }) => object);
  const found = objects.find(({ kind }) => kind === "Deployment") as KubeObject;
  const spec = found.spec as { readonly template: { readonly spec: object } };
  const pod = { ...spec.template.spec, nodeSelector: { type: "kwok" }, tolerations: [{ key: "kwok" }] };
  return { ...found, spec: { ...spec, replicas: PODS, template: { ...spec.template, spec: pod } } };
}

function rollout(): Figures {
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
  clear(`app=${APP}`);
  const kubedog = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(join(told, "memory"), "utf8"))?.[1]) / 1024;
  return {
    scale_replicas_seconds: took,
    scale_replicas_memory_mb: memory,
    scale_replicas_kubedog_mb: kubedog,
    scale_replicas_kubectl: readdirSync(told).filter((name) => name.startsWith("call-")).length,
  };
}

/** Pods of a controller that is gone go in one call; one by one takes minutes. */
function clear(selector: string): void {
  const query = `labelSelector=${encodeURIComponent(selector)}&gracePeriodSeconds=0`;
  shell(`
    kubectl delete deployments,replicasets -n ${namespace()} -l '${selector}' --cascade=orphan >/dev/null
    kubectl delete --raw "/api/v1/namespaces/${namespace()}/pods?${query}" >/dev/null`);
}

function create(items: readonly object[]): void {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { status, stderr } = spawnSync("kubectl", ["apply", "--server-side", "-f", "-"], {
    input,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`kubectl apply: ${stderr}`);
}

/** The process of kwok. No other pod comes to its nodes. */
function pretend(): number {
  const node = (index: number) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: `kwok-${index}`, annotations: { "kwok.x-k8s.io/node": "fake" }, labels: { type: "kwok" } },
    spec: { taints: [{ key: "kwok", effect: "NoSchedule" }] },
  });
  create(Array.from({ length: NODES }, (_, index) => node(index)));
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
