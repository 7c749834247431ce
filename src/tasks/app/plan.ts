// What a deploy would do, of one app or of all: the deploy's own way, left before its first write.
import { type SchedulerError, survived } from "../../core/errors.ts";
import { clusterName, placeName } from "../../core/model/cluster.ts";
import { type Canary, canaryOf } from "../../core/plan/canary.ts";
import { otherPlaces } from "../../core/plan/move.ts";
import type { Wanted } from "../../core/plan/plan.ts";
import { type Preview, previewOf } from "../../core/plan/preview.ts";
import { fingerprint, type SavedPlan } from "../../core/plan/saved-plan.ts";
import { type CanaryStep, readCanary } from "../../core/properties/canary.ts";
import type { Planned } from "../../core/words/plan-report.ts";
import { type Asking, questionsOf } from "../../edge/dokku/app.ts";
import { mustExist, visibleApps } from "../../edge/dokku/apps.ts";
import { isDeployed, mustRunHere, readOnce, type SharedReads } from "../../edge/dokku/neighbours.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { askAhead } from "../../edge/dokku/plugn.ts";
import { readProperties } from "../../edge/dokku/properties.ts";
import { readPredecessors } from "../../edge/leftovers.ts";
import { gatherWarnings, warn } from "../../edge/log.ts";
import { explained } from "../../edge/system.ts";
import { askCluster } from "../release/accepted.ts";
import { layOut, type RollOut } from "../release/apply.ts";
import { removable } from "../release/prune.ts";
import { inLanes } from "../steps/lanes.ts";
import { asRecorded } from "../templates/check.ts";
import { readJob } from "./deploy.ts";

interface Plan {
  readonly preview: Preview;
  readonly saved: SavedPlan;
}

/** Throws NO_SUCH_APP, and whatever would stop a deploy before its first write. */
export async function planDeploy(app: string): Promise<Plan> {
  await mustExist(app);
  await mustRunHere(app);
  let warnings: readonly string[] = [];
  try {
    const made = await gatherWarnings(
      () => plan(app),
      (lines) => {
        warnings = lines;
      },
    );
    return { ...made, preview: { ...made.preview, warnings } };
  } catch (error) {
    for (const line of warnings) warn(line);
    throw error;
  }
}

async function plan(app: string, asking?: Asking, reads?: SharedReads): Promise<Plan> {
  const request = { app, tag: "latest", processType: null, restart: false, agreed: null, isTried: false };
  const job = await readJob(request, asking);
  const properties = await readProperties(app);
  const task = properties["release-process-type"] || null;
  const laid = await layOut(job, reads);
  const { wanted, plan, live, past } = laid;
  const canary = canaryOf(wanted, live, job.history);
  const [answer, removed, others] = await Promise.all([
    askCluster(plan, live),
    removable(app, [...plan.first.unscale, ...plan.remove, ...plan.prune], job.place),
    notesOf(job, wanted, task),
  ]);
  const notes = [...others, ...canaryNotes(canary, readCanary(properties.canary) ?? [])];
  const told = plan.migrates ? [...notes, MIGRATES] : notes;
  const seen = { wanted, plan, live, answer, removed, release: past.number, config: past.config, notes: told };
  return { preview: previewOf(seen), saved: fingerprint(laid, task) };
}

const MIGRATES =
  "objects of the bash plugin are taken over: what only they have goes as well, which no dry run can show";

function canaryNotes(canary: Canary | string, steps: readonly CanaryStep[]): readonly string[] {
  if (typeof canary === "string" || steps.length === 0) return [];
  const how = canary.service === null ? "" : ", by the weights of its routes";
  return [`a canary of web comes first${how}: ${steps.map(({ text }) => text).join(", ")}`];
}

/** What a deploy does beside the release. */
async function notesOf(
  { app, before, place }: RollOut,
  { facts }: Wanted,
  task: string | null,
): Promise<readonly string[]> {
  const predecessors = await readPredecessors(app);
  const left = before === null ? [] : otherPlaces(before, place.namespace);
  const when = facts.exclusiveClaims.length > 0 ? "before the new pods start" : "once the new pods serve";
  return [
    ...(task === null ? [] : [`the release task ${task} runs first`]),
    ...[...predecessors.keys()].map((name) => `what ran as ${name} is removed ${when}`),
    ...left.map((one) => `its hosts leave ${placeName(one)}`),
  ];
}

/** Apps that Dokku is asked about at once, and how often that at a time: each runs kubectl. */
const WIDTH = { atOnce: 8, lanes: 2 };

/** Of all that Dokku calls deployed on Kubernetes, and the user may see, with the images that run. */
export async function planAll(): Promise<readonly Planned[]> {
  const apps = await visibleApps();
  const deployed = await Promise.all(apps.map(isDeployed));
  const reads = readOnce();
  const away = new Map<string, SchedulerError>();
  return inLanes(
    apps.filter((_, index) => deployed[index]),
    WIDTH,
    async (batch) => {
      const ask = await askAhead(batch.flatMap(questionsOf));
      return Promise.all(batch.map((app) => planned(app, asRecorded(ask), reads, away)));
    },
  );
}

/** A cluster that did not answer, by its name in `away`, is not asked again. */
async function planned(
  app: string,
  asking: Asking,
  reads: SharedReads,
  away: Map<string, SchedulerError>,
): Promise<Planned> {
  let name = "";
  let warnings: readonly string[] = [];
  const keep = (lines: readonly string[]) => {
    warnings = lines;
  };
  try {
    name = clusterName((await nextPlaceOf(app)).cluster) ?? "";
    const before = away.get(name);
    if (before !== undefined) return { app, plan: null, stopped: before };
    const { preview } = await gatherWarnings(() => plan(app, asking, reads), keep);
    return { app, plan: { ...preview, warnings }, stopped: null };
  } catch (thrown) {
    const stopped = survived(explained(thrown));
    if (stopped.code === "CLUSTER_UNREACHABLE") away.set(name, stopped);
    return { app, plan: null, stopped };
  }
}
