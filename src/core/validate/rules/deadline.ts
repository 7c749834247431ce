// A rollout that may not take longer than its pods have to stay ready never ends well: the API server refuses it.
import { at } from "../../model/read.ts";
import { ROLLED_OUT_WITHIN } from "../../plan/deadlines.ts";
import { error, type Rule } from "./rule.ts";

export const deadline: Rule = (manifests, app) =>
  manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Deployment") return [];
    const ready = at(manifest.object, "spec", "minReadySeconds");
    const most = at(manifest.object, "spec", "progressDeadlineSeconds") ?? ROLLED_OUT_WITHIN;
    if (!(Number(ready) >= Number(most))) return [];
    const message = `a pod counts once it has been ready for ${ready} s, but the whole rollout may take ${most} s: dokku scheduler-kubernetes:set ${app.name} deploy-timeout SECONDS`;
    return [error(manifest, "/spec/minReadySeconds", message)];
  });
