// Whether a container that exits is restarted: always in what keeps running, never always in what runs to its end.
import { at, podsOf } from "../../model/read.ts";
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const KEEPS_RUNNING = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

export const restartPolicy: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const pods = podsOf(manifest.object);
    const policy = at(pods?.template, "spec", "restartPolicy");
    const where = `${pods?.path}/spec/restartPolicy`;
    if (KEEPS_RUNNING.includes(manifest.ref.kind) && policy !== undefined && policy !== "Always")
      return [error(manifest, where, `must be Always or left out; it is ${policy}`)];
    const isJob = found(manifest, "job", "template").length > 0;
    if (!isJob || policy === "Never" || policy === "OnFailure") return [];
    return [error(manifest, where, `must be Never or OnFailure; it is ${policy ?? "Always, the default"}`)];
  });
