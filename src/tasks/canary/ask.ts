// What people want of a canary: the deploy that watches it reads it in the cluster; where that was killed, it is done here.
import { SchedulerError } from "../../core/errors.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import type { PastRelease } from "../../core/model/past-release.ts";
import { placeIn } from "../../core/model/record.ts";
import { canaryLabel, hasLabels, isOf, processName } from "../../core/objects/labels.ts";
import { isRoute } from "../../core/objects/routing.ts";
import { ASKED, type Asked, canaryRef } from "../../core/plan/canary.ts";
import { readCanary } from "../../core/properties/canary.ts";
import { type CanaryReport, canaryReport } from "../../core/words/canary-report.ts";
import { readProperties } from "../../edge/dokku/properties.ts";
import { readNewest } from "../../edge/history.ts";
import { get, getAll, patch } from "../../edge/kube/kubectl.ts";
import { withLock } from "../../edge/lock.ts";
import { detail } from "../../edge/log.ts";
import { readRecord } from "../../edge/record.ts";
import { deploy } from "../app/deploy.ts";
import { step } from "../steps/steps.ts";
import { removeCanary } from "./canary.ts";

export async function readReport(app: string): Promise<CanaryReport> {
  const [record, { canary: text }] = await Promise.all([readRecord(app), readProperties(app)]);
  const steps = readCanary(text) ?? [];
  if (record === null) return canaryReport(app, steps, null, null, []);
  const place = placeIn(record);
  const [canary, web, routes] = await Promise.all([
    find(app, place),
    get("deployment", processName(app, "web"), place),
    getAll(`look for the routes of ${app}`, record.objects.filter(isRoute), place.cluster),
  ]);
  return canaryReport(app, steps, canary, web, routes);
}

async function find(app: string, place: Place): Promise<KubeObject | null> {
  const found = await get("deployment", canaryRef(app, place).name, place);
  return found !== null && isOf(app, found) && hasLabels(found, canaryLabel) ? found : null;
}

/** Waits until it is done. Throws NO_SUCH_OBJECT where there is no canary, ROLLOUT_FAILED where it went otherwise. */
export async function ask(app: string, wanted: Asked): Promise<void> {
  const record = await readRecord(app);
  const place = record && placeIn(record);
  if (place === null || (await find(app, place)) === null) throw none(app, wanted, place);
  const before = await readNewest(app);
  const doing = `${wanted} the canary of ${app}`;
  await patch(doing, canaryRef(app, place), { metadata: { annotations: { [ASKED]: wanted } } }, place.cluster);
  // The deploy that watches it has the lock until it has done that.
  const isLeft = await withLock(`app ${app}`, () => settle(app, wanted, place));
  if (isLeft) return deploy({ app, tag: "latest", processType: null, restart: false, agreed: null, isTried: true });
  const now = await readNewest(app);
  const isDeployed = now !== null && now.number !== before?.number && now.outcome === "deployed";
  if (isDeployed !== (wanted === "promote")) throw otherwise(app, doing, isDeployed ? now : null);
  detail(isDeployed ? `${app} runs release ${now.number}` : `${app} runs as before`);
}

/** Whether there is one to promote that nobody watches. */
async function settle(app: string, wanted: Asked, place: Place): Promise<boolean> {
  if ((await find(app, place)) === null) return false;
  if (wanted === "promote") return true;
  await step({
    title: `Removing the canary of ${app}`,
    event: null,
    run: (out) => removeCanary(app, out),
  });
  return false;
}

function none(app: string, wanted: Asked, place: Place | null): SchedulerError {
  const why = place === null ? "the app has never been deployed" : `there is none in ${placeName(place)}`;
  const next = `see what became of it: dokku scheduler-kubernetes:history ${app}`;
  return new SchedulerError("NO_SUCH_OBJECT", `${wanted} the canary of ${app}`, [why], next);
}

function otherwise(app: string, doing: string, made: PastRelease | null): SchedulerError {
  if (made === null)
    return new SchedulerError("ROLLOUT_FAILED", doing, ["its deploy failed"], `see why: dokku logs:failed ${app}`);
  const because = `it came too late: release ${made.number} has all requests`;
  return new SchedulerError("ROLLOUT_FAILED", doing, [because], `dokku scheduler-kubernetes:rollback ${app}`);
}
