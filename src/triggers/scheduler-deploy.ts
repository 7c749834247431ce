// Deploys an app, or one process type of it (`ps:scale web=2`, `ps:restart APP web`).
import { SchedulerError } from "../core/errors.ts";
import { writeFailure } from "../edge/failure.ts";
import { step } from "../edge/log.ts";
import { deploy } from "../tasks/app/deploy.ts";

/** Arguments: scheduler, app, image tag, process type or empty. */
export async function run([, app = "", tag = "latest", processType = ""]: readonly string[]): Promise<void> {
  try {
    await deploy({
      app,
      tag,
      processType: processType === "" ? null : processType,
      // Dokku asks for a restart by deploying what runs already: only the command that was typed tells the two apart.
      restart: process.env.DOKKU_COMMAND === "ps:restart",
    });
  } catch (error) {
    const isFailure = error instanceof SchedulerError && !["NO_SUCH_APP", "INTERRUPTED", "LOCKED"].includes(error.code);
    if (isFailure) await writeFailure(app, error);
    throw error;
  }
  // Since we were started: what the user waited for.
  step(`Deployed ${app} in ${(performance.now() / 1000).toFixed(1)} s`);
}
