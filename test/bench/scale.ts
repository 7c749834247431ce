// What a server with many apps costs a command that is about one of them, or about all. Their files are written as Dokku and we leave them:
// to deploy a thousand would take days.
import { once } from "node:events";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import type { App } from "../../src/core/model/app.ts";
import { DEFAULT_CLUSTER } from "../../src/core/model/cluster.ts";
import { refOf } from "../../src/core/model/manifest.ts";
import type { ReleaseRecord } from "../../src/core/model/record.ts";
import { allRoutesOf } from "../../src/core/objects/routes.ts";
import { changes } from "../../src/core/plan/changes.ts";
import { keptManifests } from "../../src/core/plan/history-manifests.ts";
import { render } from "../../src/core/render/render.ts";
import { validate } from "../../src/core/validate/validate.ts";
import { app, schemas, templates } from "../unit/fixtures.ts";
import { settle } from "./deploy.ts";
import { COUNTS, FEW, MANY, SOME } from "./figures.ts";
import { type Figures, median, ratiosOf, seconds, timesOf } from "./measure.ts";
import { asDokku, cpuSeconds, deployedApp, env, namespace, onSite, peakMemory, plugin, run, scratch } from "./site.ts";

const ROUNDS = 3;
const NAMESPACES = 50;

type Words = readonly string[];
const SHOW: Words = ["subcommands/show-manifest", "scheduler-kubernetes:show-manifest", "asked"];
const REPORT: Words = ["subcommands/report", "scheduler-kubernetes:report"];
const DEPLOYED = 1;
const DEPLOY: Words = ["scheduler-deploy", "kubernetes", `types-${DEPLOYED}`, "latest", ""];

function inMany(index: number) {
  return { namespace: `space-${index % NAMESPACES}`, isOriginal: false, context: null };
}

/** How the others of a server came to be, and where they are. */
const KINDS = {
  /** Deployed, in the namespace of the app that is asked about. */
  together: (_: number) => ({ namespace: "asked", isOriginal: false, context: null }),
  /** Deployed, in many namespaces. */
  spread: inMany,
  /** Deployed to a context that they name; the app asked about names none. */
  contexts: (_: number) => ({ namespace: "asked", isOriginal: false, context: "site" }),
  /** Deployed, in the namespace of an app that is deployed again. */
  beside: (_: number) => ({ namespace: namespace(), isOriginal: false, context: null }),
  /** The same, in many namespaces. */
  elsewhere: inMany,
  /** Deployed by the original plugin, and not since. */
  original: (_: number) => ({ namespace: "asked", isOriginal: true, context: null }),
};
type Kind = keyof typeof KINDS;

export async function scale(): Promise<Figures> {
  onSite(`
    dokku apps:create asked; dokku scheduler:set asked selected kubernetes; dokku scheduler-kubernetes:set asked namespace asked
    dokku domains:set asked asked.example.test www.asked.example.test; dokku proxy:set asked nginx-ingress`);
  const figures: Record<string, number | readonly number[]> = {};
  for (const [name, words, kind] of [
    ["show_manifest", SHOW, "together"],
    ["show_manifest_spread", SHOW, "spread"],
    ["show_manifest_contexts", SHOW, "contexts"],
    ["show_manifest_original", SHOW, "original"],
    ["report", REPORT, "together"],
  ] as const)
    Object.assign(figures, cpuOf(name, words, kind));
  const { app } = deployedApp(DEPLOYED);
  for (const [name, kind] of [
    ["deploy", "beside"],
    ["deploy_spread", "elsewhere"],
  ] as const)
    Object.assign(figures, deploysOf(name, kind, app));
  const memory = COUNTS.map((count) => peakMemory(...call(SHOW), siteOf("together", count)));
  const bytes = COUNTS.map(historyBytes);
  for (const [index, count] of COUNTS.entries()) {
    figures[`scale_memory_mb_${count}`] = memory[index] ?? Number.NaN;
    figures[`scale_history_bytes_${count}`] = bytes[index] ?? Number.NaN;
  }
  return {
    ...figures,
    scale_memory_mb_exponent: exponent(memory),
    scale_history_bytes_exponent: exponent(bytes),
    scale_silent_seconds: await silentSeconds(),
  };
}

/** Of the status of all apps, one after the other as `ps:report` asks. */
async function silentSeconds(): Promise<number> {
  const site = siteOf("together", SOME);
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(site.DOKKU_ROOT, ".kube/config"), KUBECONFIG.replace(SERVER, `127.0.0.1:${port}`));
  const took = seconds(() => {
    for (let index = 0; index < SOME; index++)
      run(join(plugin, "scheduler-app-status"), ["kubernetes", `other-${index}`], site);
  });
  server.close();
  return took;
}

/** CPU seconds of all programs at each count, in turns; what one app more takes, in ms; and how it grows. */
function cpuOf(name: string, words: Words, kind: Kind): Figures {
  const times = timesOf(ROUNDS, ...COUNTS.map((count) => () => cpuSeconds(...call(words), siteOf(kind, count))));
  const [few = [], many = []] = [FEW, MANY].map((count) => times[COUNTS.indexOf(count)]);
  return {
    ...Object.fromEntries(COUNTS.map((count, index) => [`scale_${name}_${count}`, times[index] ?? []])),
    [`scale_${name}_ms_each`]: many.map((time, round) => (1000 * (time - (few[round] ?? 0))) / (MANY - FEW)),
    [`scale_${name}_exponent`]: exponent(times.map(median)),
  };
}

