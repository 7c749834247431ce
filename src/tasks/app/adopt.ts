// Marks objects that somebody else created as the app's, so that its next deploy takes them over.
import { appOf } from "../../core/model/app.ts";
import { type KubeObject, key, refOf } from "../../core/model/manifest.ts";
import { recordedState } from "../../core/model/record.ts";
import { appSelector, otherServerOf } from "../../core/objects/labels.ts";
import { isForeign, isMovable } from "../../core/plan/foreign.ts";
import { KINDS } from "../../core/plan/leftovers.ts";
import { adoptAll } from "../../core/plan/server-side-migration.ts";
import { readApp } from "../../edge/dokku/app.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readNeighbours } from "../../edge/dokku/neighbours.ts";
import { nextPlaceOf } from "../../edge/dokku/place.ts";
import { getAll, listReadable, rewrite } from "../../edge/kube/kubectl.ts";
import { withLock } from "../../edge/lock.ts";
import { readRecord } from "../../edge/record.ts";
import { readServerId } from "../../edge/server-id.ts";
import { mustBeServed } from "../release/api-versions.ts";
import { prepare } from "../render/render.ts";
import { step } from "../steps/steps.ts";

/**
 * Who owns their fields changes now, with labels, and nothing else: of what nobody's Dokku made, or of what another server made. Throws
 * NO_SUCH_APP and what a deploy throws before it applies.
 */
export async function adopt(name: string, fromServer: boolean): Promise<void> {
  await mustExist(name);
  const place = await nextPlaceOf(name);
  const { cluster } = place;
  const work = async () => {
    const record = await readRecord(name);
    const app = await readApp(name, null, record);
    const state = recordedState(record, { name: place.namespace, managed: false });
    const { manifests } = await prepare(appOf(app, state, await readNeighbours(place, name, false)));
    await mustBeServed(name, manifests, cluster);
    const refs = manifests.map(({ ref }) => ref);
    const server = await readServerId();
    const isTheirs = (one: KubeObject) =>
      fromServer ? isMovable(name, one, server) : otherServerOf(one, server) === null && isForeign(name, one);
    const adopted = new Set<string>();
    const read = async () => {
      const needed = await getAll(`look for the objects of ${name}`, refs, cluster);
      // Before its first deploy here nobody knows all process types.
      const moved = fromServer
        ? await listReadable(KINDS, appSelector(name), { ...place, managedFields: true })
        : { objects: [] };
      const live = new Map([...needed, ...moved.objects].map((one) => [key(refOf(one)), one])).values();
      const others = [...live].filter(isTheirs);
      for (const { kind, metadata } of others) adopted.add(`${kind} ${metadata.name}`);
      return others.map((one) => adoptAll(one, server));
    };
    await rewrite(`mark objects as those of ${name}`, read, cluster);
    if (adopted.size === 0) return `There are no objects for ${name} to adopt`;
    return `Adopted ${[...adopted].join(", ")}: the next deploy makes them what ${name} needs`;
  };
  await withLock(`app ${name}`, () =>
    step({
      title: `Looking for objects that ${name} needs`,
      event: null,
      run: async (out) => {
        out.title = await work();
      },
    }),
  );
}
