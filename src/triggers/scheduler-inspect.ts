// `dokku ps:inspect`: the app's pods as JSON, as Dokku shows containers.

import { processSelector } from "../core/objects/labels.ts";
import { masked } from "../core/words/inspect.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { list } from "../edge/kube/kubectl.ts";
import { print } from "../edge/log.ts";

/** Arguments: scheduler, app. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  const pods = await list(["pods"], processSelector(app), await placeOf(app));
  print(JSON.stringify(pods.map(masked), null, 4));
}