/** CPU seconds of a deploy that replaces a pod, its kubectl and kubedog included, and the memory of our process. */
function deploysOf(name: string, kind: Kind, app: string): Figures {
  const again = (count: number) => ({ ...siteOf(kind, count), DOKKU_COMMAND: "ps:restart" });
  const deploy = (count: number) => {
    settle(namespace(), app, DEPLOYED);
    return cpuSeconds(...call(DEPLOY), again(count));
  };
  const [few = [], many = []] = timesOf(ROUNDS, ...[FEW, MANY].map((count) => () => deploy(count)));
  settle(namespace(), app, DEPLOYED);
  return {
    [`scale_${name}_${FEW}`]: few,
    [`scale_${name}_${MANY}`]: many,
    [`scale_${name}_ratio`]: ratiosOf(many, few),
    [`scale_${name}_memory_mb`]: peakMemory(...call(DEPLOY), again(MANY)),
  };
}

const call = ([wrapper = "", ...args]: Words) => [join(plugin, wrapper), args] as const;

/** The slope of the line through the logarithms: 1 where twice the apps take twice as much. */
function exponent(values: readonly number[]): number {
  const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [x, y] = [COUNTS, values].map((all) => all.map(Math.log)) as [number[], number[]];
  const [middle, height] = [mean(x), mean(y)];
  const rise = mean(x.map((one, index) => (one - middle) * ((y[index] ?? Number.NaN) - height)));
  return rise / mean(x.map((one) => (one - middle) ** 2));
}

type Site = Readonly<Record<"DOKKU_ROOT" | "DOKKU_LIB_ROOT", string>>;
const sites = new Map<string, Site>();

/** The environment of a copy of the site with so many other apps, other-0 and so on; the plugin stays where it is. */
export function siteOf(kind: Kind, count: number): Site {
  const folder = scratch(`scale-${kind}-${count}`);
  const site = { DOKKU_ROOT: join(folder, "home"), DOKKU_LIB_ROOT: join(folder, "lib") };
  if (sites.has(folder)) return site;
  cpSync(env.DOKKU_ROOT ?? "", site.DOKKU_ROOT, { recursive: true });
  for (const part of ["config", "data", "VERSION"])
    cpSync(join(env.DOKKU_LIB_ROOT ?? "", part), join(site.DOKKU_LIB_ROOT, part), { recursive: true });
  mkdirSync(join(site.DOKKU_ROOT, ".kube"), { recursive: true });
  // Who deploys has the cluster's own.
  if (!["beside", "elsewhere"].includes(kind)) writeFileSync(join(site.DOKKU_ROOT, ".kube/config"), KUBECONFIG);
  for (let index = 0; index < count; index++) addOther(site, `other-${index}`, KINDS[kind](index));
  asDokku();
  onSite(`give_to_dokku ${folder}; ln -s "$DOKKU_LIB_ROOT/scheduler-kubernetes" ${site.DOKKU_LIB_ROOT}`);
  sites.set(folder, site);
  return site;
}

const SERVER = "127.0.0.1:1";
const KUBECONFIG = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "site", cluster: { server: `https://${SERVER}` } }],
  contexts: [{ name: "site", context: { cluster: "site", user: "site" } }],
  users: [{ name: "site", user: { token: "none" } }],
  "current-context": "site",
});

function addOther(
  site: Site,
  name: string,
  { namespace, isOriginal, context }: ReturnType<(typeof KINDS)[Kind]>,
): void {
  const put = (file: string, text: string) => {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  };
  const config = (plugin: string, property: string, text: string) =>
    put(join(site.DOKKU_LIB_ROOT, "config", plugin, name, property), text);
  const shop = other(name, namespace);
  put(join(site.DOKKU_ROOT, name, "VHOST"), `${shop.domains.join("\n")}\n`);
  config("common", "deployed", "true");
  config("scheduler", "selected", "kubernetes");
  config("proxy", "type", "nginx-ingress");
  config("ps", "scale", "web=1\n");
  config("scheduler-kubernetes", "namespace", namespace);
  config("scheduler-kubernetes", "imagePullSecrets", "registry");
  if (isOriginal) return;
  if (context !== null) config("scheduler-kubernetes", "kube-context", context);
  const record = { ...recordOf(shop), cluster: { ...DEFAULT_CLUSTER, context } };
  put(
    join(site.DOKKU_LIB_ROOT, "data/scheduler-kubernetes", name, "release.json"),
    `${JSON.stringify(record, null, 2)}\n`,
  );
}

export const other = (name: string, namespace: string): App =>
  app({
    name,
    namespace: { name: namespace, managed: false },
    domains: [`${name}.example.test`, `www.${name}.example.test`],
  });

const recordOf = (shop: App): ReleaseRecord => ({
  cluster: DEFAULT_CLUSTER,
  namespace: shop.namespace,
  image: shop.image,
  deployedAt: "2026-01-01T00:00:00.000Z",
  objects: render(shop, templates()).map(({ object }) => refOf(object)),
  elsewhere: [],
  port: 80,
  routes: allRoutesOf(shop),
  stopped: false,
  exclusiveClaims: [],
  optionClaims: [],
  restarts: {},
  versions: { server: "1.34", kubectl: "1.34", asked: "2026-01-01T00:00:00.000Z" },
  controllerNamespace: null,
});

/** Of a release in the namespace of so many others. */
function historyBytes(count: number): number {
  const others = Array.from({ length: count }, (_, index) => allRoutesOf(other(`other-${index}`, "asked"))).flat();
  const shop = { ...other("asked", "asked"), otherRoutes: others };
  const { release } = validate(shop, render(shop, templates()), schemas);
  if (release === null) throw new Error("the objects are not valid");
  const plan = changes(release, null, { processType: null, secretsInUse: [], keepsRoutes: false });
  const past = { record: recordOf(shop), manifests: keptManifests(release, plan, null) };
  return JSON.stringify(past, null, 2).length;
}
