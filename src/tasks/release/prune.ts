// What a release no longer has is removed once it serves, config that nothing reads while its pods are waited for. Where there is nothing, no
// program runs.
import { survived } from "../../core/errors.ts";
import type { Place } from "../../core/model/cluster.ts";
import { isAmong, key, type Ref, refOf } from "../../core/model/manifest.ts";
import { isContentName } from "../../core/objects/content-name.ts";
import { appSelector } from "../../core/objects/labels.ts";
import { inventory } from "../../core/plan/changes.ts";
import { isCustom } from "../../core/plan/custom.ts";
import { isForeign } from "../../core/plan/foreign.ts";
import { secretsOf } from "../../core/plan/secrets.ts";
import { emit } from "../../edge/events.ts";
import { getAll, list, remove } from "../../edge/kube/kubectl.ts";
import { withPlace } from "../../edge/lock.ts";
import { warn } from "../../edge/log.ts";
import { readOtherOwners, updateRecord } from "../../edge/record.ts";
import type { StepOutput } from "../steps/step-line.ts";
import { step } from "../steps/steps.ts";
import { keptClaimLines } from "./kept-claims.ts";

export async function prune(app: string, gone: readonly Ref[], place: Place): Promise<void> {
  const refs = await unneeded(
    app,
    gone.filter((ref) => !isOldConfig(app, ref)),
    place,
  );
  if (refs.length === 0) return;
  const title = "Removing what the release no longer has";
  await step({ title, event: "prune", run: (out) => removeOurs(app, refs, place, out) });
  await withPlace(place, () => updateRecord(app, (record) => ({ ...record, objects: inventory(record, [], refs) })));
}

/** A Secret of config is made again under another name: whatever becomes of a release, one that no kept release names is not needed. */
const isOldConfig = (app: string, { kind, name }: Ref) => kind === "Secret" && isContentName(app, "env", name);

/** Gives what is not there afterwards. What fails is said, and left for the next release. */
export async function removeOldConfig(app: string, gone: readonly Ref[], place: Place): Promise<readonly Ref[]> {
  const old = gone.filter((ref) => isOldConfig(app, ref));
  if (old.length === 0) return [];
  try {
    const live = await list(["replicasets", "secrets"], appSelector(app), place);
    const needed = live.flatMap(secretsOf);
    const unneeded = old.filter(({ name }) => !needed.includes(name));
    const ours = live.filter((object) => isAmong(unneeded, refOf(object)) && !isForeign(app, object));
    const refs = ours.map(refOf);
    await remove(`remove ${refs.length} Secrets of ${app}`, refs, place.cluster, ours);
    if (refs.length > 0) emit("removed", { objects: refs });
    return unneeded;
  } catch (error) {
    const { doing, because } = survived(error);
    warn(`could not ${doing}: ${because.join("; ")}`);
    return [];
  }
}

/** A Secret that an old ReplicaSet reads stays: `kubectl rollout undo` needs it. */
async function unneeded(app: string, refs: readonly Ref[], place: Place): Promise<readonly Ref[]> {
  if (!refs.some(({ kind }) => kind === "Secret")) return refs;
  const needed = (await list(["replicasets"], appSelector(app), place)).flatMap(secretsOf);
  return refs.filter(({ kind, name }) => kind !== "Secret" || !needed.includes(name));
}

/** What of these would be removed: those that are there, as far as they can be asked for. */
export async function removable(app: string, gone: readonly Ref[], place: Place): Promise<readonly Ref[]> {
  const refs = await unneeded(app, gone, place);
  if (refs.length === 0) return [];
  const { ours, there } = await owned(app, refs, place);
  return ours.filter((ref) => there.has(key(ref)) || isCustom(ref));
}

interface Owned {
  readonly ours: readonly Ref[];
  /** The keys of those that are there. */
  readonly there: ReadonlySet<string>;
  /** The other apps that have them, by key. */
  readonly owners: ReadonlyMap<string, string>;
}

async function owned(app: string, refs: readonly Ref[], { cluster }: Place): Promise<Owned> {
  const known = refs.filter((ref) => !isCustom(ref));
  const live = await getAll(`look for what is left of ${app}`, known, cluster);
  const others = new Set(live.filter((object) => isForeign(app, object)).map((object) => key(refOf(object))));
  const owners = await readOtherOwners(app, cluster);
  const ours = refs.filter((ref) => !others.has(key(ref)) && !owners.has(key(ref)));
  return { ours, owners, there: new Set(live.map((object) => key(refOf(object)))) };
}

async function removeOurs(app: string, refs: readonly Ref[], place: Place, out: StepOutput): Promise<void> {
  const { ours, owners } = await owned(app, refs, place);
  await remove(`remove ${ours.length} objects of ${app}`, ours, place.cluster);
  emit("removed", { objects: ours });
  for (const line of await keptClaimLines(app, ours, place)) out.output = line;
  for (const ref of refs.filter((one) => !ours.includes(one))) {
    const owner = owners.get(key(ref));
    const why = owner === undefined ? "somebody else has recreated it" : `${owner} has it too`;
    out.output = `${ref.kind} ${ref.name} stays: ${why}`;
  }
  out.title = `Removed ${ours.map(({ kind, name }) => `${kind} ${name}`).join(", ") || "nothing"}`;
}
