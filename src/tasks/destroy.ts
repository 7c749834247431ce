// Destroying an app: the deploy's line with no objects.
import type { Ref } from "../core/model/manifest.ts";
import { managedLabel } from "../core/objects/labels.ts";
import { isSharedName } from "../core/objects/routes.ts";
import { readProperties, readProperty } from "../edge/dokku/properties.ts";
import { remove, removeLabelled } from "../edge/kube/kubectl.ts";
import { withLock } from "../edge/lock.ts";
import { readRecord, removeRecord } from "../edge/record.ts";
import { leaveOtherNamespaces, updateRoutes } from "./routes.ts";
import { run } from "./run.ts";

/** The kinds that the original plugin made; its apps have no inventory. */
const ORIGINAL_KINDS = ["deployments", "services", "horizontalpodautoscalers", "poddisruptionbudgets"];

/** They are other apps' too, or hold data. */
const KEPT = ["Namespace", "ClusterIssuer", "PersistentVolumeClaim"];
const isKept = ({ kind, name }: Ref) => KEPT.includes(kind) || (kind === "Ingress" && isSharedName(name));

/** An app that was never deployed needs no cluster. */
export async function destroy(app: string): Promise<void> {
  await withLock(`app ${app}`, async () => {
    const record = await readRecord(app);
    if (record === null) return destroyInherited(app);
    const refs = record.objects.filter((ref) => !isKept(ref));
    await updateRoutes(app, false);
    await leaveOtherNamespaces(app);
    await run([
      {
        title: `Removing ${app} from namespace ${record.namespace.name}`,
        run: async (step) => {
          await remove(
            `remove ${refs.map(({ kind, name }) => `${kind} ${name}`).join(", ")} of namespace ${record.namespace.name}`,
            refs,
          );
          // Certificates of cert-manager, which outlive what they were ordered by.
          const secrets = `app=${app},${Object.entries(managedLabel).flat().join("=")}`;
          await removeLabelled(`remove the Secrets of ${app}`, ["secrets"], secrets, {
            namespace: record.namespace.name,
          });
          step.title = `Removed ${refs.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`;
        },
      },
    ]);
    await removeRecord(app);
  });
}

async function destroyInherited(app: string): Promise<void> {
  if ((await readProperty("common", app, "deployed")) !== "true") return;
  const { namespace } = await readProperties(app);
  await run([
    {
      title: `Removing ${app} from namespace ${namespace}`,
      run: () =>
        removeLabelled(
          `remove the objects of ${app} from namespace ${namespace}`,
          ORIGINAL_KINDS,
          `app=${app},app-process-type`,
          { namespace },
        ),
    },
  ]);
}
