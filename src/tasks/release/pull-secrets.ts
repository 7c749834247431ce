// Dokku's login to a registry changed: the pull Secrets of the apps that run follow, and no pod is made anew.
import { isDeepStrictEqual } from "node:util";
import { SchedulerError } from "../../core/errors.ts";
import type { Ref } from "../../core/model/manifest.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { otherServerOf } from "../../core/objects/labels.ts";
import { dockerConfig, pullSecretName } from "../../core/objects/registry-secret.ts";
import { readRegistryLogin } from "../../edge/dokku/registry.ts";
import { getAll, rewrite } from "../../edge/kube/kubectl.ts";
import { detail, warn } from "../../edge/log.ts";
import { readRecords } from "../../edge/record.ts";
import { readServerId } from "../../edge/server-id.ts";

/** One app's failure is said and stops no other: Dokku has the login, and the next deploy takes it to the cluster. */
export async function refreshPullSecrets(): Promise<void> {
  for (const [app, record] of await readRecords()) {
    const name = pullSecretName(app);
    const secret = record.objects.find((ref) => ref.kind === "Secret" && ref.name === name);
    if (secret === undefined) continue;
    await refresh(app, secret, record).catch((error) => {
      if (!(error instanceof SchedulerError) || error.code === "INTERRUPTED") throw error;
      for (const line of [
        `${error.doing}: ${error.because.join(", ")}`,
        `the next deploy does it: dokku ps:restart ${app}`,
      ])
        warn(line);
    });
  }
}

async function refresh(app: string, secret: Ref, { cluster, image }: ReleaseRecord): Promise<void> {
  const login = await readRegistryLogin(app, image.reference);
  if (login === null) return;
  const data = { ".dockerconfigjson": dockerConfig(login) };
  const doing = `put the login to ${login.server} into Secret ${secret.name}`;
  const server = await readServerId();
  let isNew = false;
  await rewrite(
    doing,
    async () => {
      const live = await getAll(doing, [secret], cluster);
      const old = live.filter((one) => otherServerOf(one, server) === null && !isDeepStrictEqual(one.data, data));
      isNew = old.length > 0;
      return old.map((one) => ({ ...one, data }));
    },
    cluster,
  );
  if (isNew) detail(`${app} pulls with the new login to ${login.server}`);
}
