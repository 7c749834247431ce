// Whether the cluster has what the app's record says.
import { clusterName } from "../model/cluster.ts";
import { type Check, ok, warning, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const record: Check<AppFacts> = {
  name: "record",
  of: ({ name, record, isSettled, answers }) => {
    if (record === null) return [];
    const again = `dokku ps:rebuild ${name}`;
    const where = `namespace ${record.namespace.name} of ${clusterName(record.cluster) ?? "the default cluster"}`;
    if (!isSettled)
      return warning(`the app runs in ${where}, which is not where it is set to: the next deploy moves it`, again);
    const there = answers?.deployments[record.namespace.name] ?? null;
    if (there === null) return [];
    const recorded = record.objects.filter(({ kind }) => kind === "Deployment").map((ref) => ref.name);
    if (recorded.length === 0) return [];
    const missing = recorded.filter((one) => !there.includes(one));
    if (missing.length === 0) return ok(`the cluster has the ${recorded.length} Deployments of it`);
    const isAll = missing.length === recorded.length;
    return isAll
      ? wrong(
          `${where} has no Deployment of the app: somebody removed them, or this is another cluster than it was`,
          again,
        )
      : warning(`${where} lacks the Deployments ${missing.join(", ")}`, again);
  },
};
