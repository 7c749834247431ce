// What the doctor has to know of an app: Dokku's files, and what the next deploy would make of them.
import { access } from "node:fs/promises";
import type { AppFacts } from "../../core/doctor/facts.ts";
import { type SchedulerError, survived } from "../../core/errors.ts";
import type { App } from "../../core/model/app.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { leftOut } from "../../core/objects/left-out.ts";
import { routesOf } from "../../core/objects/routes.ts";
import { render } from "../../core/render/render.ts";
import { isKnown } from "../../edge/dns.ts";
import type { Asking } from "../../edge/dokku/app.ts";
import { readArchitecture } from "../../edge/dokku/image.ts";
import { type SharedReads, selectedScheduler } from "../../edge/dokku/neighbours.ts";
import { appRoot } from "../../edge/dokku/paths.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { readRegistry } from "../../edge/dokku/registry.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { readRecord } from "../../edge/record.ts";
import { explained, tolerated } from "../../edge/system.ts";
import { readTemplates } from "../../edge/templates.ts";
import { readOffline } from "../render/preview.ts";
import { validated } from "../render/render.ts";
import { copyStates } from "./site.ts";

/** Host names of an app that DNS is asked for. */
const HOSTS = 20;

export type SeenApp = Omit<AppFacts, "answers" | "pull">;

export async function readAppFacts(name: string, asking: Asking, reads: SharedReads): Promise<SeenApp> {
  const [record, place, rendered] = await Promise.all([
    tolerated(() => readRecord(name)),
    nextPlaceOf(name),
    rendering(name, asking, reads),
  ]);
  const reference = record?.image.reference ?? rendered.app?.image.reference ?? "";
  const [scheduler, registry, hasNginxConfig, copies, architecture, hosts] = await Promise.all([
    selectedScheduler(name),
    readRegistry(name, reference),
    access(`${appRoot(name)}/nginx.conf`).then(
      () => true,
      () => false,
    ),
    copyStates(name),
    readArchitecture(reference),
    hostsOf(rendered.app),
  ]);
  const isSettled =
    record !== null && record.namespace.name === place.namespace && isSameCluster(record.cluster, place.cluster);
  const leaves = rendered.app === null ? [] : leftOut(rendered.app);
  const files = { registry, hasNginxConfig, copies, architecture, hosts };
  return { name, scheduler, ...rendered, leftOut: leaves, record, place, isSettled, ...files, now: Date.now() };
}

interface Rendering {
  readonly app: App | null;
  readonly manifests: readonly Manifest[];
  readonly stopped: SchedulerError | null;
}

/** No hook of another plugin runs. */
async function rendering(name: string, asking: Asking, reads: SharedReads): Promise<Rendering> {
  let app: App | null = null;
  try {
    app = await readOffline(name, asking, reads);
    const { manifests } = await validated(app, render(app, await readTemplates(app)));
    return { app, manifests, stopped: null };
  } catch (thrown) {
    const stopped = survived(explained(thrown));
    return { app, manifests: [], stopped };
  }
}

async function hostsOf(app: App | null): Promise<AppFacts["hosts"]> {
  const hosts = app === null ? [] : routesOf(app).map(({ host }) => host);
  const known = hosts.slice(0, HOSTS).map(async (host) => [host, await isKnown(host)] as const);
  return Object.fromEntries(await Promise.all(known));
}
