// What differs between two releases of an app. The cluster is asked for one thing: the names of their config keys.

import type { ConfigChange, PastRelease } from "../../core/model/past-release.ts";
import { placeIn } from "../../core/model/record.ts";
import { configChangeOf, envSecretsOf } from "../../core/plan/config-change.ts";
import { pastObjects } from "../../core/plan/history-manifests.ts";
import { type ReleaseDifference, releaseDifference, releaseOf } from "../../core/plan/release-difference.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { readHistory } from "../../edge/history.ts";
import { getAll } from "../../edge/kube/kubectl.ts";
import { warnOf } from "../../edge/system.ts";

/** Without a second number, against the release that runs. Throws NO_SUCH_APP, NO_SUCH_OBJECT. */
export async function diff(app: string, from: number, to: number | null): Promise<ReleaseDifference> {
  await mustExist(app);
  const history = await readHistory(app);
  const [before, after] = [releaseOf(app, history, from), releaseOf(app, history, to)];
  return releaseDifference(before, after, await configBetween(app, before, after));
}

/** Null, and why is said, where the cluster gives no answer. */
async function configBetween(app: string, before: PastRelease, after: PastRelease): Promise<ConfigChange | null> {
  const { cluster, namespace } = placeIn(after.record);
  const release = pastObjects(after, app, { replicas: () => undefined, restarts: {}, stopped: false });
  const names = envSecretsOf(app, release, before);
  const refs = [...new Set(names)].map((name) => ({ apiVersion: "v1", kind: "Secret", namespace, name }));
  try {
    return configChangeOf(app, release, before, await getAll(`look for the config of ${app}`, refs, cluster));
  } catch (thrown) {
    warnOf(thrown);
    return null;
  }
}
