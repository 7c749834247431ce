// A pod's container: attached to, read from and entered.
import type { Place } from "../../core/model/cluster.ts";
import { exec, type Outcome, type Shared, share, type Words } from "../exec.ts";
import { flagsOf } from "./kubeconfig.ts";

export interface ContainerPlace extends Place {
  readonly pod: string;
  /** Null for the one that the pod's annotation names. */
  readonly container: string | null;
}

/** kubectl with our stdin. With a terminal it has that too, its size and its keys; its stderr, and so its own words, are ours to read. */
export function attach(where: ContainerPlace, terminal: boolean, end: AbortSignal): Shared {
  const how = terminal ? ["-i", "-t"] : ["-i"];
  const args = [...inContainer("attach", where), "-q", ...how];
  return share("kubectl", args, terminal ? ["stdout"] : [], end);
}

/** A log is rotated at 10 MiB; without a limit the reader of a program that writes all the time would never be done. */
const LONGEST = 16 * 1024 * 1024;

/** What the container has written so far, byte for byte as latin1; empty when it is unknown. `within` is in milliseconds. */
export async function readOutput(where: ContainerPlace, within = 300_000): Promise<string> {
  const args = [...inContainer("logs", where), `--limit-bytes=${LONGEST}`];
  return (await exec("kubectl", args, { timeout: within, encoding: "latin1" })).stdout;
}

/** A command in a container with our stdin, stdout and stderr, and our terminal. What kubectl itself said is the outcome's stderr. */
export async function execIn(where: ContainerPlace, words: readonly string[], terminal: boolean): Promise<Outcome> {
  const args = execArgs(where, words, terminal);
  const { stderr, ended } = share("kubectl", args, ["stdout"]);
  let said = "";
  for await (const chunk of stderr ?? []) {
    process.stderr.write(said, "latin1");
    // Its last words, which it writes at once: that the command failed, or why it could not be started.
    const text = (chunk as Buffer).toString("latin1");
    [said = ""] = /^(command terminated with exit code \d+|error: .*|Error from server.*)\n$/m.exec(text) ?? [];
    process.stderr.write(text.slice(0, text.length - said.length), "latin1");
  }
  return { ...(await ended), stderr: said };
}

const execArgs = (where: ContainerPlace, words: readonly string[], terminal = false): readonly string[] => [
  ...inContainer("exec", where),
  "-q",
  "-i",
  ...(terminal ? ["-t"] : []),
  "--",
  ...words,
];

/** What runs a command in a container, for `pipe`. */
export const inPod = (where: ContainerPlace, words: readonly string[]): Words => ["kubectl", execArgs(where, words)];

/** What a command in a container and kubectl said, without kubectl's line that it failed. */
export const saidBy = ({ stderr }: Outcome): readonly string[] =>
  stderr.split("\n").filter((line) => line !== "" && !/^command terminated with exit code \d+$/.test(line));

/** How a short command in a container went, which has nothing on its stdin. */
export function runIn(where: ContainerPlace, words: readonly string[]): Promise<Outcome> {
  return exec("kubectl", execArgs(where, words), { timeout: 60_000 });
}

/** Listens on this server's loopback until a signal comes; the exit code of kubectl. */
export async function forwardPort(where: ContainerPlace, ports: string): Promise<number> {
  const args = [...inContainer("port-forward", { ...where, container: null }), ports];
  return (await share("kubectl", args, ["stdout", "stderr"]).ended).exitCode;
}

/** kubectl with our stdin, stdout and stderr; its exit code. */
export async function kubectlIn({ cluster, namespace }: Place, words: readonly string[]): Promise<number> {
  const args = [...flagsOf(cluster), `--namespace=${namespace}`, ...words];
  return (await share("kubectl", args, ["stdout", "stderr"]).ended).exitCode;
}

const inContainer = (verb: string, { cluster, namespace, pod, container }: ContainerPlace): readonly string[] => [
  ...flagsOf(cluster),
  verb,
  pod,
  "-n",
  namespace,
  ...(container === null ? [] : ["-c", container]),
];
