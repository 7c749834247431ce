// kubedog multitrack: follows a batch of rollouts to their end. It answers with an exit code; its text is for people.
import type { Ref } from "../../core/model/manifest.ts";
import { exec } from "../exec.ts";

/**
 * True when every Deployment became ready. `timeout` is in seconds, for the whole batch.
 * The specification's form: github.com/werf/kubedog, MultitrackSpecs.
 */
export async function multitrack(
  refs: readonly Ref[],
  timeout: number,
  onLine: (line: string) => void,
): Promise<boolean> {
  const input = JSON.stringify({
    Deployments: refs.map(({ name, namespace }) => ({
      ResourceName: name,
      Namespace: namespace,
      FailMode: "FailWholeDeployProcessImmediately",
    })),
  });
  const { exitCode } = await exec("kubedog", ["multitrack", "--timeout", String(timeout), "--output-prefix", ""], {
    input,
    onLine,
    env: { KUBEDOG_NO_COLOR: "1", KUBEDOG_TERMINAL_WIDTH: "120" },
  });
  return exitCode === 0;
}
