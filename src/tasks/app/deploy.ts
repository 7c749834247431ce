// The deploy: what Dokku knows of an app becomes its next release; then Dokku is told.
import { SchedulerError } from "../../core/errors.ts";
import type { App } from "../../core/model/app.ts";
import type { Cluster } from "../../core/model/cluster.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { leftOut } from "../../core/objects/docker-options.ts";
import { portsAsDeployed, primaryPort } from "../../core/objects/ports.ts";
import { routesOf } from "../../core/objects/routes.ts";
import { type ChangeSet, changes, inventory } from "../../core/plan/changes.ts";
import { secretsNamed } from "../../core/plan/history.ts";
import { seenFrom } from "../../core/plan/move.ts";
import { type AppAlone, readApp, readDomains } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readCertificate } from "../../edge/dokku/certificate.ts";
import { behindFormer, readOtherRoutes } from "../../edge/dokku/neighbours.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { fire } from "../../edge/dokku/plugn.ts";
import { recorded } from "../../edge/events.ts";
import { readHistory } from "../../edge/history.ts";
import { isSameCluster } from "../../edge/kube/kubeconfig.ts";
import { readPredecessors } from "../../edge/leftovers.ts";
import { withLock } from "../../edge/lock.ts";
import { warn } from "../../edge/log.ts";
import { readRecord } from "../../edge/record.ts";
import { removePredecessors, sayElsewhere, succeed } from "../leftovers/rename.ts";
import { runReleaseTask } from "../one-off/release-task.ts";
import { rollOut } from "../release/apply.ts";
import { readMountedClaims } from "../release/claims.ts";
import { readClusterState } from "../release/cluster-state.ts";
import { prepare } from "../render/render.ts";
import { leaveOtherPlaces } from "../routes/routes.ts";
import { run } from "../steps/steps.ts";

export interface DeployRequest {
  readonly app: string;
  /** The image tag Dokku named. */
  readonly tag: string;
  /** Only this process type is touched; null for all. */
  readonly processType: string | null;
  /** New pods even where nothing else changed. */
  readonly restart: boolean;
}

export async function deploy(request: DeployRequest): Promise<void> {
  await mustExist(request.app);
  await withLock(`app ${request.app}`, () => recorded(request.app, () => release(request)));
  // The lock is free again: a plugin that listens may run dokku commands on the app.
  const args = [request.app, "", "", request.tag];
  const ours = { DOKKU_KUBERNETES_DEPLOYING: request.app };
  await fire("core-post-deploy", args, ours);
  await fire("post-deploy", args, ours);
}

async function release(request: DeployRequest): Promise<void> {
  const place = await nextPlaceOf(request.app);
  const { cluster, namespace } = place;
  const [last, history] = await Promise.all([readRecord(request.app), readHistory(request.app)]);
  const before = last && seenFrom(cluster, last, isSameCluster);
  const predecessors = await readPredecessors(request.app);
  const stays = last !== null && isSameCluster(cluster, last.cluster);
  let app!: Omit<App, "otherRoutes">;

  await run([
    {
      title: `Reading ${request.app} from Dokku`,
      event: "read",
      run: async () => {
        const restarted = new Date().toISOString();
        const restartedAt = (type: string) => (restarts(request, type) ? restarted : (before?.restarts[type] ?? null));
        const read = readApp(request.app, request.tag, before, restartedAt);
        const [alone, { managed, takesOver }, claims] = await Promise.all([
          read,
          readClusterState(request.app, place, stays ? before : null),
          read.then((app) => readMountedClaims(app, place)),
        ]);
        mustRun(alone, request.processType);
        // Pods of web that stay as they are go on listening where they do.
        const staysWeb = before !== null && ![null, "web"].includes(request.processType);
        const ports = staysWeb ? portsAsDeployed(alone.ports, before.port) : alone.ports;
        app = { ...alone, ports, ...claims, takesOver, namespace: { name: namespace, managed } };
      },
    },
    {
      title: "Pods of both names cannot mount the claims at once: the old ones stop first",
      when: () => app.exclusiveClaims.length > 0 && predecessors.size > 0,
      run: () => removePredecessors(request.app),
    },
  ]);
  if (isNew(request) && app.properties["release-process-type"] !== "") {
    const otherRoutes = await readOtherRoutes(place, request.app);
    await runReleaseTask({ ...app, otherRoutes }, place, before?.objects ?? []);
  }
  await rollOut({
    app: request.app,
    place,
    last,
    before,
    history,
    rollbackTo: null,
    plan: async () => {
      // A `domains:add` or `certs:add` may have come between.
      const domains = await readDomains(request.app, app.env);
      const certificate = await readCertificate(request.app, before);
      const { otherRoutes, ...own } = await behindFormer({ ...app, domains }, place);
      app = { ...app, ...own, certificate };
      const release = await prepare({ ...app, otherRoutes });
      for (const line of leftOut(app)) warn(line);
      const { processType } = request;
      const change = changes(release, before, { processType, secretsInUse: secretsNamed(history) });
      return {
        app,
        release,
        change,
        record: recordOf(app, cluster, before, change),
        revision: app.env.GIT_REV ?? null,
      };
    },
  });
  await succeed(request.app);
  await leaveOtherPlaces(request.app);
  await sayElsewhere(request.app);
}

/** After a build, or new config: Dokku then names the image it has just made. */
function isNew({ tag, processType, restart }: DeployRequest): boolean {
  return tag === "latest" && processType === null && !restart;
}

function restarts({ restart, processType }: DeployRequest, type: string): boolean {
  return restart && (processType === null || processType === type);
}

function mustRun({ name, processes }: AppAlone, type: string | null): void {
  if (type === null || processes.some((process) => process.type === type)) return;
  const known = processes.map((process) => process.type).join(", ");
  throw new SchedulerError("NO_SUCH_OBJECT", `deploy ${type} of ${name}`, [
    `the app has no process type ${type}; it has: ${known}`,
  ]);
}

function recordOf(
  app: Omit<App, "otherRoutes">,
  cluster: Cluster,
  before: ReleaseRecord | null,
  { apply }: ChangeSet,
): ReleaseRecord {
  const restarts = app.processes.flatMap(({ type, restartedAt }) =>
    restartedAt === null ? [] : [[type, restartedAt] as const],
  );
  return {
    cluster,
    namespace: app.namespace,
    image: app.image,
    deployedAt: before?.deployedAt ?? null,
    objects: inventory(before, apply, []),
    elsewhere: before?.elsewhere ?? [],
    port: primaryPort(app.ports),
    routes: routesOf({ ...app, otherRoutes: [] }),
    stopped: false,
    exclusiveClaims: app.exclusiveClaims,
    optionClaims: app.optionClaims,
    restarts: Object.fromEntries(restarts),
  };
}
