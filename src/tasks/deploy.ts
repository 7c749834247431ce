// The deploy: everything is rendered and validated before the first write, applied in one call, followed in one batch; then what the
// release no longer has is removed, and Dokku is told.
import { SchedulerError } from "../core/errors.ts";
import { postHooks } from "../core/hooks.ts";
import type { App } from "../core/model/app.ts";
import { type Cluster, placeName } from "../core/model/cluster.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { portsAsDeployed, primaryPort } from "../core/objects/ports.ts";
import { routesOf } from "../core/objects/routes.ts";
import { isAppliedClientSide } from "../core/plan/adopt.ts";
import { type ChangeSet, changes, inventory } from "../core/plan/changes.ts";
import { seenFrom } from "../core/plan/move.ts";
import { type AppAlone, readApp, readDomains } from "../edge/dokku/app.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { findHooks } from "../edge/dokku/hooks.ts";
import { readOtherRoutes } from "../edge/dokku/neighbours.ts";
import { nextPlaceOf } from "../edge/dokku/place.ts";
import { fire } from "../edge/dokku/plugn.ts";
import { mustHave } from "../edge/exec.ts";
import { isSameCluster } from "../edge/kube/kubeconfig.ts";
import { apply, remove } from "../edge/kube/kubectl.ts";
import { withLock, withPlace } from "../edge/lock.ts";
import { readRecord, updateRecord, writeRecord } from "../edge/record.ts";
import { readExclusiveClaims } from "./claims.ts";
import { runPostHooks } from "./hooks.ts";
import { makeWay } from "./make-way.ts";
import { prepare } from "./prepare.ts";
import { runReleaseTask } from "./release-task.ts";
import { leaveOtherPlaces } from "./routes.ts";
import { run } from "./run.ts";
import { mustBeServed } from "./served.ts";
import { readSurroundings, type Surroundings } from "./surroundings.ts";
import { takeOver } from "./take-over.ts";
import { mustBeFree } from "./taken.ts";
import { track } from "./track.ts";

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
  await withLock(`app ${request.app}`, () => release(request));
  // The lock is free again: a plugin that listens may run dokku commands on the app.
  const args = [request.app, "", "", request.tag];
  const ours = { DOKKU_KUBERNETES_DEPLOYING: request.app };
  await fire("core-post-deploy", args, ours);
  await fire("post-deploy", args, ours);
}

async function release(request: DeployRequest): Promise<void> {
  const place = await nextPlaceOf(request.app);
  const { cluster, namespace } = place;
  const last = await readRecord(request.app);
  const before = last && seenFrom(cluster, last, isSameCluster);
  const stays = last !== null && isSameCluster(cluster, last.cluster);
  let app!: Omit<App, "otherRoutes">;
  let surroundings: Surroundings;
  let change: ChangeSet;

  await run([
    {
      title: `Reading ${request.app} from Dokku`,
      run: async () => {
        const restarted = new Date().toISOString();
        const restartedAt = (type: string) => (restarts(request, type) ? restarted : (before?.restarts[type] ?? null));
        const [alone, found, exclusiveClaims] = await Promise.all([
          readApp(request.app, request.tag, before, restartedAt),
          readSurroundings(request.app, place, stays ? before : null),
          readExclusiveClaims(request.app, place),
        ]);
        mustRun(alone, request.processType);
        const takesOver = found.deployments.some(isAppliedClientSide);
        // Pods of web that stay as they are go on listening where they do.
        const staysWeb = before !== null && ![null, "web"].includes(request.processType);
        const ports = staysWeb ? portsAsDeployed(alone.ports, before.port) : alone.ports;
        app = { ...alone, ports, exclusiveClaims, takesOver, namespace: { name: namespace, managed: found.managed } };
        surroundings = found;
      },
    },
  ]);
  if (isNew(request) && app.properties["release-process-type"] !== "") {
    const otherRoutes = await readOtherRoutes(place, request.app);
    await runReleaseTask({ ...app, otherRoutes }, place, before?.objects ?? []);
  }
  // The namespace's Ingress is made of what all its apps route: nobody else may change that between reading and applying it.
  await withPlace(place, () =>
    run([
      {
        title: "Rendering and validating the manifests",
        run: async (step) => {
          // A `domains:add` may have come between.
          app = { ...app, domains: await readDomains(request.app, app.env) };
          const release = await prepare({ ...app, otherRoutes: await readOtherRoutes(place, request.app) });
          const { secretsInUse } = surroundings;
          change = changes(release, before, { processType: request.processType, secretsInUse });
          await mustBeFree(request.app, change.apply, cluster);
          await mustBeServed(request.app, change.apply, cluster);
          step.title = `Rendered and validated ${release.manifests.length} objects`;
        },
      },
      {
        title: `Applying to ${placeName(place)}`,
        run: async (step) => {
          // Nothing is applied that could not be followed.
          if (change.track.length > 0) await mustHave("kubedog");
          await makeWay(app, change, surroundings.deployments, cluster, step);
          // After that: both change who owns fields, and this one reads them anew.
          if (app.takesOver) await takeOver(request.app, change.apply, cluster, step);
          await apply(
            `apply ${change.apply.length} objects of ${request.app} to ${placeName(place)}`,
            change.apply,
            cluster,
          );
          if (change.unroute.length > 0)
            await remove(
              `remove ${change.unroute.map(({ name }) => `Ingress ${name}`).join(", ")}`,
              change.unroute,
              cluster,
            );
          await writeRecord(request.app, recordOf(app, cluster, before, change));
          step.title = `Applied ${change.apply.length} objects to ${placeName(place)}`;
        },
      },
    ]),
  );
  const hooks = await findHooks(postHooks);
  await run([
    {
      title: "Telling other plugins what was applied",
      when: () => hooks.length > 0,
      run: () => runPostHooks(request.app, change.apply, hooks),
    },
    {
      title: "Waiting for the new pods",
      when: () => change.track.length > 0,
      run: (step) => track(request.app, place, change.track, step),
    },
    {
      title: "Removing what the release no longer has",
      when: () => change.prune.length > 0,
      run: async (step) => {
        await remove(`remove ${change.prune.length} objects of ${request.app}`, change.prune, cluster);
        step.title = `Removed ${change.prune.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`;
      },
    },
  ]);
  await withPlace(place, () =>
    updateRecord(request.app, (record) => ({
      ...record,
      objects: inventory(record, change),
      deployedAt: new Date().toISOString(),
    })),
  );
  await leaveOtherPlaces(request.app);
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
  change: ChangeSet,
): ReleaseRecord {
  const restarts = app.processes.flatMap(({ type, restartedAt }) =>
    restartedAt === null ? [] : [[type, restartedAt] as const],
  );
  return {
    cluster,
    namespace: app.namespace,
    image: app.image,
    deployedAt: before?.deployedAt ?? null,
    objects: inventory(before, { ...change, prune: [] }),
    elsewhere: before?.elsewhere ?? [],
    port: primaryPort(app.ports),
    routes: routesOf({ ...app, otherRoutes: [] }),
    stopped: false,
    exclusiveClaims: app.exclusiveClaims,
    restarts: Object.fromEntries(restarts),
  };
}
