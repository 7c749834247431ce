// Ports of an app changed: its Service and the Ingress follow at once, its pods with the next deploy.
import { updateRoutes } from "../tasks/routes/routes.ts";

/** Arguments: app, and which command changed them, which does not matter. */
export async function run([app = ""]: readonly string[]): Promise<void> {
  await updateRoutes(app, { routed: true, ports: true });
}
