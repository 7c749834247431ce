// `dokku nginx:show-config`: what routes the app on Kubernetes, as it is in the cluster.
import { dump } from "js-yaml";
import { print } from "../edge/log.ts";
import { readRouting } from "../tasks/routes/show.ts";

/** Arguments: scheduler, app, proxy type. */
export async function run([, app = ""]: readonly string[]): Promise<void> {
  print((await readRouting(app)).map((object) => dump(object)).join("---\n"));
}
