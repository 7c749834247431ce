// Changes where an app is reached: its part of an Ingress, the certificate, the ports of its Service. Nothing else of it.

import { type App, appOf, type DokkuApp, type Route } from "../../core/model/app.ts";
import { isNamedAs, type Place, placeName } from "../../core/model/cluster.ts";
import type { Manifest, Ref } from "../../core/model/manifest.ts";
import { placeIn, type ReleaseRecord, recordedState } from "../../core/model/record.ts";
import { gatewayOf } from "../../core/objects/gateways.ts";
import { serviceName } from "../../core/objects/labels.ts";
import { portsAsDeployed, primaryPort } from "../../core/objects/ports.ts";
import { allRoutesOf } from "../../core/objects/routes.ts";
import { isChanging, isOnGateway } from "../../core/objects/routing.ts";
import { servicePorts } from "../../core/objects/service-ports.ts";
import { streamsOf } from "../../core/objects/streams.ts";
import { withoutShared } from "../../core/plan/foreign.ts";
import { hasHosts, otherPlaces, seenFrom, withObjects } from "../../core/plan/move.ts";
import { planRouting, type Routing } from "../../core/plan/plan.ts";
import { isRouting, isWeb } from "../../core/plan/routing-objects.ts";
import { takenHosts } from "../../core/plan/taken-hosts.ts";
import { keepingShare } from "../../core/plan/weights.ts";
import { readApp, WITHOUT_LOGIN } from "../../edge/dokku/app.ts";
import { readNeighbours, readOtherRoutes } from "../../edge/dokku/neighbours.ts";
import { pause } from "../../edge/interruption.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { allIngresses, getAll, remove, servedVersions } from "../../edge/kube/kubectl.ts";
import { withPlace } from "../../edge/lock.ts";
import { warn } from "../../edge/log.ts";
import { readRecord, readRecordsFrom } from "../../edge/record.ts";
import { readServerId } from "../../edge/server-id.ts";
import { warnOf } from "../../edge/system.ts";
import { mustBeServed } from "../release/api-versions.ts";
import { carryOut } from "../release/carry-out.ts";
import { settleIngresses } from "../release/ingresses.ts";
import { mustOwn } from "../release/ownership.ts";
import { prepare } from "../render/render.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";
import { ATTACHED_WITHIN, attaching, FOLLOWED_WITHIN, isAttached } from "./attached.ts";
import { readGatewayOf } from "./gateway.ts";

export interface RoutesRequest {
  /** False takes the app out of its Ingress. */
  readonly routed: boolean;
  /** The Service of `web` too, and what it names: its ports changed. */
  readonly ports: boolean;
}

/** What routes it in the other way goes. */
interface Changing extends RoutesRequest {
  readonly isDone: boolean;
}

/**
 * Makes the app's Ingress and certificate anew with the app's domains, ports and proxy of now. Everything else of the app is as it was
 * last deployed, so PORT too. Does nothing for an app that has nothing in the cluster.
 */
export async function updateRoutes(name: string, request: RoutesRequest): Promise<void> {
  const known = await readRecord(name);
  if (known === null) return;
  await update(name, known, { ...request, isDone: false });
  await completeChange(name);
  await sayTakenHosts(name, known.routes);
}

/**
 * After a release that routes the app by a Gateway instead of an Ingress, or the other way around: what it was routed by goes, once what
 * routes it now serves. When that is, no status of an Ingress tells.
 */
export async function completeChange(name: string): Promise<void> {
  const record = await readRecord(name);
  if (record === null || !isChanging(record.routes)) return;
  await step({
    title: `Waiting ${FOLLOWED_WITHIN / 1000} s until what routes ${name} now serves`,
    event: null,
    run: () => pause(FOLLOWED_WITHIN),
  });
  await update(name, record, { routed: true, ports: false, isDone: true });
}

async function update(name: string, known: ReleaseRecord, { routed, ports, isDone }: Changing): Promise<void> {
  const place = placeIn(known);
  const work = async (out: StepOutput): Promise<readonly Manifest[]> => {
    const record = (await readRecord(name)) ?? known;
    const stopped = record.stopped || !routed;
    const now = await readApp(name, null, record, undefined, WITHOUT_LOGIN);
    const served = isDone ? { ...record, routes: [] } : record;
    const app = await asDeployed(stopped ? atRest(now) : now, record, served, place);
    const routes = allRoutesOf(app);
    const isPart = (ref: Ref) => isRouting(name, ref) || (ports && isWeb(name, ref));
    const recordOf = (objects: readonly Ref[]) => ({ ...record, stopped, routes, objects });
    const routing = { place, objects: record.objects, isPart, keeps: isChanging(routes), recordOf };
    const applied = await route(app, routing, out);
    if (ports) out.output = portsReport(app, now);
    const streams = streamsOf(app).map(({ protocol, port }) => `${protocol} port ${port}`);
    const [first = null] = routes;
    out.title =
      first === null && streams.length === 0
        ? `No Ingress of ${placeName(place)} routes anything to ${name}`
        : `${routerOf(app, first, place)} routes ${[...new Set([...routes.map(({ host }) => host), ...streams])].join(", ")}`;
    return applied;
  };
  const applied = await step({
    title: `Updating the ${known.routes.some(isOnGateway) ? `routes of ${name} in` : "Ingress of"} ${placeName(place)}`,
    event: null,
    run: (out) => withPlace(place, () => work(out)),
  });
  if (applied.some(isAttached)) await step(attaching(name, applied, place, ATTACHED_WITHIN));
}

