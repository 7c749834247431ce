// The one-offs of an app that are on the cluster.
import { SchedulerError } from "../../core/errors.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { runSelector } from "../../core/objects/labels.ts";
import { idOf, runName } from "../../core/one-off/one-off.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { list } from "../../edge/kube/kubectl.ts";

/** The app and the id of `app.run.id`; null for another name. */
export function splitRunName(name: string): { readonly app: string; readonly id: string } | null {
  const [, app, id] = /^(.+)\.run\.([a-z0-9]+)$/.exec(name) ?? [];
  return app === undefined || id === undefined ? null : { app, id };
}

/** Jobs or pods of all one-offs, or of one by its name; empty for all. Throws NO_SUCH_APP, NO_SUCH_OBJECT. */
export async function listRuns(app: string, name: string, kind: "jobs" | "pods"): Promise<readonly KubeObject[]> {
  await mustExist(app);
  const found = await list([kind], runSelector(app), await placeOf(app));
  const chosen = name === "" ? found : found.filter((object) => runName(app, idOf(object)) === name);
  if (name !== "" && chosen.length === 0)
    throw new SchedulerError(
      "NO_SUCH_OBJECT",
      `look for ${name}`,
      [found.length === 0 ? `there is no run of ${app}` : `there are: ${names(app, found)}`],
      `see: dokku run:list ${app}`,
    );
  return chosen;
}

const names = (app: string, runs: readonly KubeObject[]) => runs.map((run) => runName(app, idOf(run))).join(", ");
