// Destroying an app: the deploy's line with no objects.
import { readProperties, readProperty } from "../edge/dokku/properties.ts";
import { remove, removeLabelled } from "../edge/kube/kubectl.ts";
import { withLock } from "../edge/lock.ts";
import { readRecord, removeRecord } from "../edge/record.ts";
import { updateRoutes } from "./routes.ts";
import { run } from "./run.ts";

/** The kinds that the original plugin made; its apps have no inventory. */
const ORIGINAL_KINDS = ["deployments", "services", "horizontalpodautoscalers", "poddisruptionbudgets"];

/** An app that was never deployed needs no cluster. The Ingress is the namespace's: only the app's rules go. Claims stay. */
export async function destroy(app: string): Promise<void> {
  await withLock(`app ${app}`, async () => {
    const record = await readRecord(app);
    if (record === null) return destroyInherited(app);
    const refs = record.objects.filter(({ kind }) => !["Ingress", "Namespace", "PersistentVolumeClaim"].includes(kind));
    await updateRoutes(app, false);
    await run([
      {
        title: `Removing ${app} from namespace ${record.namespace.name}`,
        run: async (step) => {
          await remove(
            `remove ${refs.map(({ kind, name }) => `${kind} ${name}`).join(", ")} of namespace ${record.namespace.name}`,
            refs,
          );
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
