// What is typed to have kubectl ask the cluster of an app.
import { kubectlFlags, type Place } from "../model/cluster.ts";

/** The word with which a command of kubectl would leave the cluster that was chosen for it; null when there is none. */
export function contradiction(words: readonly string[]): string | null {
  const end = words.indexOf("--");
  const own = end < 0 ? words : words.slice(0, end);
  return own.find((word) => /^--(kubeconfig|context)(=|$)/.test(word)) ?? null;
}

/** Lines of a shell. kubectl reads neither context nor namespace from the environment. */
export function exportLines({ cluster, namespace }: Place, kubeconfig: string, folder: string): readonly string[] {
  const flags = [...kubectlFlags({ ...cluster, kubeconfig: null }), `--namespace=${namespace}`].map(quoted).join(" ");
  return [
    `export KUBECONFIG=${quoted(kubeconfig)}`,
    `export PATH="$PATH":${quoted(folder)}`,
    `kubectl() { command kubectl ${flags} "$@"; }`,
  ];
}

const quoted = (text: string) => (/^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
