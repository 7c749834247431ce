// `dokku nginx:access-logs` and `nginx:error-logs`: they belong to the ingress controller of the cluster, and have no known form.
import { SchedulerError } from "../core/errors.ts";
import { kubectlOf } from "../core/model/cluster.ts";
import { readProperties } from "../edge/dokku/properties.ts";

/** Arguments: scheduler, app, proxy type, `access` or `error`, and how much of it, which does not matter. */
export async function run([, app = "", , which = "access"]: readonly string[]): Promise<void> {
  const { "ingress-class": ingressClass } = await readProperties(app);
  throw new SchedulerError(
    "NO_SUCH_OBJECT",
    `read the ${which} log of ${app}`,
    [`the controller of the IngressClass ${ingressClass} writes it, not a proxy of this server`],
    `see who that is: ${kubectlOf(app)} describe ingressclass ${ingressClass}\nwhat the app itself writes: dokku logs ${app}`,
  );
}
