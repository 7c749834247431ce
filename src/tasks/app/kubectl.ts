// kubectl in a place: run here with our stdin, stdout and terminal, or what leads a shell there.
import type { Place } from "../../core/model/cluster.ts";
import { exportLines } from "../../core/words/kubectl-words.ts";
import { binaries } from "../../edge/find-program.ts";
import { defaultFile, mustBeTrusted } from "../../edge/kube/kubeconfig.ts";
import { kubectlIn } from "../../edge/kube/pods.ts";

/** The exit code of kubectl. */
export const runKubectl = kubectlIn;

/** Lines for a shell. Throws BAD_PROPERTY for a kubeconfig that an app could have written. */
export function shellLines(place: Place): readonly string[] {
  const { kubeconfig } = place.cluster;
  if (kubeconfig !== null) mustBeTrusted(kubeconfig);
  return exportLines(place, kubeconfig ?? defaultFile(), binaries);
}
