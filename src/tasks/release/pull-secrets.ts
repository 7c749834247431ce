// Dokku's login to a registry changed: the pull Secrets of the apps that run follow, and no pod is made anew.
import { isDeepStrictEqual } from "node:util";
import { type SchedulerError, survived } from "../../core/errors.ts";
import { clusterName } from "../../core/model/cluster.ts";
import type { Ref } from "../../core/model/manifest.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { otherServerOf } from "../../core/objects/labels.ts";
import { isPullSecret, withLogin } from "../../core/objects/registry-secret.ts";
import { named } from "../../core/words/template-check.ts";
import { readRegistryLogin } from "../../edge/dokku/registry.ts";
import { getAll, rewrite } from "../../edge/kube/kubectl.ts";
import { detail, warn } from "../../edge/log.ts";
import { readRecords } from "../../edge/record.ts";
import { readServerId } from "../../edge/server-id.ts";
import { inLanes } from "../steps/lanes.ts";

interface Outdated {
  readonly app: string;
  readonly secret: Ref;
  readonly record: ReleaseRecord;
}

/** A cluster that did not answer, and the apps that are left there. */
interface Away {
  readonly error: SchedulerError;
  readonly apps: string[];
}

/** Each runs kubectl. */
const WIDTH = { atOnce: 1, lanes: 2 };

/** What fails is said and stops no other app: Dokku has the login, and the next deploy takes it to the cluster. */
export async function refreshPullSecrets(): Promise<void> {
  const outdated = [...(await readRecords())].flatMap(([app, record]) =>
    record.objects.filter((ref) => isPullSecret(app, ref)).map((secret): Outdated => ({ app, secret, record })),
  );
  const away = new Map<string, Away>();
  await inLanes(outdated, WIDTH, async (batch) => {
    for (const one of batch) await refreshed(one, away);
    return [];
  });
  for (const { error, apps } of away.values()) say(error, apps);
}

/** A cluster that did not answer, by its name in `away`, is not asked again. */
async function refreshed(one: Outdated, away: Map<string, Away>): Promise<void> {
  const name = clusterName(one.record.cluster) ?? "";
  const before = away.get(name);
  if (before !== undefined) {
    before.apps.push(one.app);
    return;
  }
  try {
    await refresh(one);
  } catch (thrown) {
    const error = survived(thrown);
    if (error.code !== "CLUSTER_UNREACHABLE") return say(error, [one.app]);
    const known = away.get(name) ?? { error, apps: [] };
    known.apps.push(one.app);
    away.set(name, known);
  }
}

function say({ doing, because }: SchedulerError, apps: readonly string[]): void {
  warn(`${doing}: ${because.join(", ")}`);
  warn(
    `the next deploy of ${named([...apps].sort())} does it: dokku ps:restart ${apps.length === 1 ? apps[0] : "APP"}`,
  );
}

async function refresh({ app, secret, record: { cluster, image } }: Outdated): Promise<void> {
  const login = await readRegistryLogin(app, image.reference);
  if (login === null) return;
  const doing = `put the login to ${login.server} into Secret ${secret.name}`;
  const server = await readServerId();
  let isNew = false;
  await rewrite(
    doing,
    async () => {
      const live = (await getAll(doing, [secret], cluster)).filter((one) => otherServerOf(one, server) === null);
      const now = live
        .map((one) => ({ one, next: withLogin(one, login) }))
        .filter(({ one, next }) => !isDeepStrictEqual(one, next));
      isNew = now.length > 0;
      return now.map(({ next }) => next);
    },
    cluster,
  );
  if (isNew) detail(`${app} pulls with the new login to ${login.server}`);
}
