// The pods of an app as `dokku ps:inspect` shows them.
import type { KubeObject } from "../../core/model/manifest.ts";
import { processSelector } from "../../core/objects/labels.ts";
import { masked } from "../../core/words/inspect.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { list } from "../../edge/kube/kubectl.ts";

export async function inspect(app: string): Promise<readonly KubeObject[]> {
  return (await list(["pods"], processSelector(app), await placeOf(app))).map(masked);
}
