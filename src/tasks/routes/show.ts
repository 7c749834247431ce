// What routes an app, as it is in the cluster.
import { SchedulerError } from "../../core/errors.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { get } from "../../edge/kube/kubectl.ts";
import { readRecord } from "../../edge/record.ts";

/** Throws NO_SUCH_OBJECT when nothing does. */
export async function readIngresses(app: string): Promise<readonly KubeObject[]> {
  const names = new Set((await readRecord(app))?.routes.map(({ ingress }) => ingress));
  const place = await placeOf(app);
  const found = await Promise.all([...names].map((name) => get("ingress", name, place)));
  const ingresses = found.filter((ingress) => ingress !== null);
  if (ingresses.length > 0) return ingresses;
  const next = `see: dokku domains:report ${app}\nsee: dokku proxy:report ${app}`;
  throw new SchedulerError("NO_SUCH_OBJECT", `show the Ingress of ${app}`, ["no Ingress routes it"], next);
}
