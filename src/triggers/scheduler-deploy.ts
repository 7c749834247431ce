// Deploys an app, or one process type of it (`ps:scale web=2`, `ps:restart APP web`).
import { deploy } from "../tasks/app/deploy.ts";

/** Arguments: scheduler, app, image tag, process type or empty. */
export async function run([, app = "", tag = "latest", processType = ""]: readonly string[]): Promise<void> {
  await deploy({
    app,
    tag,
    processType: processType === "" ? null : processType,
    // Dokku asks for a restart by deploying what runs already: only the command that was typed tells the two apart.
    restart: process.env.DOKKU_COMMAND === "ps:restart",
    agreed: null,
    isTried: false,
  });
}
