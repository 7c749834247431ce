// The deploy: everything is rendered and validated before the first write, applied in one call, followed in one batch; then what the
// release no longer has is removed, and Dokku is told.
import { SchedulerError } from "../core/errors.ts";
import { postHooks } from "../core/hooks.ts";
import type { App } from "../core/model/app.ts";
import type { ReleaseRecord } from "../core/model/record.ts";
import { primaryPort } from "../core/objects/ports.ts";
import { routesOf } from "../core/objects/routes.ts";
import { isAppliedClientSide } from "../core/plan/adopt.ts";
import { type ChangeSet, changes, inventory } from "../core/plan/changes.ts";
import { type AppAlone, readApp, readDomains } from "../edge/dokku/app.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { findHooks } from "../edge/dokku/hooks.ts";
import { readOtherRoutes } from "../edge/dokku/neighbours.ts";
import { fire } from "../edge/dokku/plugn.ts";
import { readProperties } from "../edge/dokku/properties.ts";
import { mustHave } from "../edge/exec.ts";
import { apply, remove } from "../edge/kube/kubectl.ts";
import { withLock } from "../edge/lock.ts";
import { readRecord, updateRecord, writeRecord } from "../edge/record.ts";
import { readExclusiveClaims } from "./claims.ts";
import { runPostHooks } from "./hooks.ts";
import { makeWay } from "./make-way.ts";
import { prepare } from "./prepare.ts";
import { leaveOtherNamespaces } from "./routes.ts";
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
  const { namespace } = await readProperties(request.app);
  const before = await readRecord(request.app);
  let app: Omit<App, "otherRoutes">;
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
          readSurroundings(request.app, namespace, before),
          readExclusiveClaims(request.app, namespace),
        ]);
        mustRun(alone, request.processType);
        const takesOver = found.deployments.some(isAppliedClientSide);
        app = { ...alone, exclusiveClaims, takesOver, namespace: { name: namespace, managed: found.managed } };
        surroundings = found;
      },
    },
  ]);
  // The namespace's Ingress is made of what all its apps route: nobody else may change that between reading and applying it.
  await withLock(`namespace ${namespace}`, () =>
    run([
      {
        title: "Rendering and validating the manifests",
        run: async (step) => {
          // A `domains:add` may have come between.
          app = { ...app, domains: await readDomains(request.app, app.env) };
          const release = await prepare({ ...app, otherRoutes: await readOtherRoutes(namespace, request.app) });
          const { secretsInUse } = surroundings;
          change = changes(release, before, { processType: request.processType, secretsInUse });
          await mustBeFree(request.app, change.apply);
          await mustBeServed(request.app, change.apply);
          step.title = `Rendered and validated ${release.manifests.length} objects`;
        },
      },
      {
        title: `Applying to namespace ${namespace}`,
        run: async (step) => {
          // Nothing is applied that could not be followed.
          if (change.track.length > 0) await mustHave("kubedog");
          await makeWay(app, change, surroundings.deployments, step);
          // After that: both change who owns fields, and this one reads them anew.
          if (app.takesOver) await takeOver(request.app, change.apply, step);
          await apply(`apply ${change.apply.length} objects of ${request.app} to namespace ${namespace}`, change.apply);
          if (change.unroute.length > 0)
            await remove(`remove ${change.unroute.map(({ name }) => `Ingress ${name}`).join(", ")}`, change.unroute);
          await writeRecord(request.app, recordOf(app, before, change, before?.deployedAt ?? null));
          step.title = `Applied ${change.apply.length} objects to namespace ${namespace}`;
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
      run: (step) => track(request.app, namespace, change.track, step),
    },
    {
      title: "Removing what the release no longer has",
      when: () => change.prune.length > 0,
      run: async (step) => {
        await remove(`remove ${change.prune.length} objects of ${request.app}`, change.prune);
        step.title = `Removed ${change.prune.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`;
      },
    },
  ]);
  await withLock(`namespace ${namespace}`, () =>
    updateRecord(request.app, (record) => ({
      ...record,
      objects: inventory(record, change),
      deployedAt: new Date().toISOString(),
    })),
  );
  await leaveOtherNamespaces(request.app);
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
  before: ReleaseRecord | null,
  change: ChangeSet,
  deployedAt: string | null,
): ReleaseRecord {
  const restarts = app.processes.flatMap(({ type, restartedAt }) =>
    restartedAt === null ? [] : [[type, restartedAt] as const],
  );
  return {
    namespace: app.namespace,
    image: app.image,
    deployedAt,
    objects: inventory(before, { ...change, prune: [] }),
    port: primaryPort(app.ports),
    routes: routesOf({ ...app, otherRoutes: [] }),
    stopped: false,
    exclusiveClaims: app.exclusiveClaims,
    restarts: Object.fromEntries(restarts),
  };
}
