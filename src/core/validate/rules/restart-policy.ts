// Whether a container that exits is restarted, and a pod ended: always and never in what keeps running, never always in what runs to its end.
import { at, podsOf } from "../../model/read.ts";
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const KEEPS_RUNNING = ["DaemonSet", "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"];

export const restartPolicy: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const pods = podsOf(manifest.object);
    const policy = at(pods?.template, "spec", "restartPolicy");
    const where = `${pods?.path}/spec/restartPolicy`;
    if (KEEPS_RUNNING.includes(manifest.ref.kind))
      return [
        ...(policy === undefined || policy === "Always"
          ? []
          : [error(manifest, where, `must be Always or left out; it is ${policy}`)]),
        ...found(manifest, "pod", "activeDeadlineSeconds").map(({ path }) =>
          error(manifest, path, `must be left out: pods of a ${manifest.ref.kind} run for ever`),
        ),
      ];
    const isJob = found(manifest, "job", "template").length > 0;
    if (!isJob || policy === "Never" || policy === "OnFailure") return [];
    return [error(manifest, where, `must be Never or OnFailure; it is ${policy ?? "Always, the default"}`)];
  });
