// Which share of its requests the routes of an app give to its canary, and that the Gateway has taken it.
import { SchedulerError } from "../../core/errors.ts";
import { type Place, placeName } from "../../core/model/cluster.ts";
import { type KubeObject, refOf } from "../../core/model/manifest.ts";
import { at } from "../../core/model/read.ts";
import { placeIn } from "../../core/model/record.ts";
import { isRoute } from "../../core/objects/routing.ts";
import { canaryServiceRef, isServed } from "../../core/plan/canary.ts";
import { divided, divisible, withShare } from "../../core/plan/weights.ts";
import { pause } from "../../edge/interruption.ts";
import { getAll, patch } from "../../edge/kube/kubectl.ts";
import { withPlace } from "../../edge/lock.ts";
import { readRecord } from "../../edge/record.ts";
import { ATTACHED_WITHIN, FOLLOWED_WITHIN, mustAttach } from "../routes/attached.ts";

/** Of a canary that is there. Throws ROLLOUT_FAILED where no route can give it, or the Gateway refuses that. */
export async function share(app: string, place: Place, percent: number): Promise<void> {
  const doing = `give the canary of ${app} ${percent}% of its requests`;
  if (await change(app, place, { doing, percent, meant: divisible })) return;
  const because = [`no route of ${app} in ${placeName(place)} sends requests to web any more`];
  throw new SchedulerError("ROLLOUT_FAILED", doing, because);
}

/** When this is done no request goes to the canary, which may go then. Nothing is done where none did. */
export async function shareNothing(app: string): Promise<void> {
  const record = await readRecord(app);
  if (record === null || !isServed(app, placeIn(record), record.objects)) return;
  const doing = `send all requests of ${app} to web`;
  if (await change(app, placeIn(record), { doing, percent: null, meant: divided })) await pause(FOLLOWED_WITHIN);
}

interface Change {
  readonly doing: string;
  readonly percent: number | null;
  /** The routes to change, of all and the canary's Service. */
  readonly meant: (app: string, live: readonly KubeObject[]) => readonly KubeObject[];
}

/** False where there is nothing to change. */
async function change(app: string, place: Place, { doing, percent, meant }: Change): Promise<boolean> {
  const changed = await withPlace(place, async () => {
    const refs = (await readRecord(app))?.objects.filter(isRoute) ?? [];
    const live = await getAll(doing, [...refs, canaryServiceRef(app, place)], place.cluster);
    const routes = meant(app, live).map((route) => withShare(app, route, percent));
    for (const route of routes)
      await patch(doing, refOf(route), { spec: { rules: at(route.spec, "rules") } }, place.cluster);
    return routes;
  });
  if (changed.length === 0) return false;
  await mustAttach(
    app,
    changed.map((object) => ({ ref: refOf(object), object })),
    place,
    ATTACHED_WITHIN,
  );
  return true;
}