/** `first` is null where it routes ports alone. */
function routerOf(app: App, first: Route | null, place: Place): string {
  const ingress = first?.ingress ?? null;
  if (ingress !== null) return `Ingress ${ingress} of ${placeName(place)}`;
  const { namespace, name } = gatewayOf(app);
  return `Gateway ${namespace}/${name}`;
}

/** Rebuilds a shared Ingress from what its apps route now; without any route it is removed. */
export async function renewShared(place: Place, ingress: string): Promise<void> {
  const routes = await readOtherRoutes(place, null);
  const isIn = (route: Route) => route.namespace === place.namespace && route.ingress === ingress;
  const [owner = null, ...others] = new Set(routes.filter(isIn).map(({ app }) => app));
  if (owner !== null) {
    // Only one that has a record can speak for all; the next deploy of another does.
    for (const app of [owner, ...others])
      if ((await readRecord(app)) !== null) return updateRoutes(app, { routed: true, ports: false });
    return;
  }
  const ref = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: place.namespace, name: ingress };
  await withPlace(place, () => remove(`remove Ingress ${ingress} of ${placeName(place)}`, [ref], place.cluster));
}

/**
 * After a move to another namespace or cluster: the host names have to leave the Ingresses and Gateways of the one before. Its other objects stay.
 * An error of another cluster does not stop the deploy.
 */
export async function leaveOtherPlaces(name: string): Promise<void> {
  const record = await readRecord(name);
  if (record === null) return;
  for (const place of otherPlaces(record, record.namespace.name)) {
    if (isNamedAs(place.cluster, record.cluster)) await leave(name, place);
    else await leave(name, place).catch(warnOf);
  }
}

/** Only hosts that were not routed before: nothing is asked for the others. The original's Ingress is ours by now. */
export async function sayTakenHosts(name: string, before: readonly Route[]): Promise<void> {
  const record = await readRecord(name);
  if (record === null) return;
  const hosts = record.routes.map(({ host }) => host).filter((host) => !before.some((old) => old.host === host));
  if (hosts.length === 0) return;
  const ingresses = await allIngresses(record.cluster);
  for (const line of takenHosts(name, hosts, ingresses, await readServerId())) warn(line);
}

function leave(name: string, place: Place): Promise<void> {
  const work = async (out: StepOutput) => {
    // A write waits long for an unreachable cluster, a read does not.
    await servedVersions(place.cluster);
    const record = await readRecord(name);
    if (record === null) return;
    const { objects } = seenFrom(place.cluster, record, isSameCluster);
    const app = await asDeployed(
      atRest(await readApp(name, null, record, undefined, WITHOUT_LOGIN)),
      record,
      record,
      place,
    );
    const isPart = (ref: Ref) => isRouting(name, ref);
    const stays = (ref: Ref) => !hasHosts(ref) || ref.namespace !== place.namespace;
    const recordOf = (left: readonly Ref[]) => withObjects(record, place.cluster, left.filter(stays));
    await route(app, { place, objects, isPart, keeps: false, recordOf }, out);
  };
  const title = `Removing the routes of ${name} from ${placeName(place)}`;
  return step({ title, event: null, run: (out) => withPlace(place, () => work(out)) });
}

/** What Dokku knows now, where the app's pods are those of `release`; `record` is of now. */
export async function asDeployed(
  now: DokkuApp,
  release: Pick<ReleaseRecord, "port" | "deployedAt">,
  record: ReleaseRecord,
  place: Place,
): Promise<App> {
  const gateway = await readGatewayOf(now, place.cluster);
  const state = { ...recordedState(record, { name: place.namespace, managed: false }), ...gateway };
  const neighbours = await readNeighbours(place, now.name, release.deployedAt === null);
  return appOf({ ...now, ports: portsAsDeployed(now.ports, release.port) }, state, neighbours);
}

/** One that serves nobody is routed nowhere. */
const atRest = (app: DokkuApp): DokkuApp => ({
  ...app,
  processes: app.processes.map((process) => ({ ...process, quantity: 0 })),
});

function portsReport(app: App, now: DokkuApp): string {
  const ports = servicePorts(app, "web").map(({ port, protocol }) => (protocol === "UDP" ? `${port}/udp` : `${port}`));
  const listens = `Service ${serviceName(app.name, "web")} listens on ${ports.join(", ")}`;
  const [port, next] = [primaryPort(app.ports), primaryPort(now.ports)];
  if (port === next) return listens;
  return `${listens}\nPORT is ${port} until the next deploy makes it ${next}: dokku ps:restart ${app.name}`;
}

/** Renders what routes to the app, makes it so and records it. */
async function route(
  app: App,
  routing: Omit<Routing, "app" | "manifests">,
  out: StepOutput,
): Promise<readonly Manifest[]> {
  const { cluster } = routing.place;
  const release = await prepare(app, routing.isPart);
  await mustBeServed(app.name, release.manifests, cluster);
  const refs = release.manifests.map(({ ref }) => ref);
  const live = await getAll(`look for what routes to ${app.name}`, refs, cluster);
  const { manifests: rendered } = withoutShared(release, live, await readServerId());
  const manifests = keepingShare(app.name, rendered, live);
  await mustOwn(app.name, manifests, live, await readRecordsFrom(cluster), cluster);
  const plan = planRouting({ ...routing, app: app.name, manifests });
  await carryOut({ ...plan, ...(await settleIngresses(app.name, plan.apply, live, cluster)) }, out);
  return manifests;
}
