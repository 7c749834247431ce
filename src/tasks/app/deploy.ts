// The deploy: what Dokku knows of an app becomes its next release; then Dokku is told.

import { SchedulerError } from "../../core/errors.ts";
import { type App, appOf, type ClusterState, type DokkuApp } from "../../core/model/app.ts";
import type { Cluster, Place } from "../../core/model/cluster.ts";
import { entryOf } from "../../core/model/read.ts";
import type { ReleaseFacts, ReleaseRecord } from "../../core/model/record.ts";
import { schemasOfAnother, skewed } from "../../core/model/versions.ts";
import { leftOut } from "../../core/objects/left-out.ts";
import { portsAsDeployed, primaryPort } from "../../core/objects/ports.ts";
import { allRoutesOf } from "../../core/objects/routes.ts";
import { touchedType } from "../../core/plan/changes.ts";
import { workloadOf } from "../../core/plan/deployments.ts";
import { secretsNamed } from "../../core/plan/history.ts";
import { seenFrom } from "../../core/plan/move.ts";
import type { Wanted } from "../../core/plan/plan.ts";
import { fingerprint, mustBeAsPlanned, type SavedPlan } from "../../core/plan/saved-plan.ts";
import { readCanary } from "../../core/properties/canary.ts";
import { noProcessType } from "../../core/words/nearest.ts";
import { type Asking, readAgain, readApp } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readNeighbours, type SharedReads } from "../../edge/dokku/neighbours.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { fire } from "../../edge/dokku/plugn.ts";
import { recorded } from "../../edge/events.ts";
import { writeFailure } from "../../edge/failure.ts";
import { readHistory } from "../../edge/history.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { readPredecessors } from "../../edge/leftovers.ts";
import { withLock } from "../../edge/lock.ts";
import { step as sayStep, warn } from "../../edge/log.ts";
import { readRecord } from "../../edge/record.ts";
import { settleRepository } from "../../edge/repository-templates.ts";
import { readSchemas } from "../../edge/schemas.ts";
import { withCanary } from "../canary/canary.ts";
import { completeRename, removePredecessors, sayElsewhere } from "../leftovers/rename.ts";
import { runReleaseTask } from "../one-off/release-task.ts";
import { layOutAhead, type RollOut, rollOut } from "../release/apply.ts";
import { readClusterState } from "../release/cluster-state.ts";
import { prepare } from "../render/render.ts";
import { completeChange, leaveOtherPlaces, sayTakenHosts } from "../routes/routes.ts";
import { step } from "../steps/steps.ts";
import { sayRefusedScale } from "./refused-scale.ts";

export interface DeployRequest {
  readonly app: string;
  /** The image tag Dokku named. */
  readonly tag: string;
  /** Only this process type is touched; null for all. */
  readonly processType: string | null;
  /** New pods even where nothing else changed. */
  readonly restart: boolean;
  /** What the release has to be, exactly; null for whatever it is. */
  readonly agreed: SavedPlan | null;
  /** Its release task has run, and a canary has tried it. */
  readonly isTried: boolean;
}

/** Errors before a deploy has begun: what `logs:failed` shows of the last one stays. */
const NO_FAILURES: readonly string[] = ["NO_SUCH_APP", "INTERRUPTED", "LOCKED", "PLAN_OUTDATED"];

/** What stops it is kept for `dokku logs:failed`. */
export async function deploy(request: DeployRequest): Promise<void> {
  const { app } = request;
  try {
    await deployed(request);
  } catch (error) {
    const isFailure = error instanceof SchedulerError && !NO_FAILURES.includes(error.code);
    if (isFailure) await writeFailure(app, error);
    throw error;
  }
  // Since we were started: what the user waited for.
  sayStep(`Deployed ${app} in ${(performance.now() / 1000).toFixed(1)} s`);
}

async function deployed(request: DeployRequest): Promise<void> {
  await mustExist(request.app);
  await withLock(`app ${request.app}`, async () => {
    await recorded(request.app, () => release(request));
    await settleRepository(request.app);
  });
  // The lock is free again: a plugin that listens may run dokku commands on the app.
  const args = [request.app, "", "", request.tag];
  const ours = { DOKKU_KUBERNETES_DEPLOYING: request.app };
  await fire("core-post-deploy", args, ours);
  await fire("post-deploy", args, ours);
}

async function release(request: DeployRequest): Promise<void> {
  const predecessors = await readPredecessors(request.app);
  const past = await readPast(request.app);
  const { place, before } = past;
  const known = await step({
    title: `Reading ${request.app} from Dokku`,
    event: "read",
    run: () => read(request, past),
  });
  const { dokku, state } = known;
  const job = jobOf(request, past, known);
  // Before a release task runs; it is laid out again with nobody else at work.
  if (request.agreed !== null)
    mustBeAsPlanned(
      request.agreed,
      fingerprint(await layOutAhead(job), dokku.properties["release-process-type"] || null),
    );
  if (state.exclusiveClaims.length > 0 && predecessors.size > 0)
    await step({
      title: "Pods of both names cannot mount the claims at once: the old ones stop first",
      event: null,
      run: () => removePredecessors(request.app),
    });
  const isUntried = isNew(request) && !request.isTried;
  if (isUntried && dokku.properties["release-process-type"] !== "") {
    const app = appOf(dokku, state, await readNeighbours(place, request.app, false));
    await runReleaseTask(app, place, before?.objects ?? []);
  }
  const steps = isUntried ? (readCanary(dokku.properties.canary) ?? []) : [];
  await withCanary(job, steps, (last) => rollOut(jobOf(request, { ...past, ...recordsOf(place, last) }, known)));
  await completeChange(request.app);
  await sayTakenHosts(request.app, before?.routes ?? []);
  await completeRename(request.app);
  await leaveOtherPlaces(request.app);
  await sayElsewhere(request.app);
}

