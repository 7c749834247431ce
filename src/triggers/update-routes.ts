// Domains, certificate or proxy of an app changed, or somebody asked for its proxy's configuration: the Ingress follows.
import { updateRoutes } from "../tasks/routes/routes.ts";

/** Arguments: app, and what changed, which does not matter. */
export async function run([app = ""]: readonly string[]): Promise<void> {
  await updateRoutes(app, { routed: true, ports: false });
}
