// `dokku nginx:show-config`: what routes the app on Kubernetes, its Ingress as it is in the cluster.
import { dump } from "js-yaml";
import { SchedulerError } from "../core/errors.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { get } from "../edge/kube/kubectl.ts";
import { print } from "../edge/log.ts";
import { readRecord } from "../edge/record.ts";

/** Arguments: scheduler, app, proxy type. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  const names = new Set((await readRecord(app))?.routes.map(({ ingress }) => ingress));
  const place = await placeOf(app);
  const found = await Promise.all([...names].map((name) => get("ingress", name, place)));
  const ingresses = found.filter((ingress) => ingress !== null);
  if (ingresses.length === 0) {
    const next = `see: dokku domains:report ${app}, dokku proxy:report ${app}`;
    throw new SchedulerError("NO_SUCH_OBJECT", `show the Ingress of ${app}`, ["no Ingress routes it"], next);
  }
  print(ingresses.map((ingress) => dump(ingress)).join("---\n"));
}