/** What a deploy would roll out. Nothing is written. */
export async function readJob(request: DeployRequest, asking?: Asking): Promise<RollOut> {
  const past = await readPast(request.app);
  return jobOf(request, past, await read(request, past, asking));
}

type Past = Pick<RollOut, "place" | "last" | "before" | "history">;

/** Says where the cluster runs another scale than Dokku's. */
async function readPast(app: string): Promise<Past> {
  const place = await nextPlaceOf(app);
  const [last, history] = await Promise.all([readRecord(app), readHistory(app)]);
  await sayRefusedScale(app, history);
  return { place, ...recordsOf(place, last), history };
}

const recordsOf = ({ cluster }: Place, last: ReleaseRecord | null) => ({
  last,
  before: last && seenFrom(cluster, last, isSameCluster),
});

function jobOf(request: DeployRequest, past: Past, known: Known): RollOut {
  const type = touchedType(request.processType, past.before);
  const want: RollOut["want"] = (isBeside, reads) => wanted(type, known, past, isBeside, reads);
  return { app: request.app, ...past, rollbackTo: null, agreed: request.agreed, want };
}

interface Known {
  readonly dokku: DokkuApp;
  readonly state: ClusterState;
}

/** What Dokku and the cluster say, asked at once. */
async function read(request: DeployRequest, { place, last, before }: Past, how?: Asking): Promise<Known> {
  const stays = last !== null && isSameCluster(place.cluster, last.cluster);
  const reading = readDokku(request, before, how);
  const asking = readClusterState(request.app, reading, place, stays ? before : null);
  const [dokku, state] = await Promise.all([reading, asking]);
  mustRun(dokku, request.processType);
  return { dokku, state };
}

async function wanted(
  processType: string | null,
  { dokku, state }: Known,
  { place, before, history }: Past,
  isBeside: boolean,
  reads: SharedReads,
): Promise<Wanted> {
  const latest = await readAgain(dokku, before);
  const app = appOf(latest, state, await readNeighbours(place, dokku.name, true, isBeside, reads));
  const release = await prepare(app);
  for (const line of leftOut(app)) warn(line);
  for (const line of await versionWarnings(app)) warn(line);
  return {
    release,
    place,
    workload: workloadOf(app),
    processType,
    secretsInUse: secretsNamed(history),
    record: before,
    facts: factsOf(app, place.cluster, before),
    revision: app.env.GIT_REV ?? null,
  };
}

async function versionWarnings(app: App): Promise<readonly string[]> {
  const { versions } = app;
  if (versions === null) return [];
  const { minor } = await readSchemas(app, []);
  return [...(skewed(versions) ?? []), ...schemasOfAnother(versions, minor)];
}

/** After a build, or new config: Dokku then names the image it has just made. */
function isNew({ tag, processType, restart }: DeployRequest): boolean {
  return tag === "latest" && processType === null && !restart;
}

function restarts({ restart, processType }: DeployRequest, type: string): boolean {
  return restart && (processType === null || processType === type);
}

async function readDokku(request: DeployRequest, before: ReleaseRecord | null, how?: Asking): Promise<DokkuApp> {
  const restarted = new Date().toISOString();
  const restartedAt = (type: string) =>
    restarts(request, type) ? restarted : (entryOf(before?.restarts, type) ?? null);
  const app = await readApp(request.app, request.tag, before, restartedAt, how);
  // Unchanged pods of web keep listening where they do.
  const staysWeb = before !== null && ![null, "web"].includes(touchedType(request.processType, before));
  return staysWeb ? { ...app, ports: portsAsDeployed(app.ports, before.port) } : app;
}

function mustRun({ name, processes }: DokkuApp, type: string | null): void {
  if (type === null || processes.some((process) => process.type === type)) return;
  const types = processes.map((process) => process.type);
  throw new SchedulerError("NO_SUCH_OBJECT", `deploy ${type} of ${name}`, [noProcessType(type, types)]);
}

function factsOf(app: App, cluster: Cluster, before: ReleaseRecord | null): ReleaseFacts {
  const restarts = app.processes.flatMap(({ type, restartedAt }) =>
    restartedAt === null ? [] : [[type, restartedAt] as const],
  );
  return {
    cluster,
    namespace: app.namespace,
    image: app.image,
    deployedAt: before?.deployedAt ?? null,
    elsewhere: before?.elsewhere ?? [],
    port: primaryPort(app.ports),
    routes: allRoutesOf(app),
    stopped: false,
    exclusiveClaims: app.exclusiveClaims,
    optionClaims: app.optionClaims,
    restarts: Object.fromEntries(restarts),
    versions: app.versions,
    controllerNamespace: app.controllerNamespaces?.[0] ?? null,
  };
}
