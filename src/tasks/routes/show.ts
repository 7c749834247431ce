// What routes an app, as it is in the cluster.
import { SchedulerError } from "../../core/errors.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { placeIn } from "../../core/model/record.ts";
import { isRoute, ROUTE_WORDS } from "../../core/objects/routing.ts";
import { get } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";

/** Kind -> kubectl's word for it. */
const WORDS = new Map([
  ["Ingress", "ingress"],
  ["Gateway", "gateways.gateway.networking.k8s.io"],
  ...Object.entries(ROUTE_WORDS),
]);

/** Throws NO_SUCH_OBJECT when nothing does. */
export async function readRouting(app: string): Promise<readonly KubeObject[]> {
  const record = await readRecord(app);
  const place = record && placeIn(record);
  const objects = record?.objects ?? [];
  const isRouted = record !== null && (record.routes.length > 0 || objects.some(isRoute));
  const refs = isRouted ? objects : [];
  const asked = refs.map(async ({ kind, namespace, name }) => {
    const word = WORDS.get(kind);
    return word === undefined || place === null || namespace !== place.namespace ? null : get(word, name, place);
  });
  const found = (await Promise.all(asked)).filter((object) => object !== null);
  if (found.length > 0) return found;
  const next = `see: dokku domains:report ${app}\nsee: dokku proxy:report ${app}`;
  throw new SchedulerError("NO_SUCH_OBJECT", `show what routes ${app}`, ["no Ingress routes it, and no Gateway"], next);
}
