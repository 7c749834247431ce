// Containers that have started again: nothing for a rollout, which waits until they run, but too much for pods that are on trial.
import { isTerminating, type KubeObject } from "../model/manifest.ts";
import { statusesOf } from "./container-status.ts";
import { type Finding, typeOf } from "./evidence.ts";

export function restarts(pods: readonly KubeObject[]): readonly Finding[] {
  return pods
    .filter((pod) => !isTerminating(pod))
    .flatMap((pod) =>
      statusesOf(pod).main.flatMap(({ name, restartCount, state, lastState }) => {
        if (restartCount === 0) return [];
        const ended = lastState?.terminated ?? state?.terminated;
        const how = ended === undefined ? "" : `, the last time with exit code ${ended.exitCode}`;
        const often = restartCount === 1 ? "once" : `${restartCount} times`;
        const says = `the container has restarted ${often}${how}`;
        return [{ isFinal: true, says, helps: null, type: typeOf(pod), pod, container: name }];
      }),
    );
}
