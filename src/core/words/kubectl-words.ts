// What is typed to have kubectl ask the cluster of an app.
import { kubectlFlags, type Place } from "../model/cluster.ts";

/** The word with which a command of kubectl would leave the cluster that was chosen for it, or be somebody else there; null when there is none. */
export function contradiction(words: readonly string[]): string | null {
  const [verb, noun = ""] = commandIn(words);
  // Whom a binding is for.
  const isSubject =
    (verb === "create" && /^(cluster)?rolebinding$/.test(noun)) || (verb === "set" && noun === "subject");
  return flagsIn(words).find(({ name }) => OTHER_CLUSTER.test(name) && !(isSubject && name === "user"))?.word ?? null;
}

const OTHER_CLUSTER =
  /^(kubeconfig|kuberc|context|cluster|user|server|token|username|password|insecure-skip-tls-verify|tls-server-name|certificate-authority|client-.+)$/;

/** The word that would have kubectl read or write a file of the server, or run a program there; null when there is none. */
export function reachesServer(words: readonly string[]): string | null {
  const [verb] = commandIn(words);
  if (verb !== undefined && !OF_CLUSTER.has(verb)) return verb;
  const isFile = ({ name, value }: Flag) =>
    // `logs -f` follows.
    name === "filename" ? verb !== "logs" && value !== "-" : LOCAL.test(name);
  const files = (word: string) =>
    word === "edit-last-applied" || /templatefile|(template|jsonpath|columns)-file/.test(word);
  return flagsIn(words).find(isFile)?.word ?? ownWords(words).find(files) ?? null;
}

/** No plugins, and not: config, cp, edit, kustomize, proxy. */
const OF_CLUSTER: ReadonlySet<string> = new Set(
  `annotate api-resources api-versions apply attach auth autoscale certificate cluster-info cordon create debug delete describe diff drain
  events exec explain expose get help label logs patch port-forward replace rollout run scale set taint top uncordon version wait`.split(
    /\s+/,
  ),
);

const LOCAL =
  /^(kustomize|template|patch-file|from-file|from-env-file|cert|key|custom|edit|cache-dir|log-file|log-dir|profile-output|output-directory)$/;

interface Flag {
  readonly word: string;
  readonly name: string;
  /** The next word where it is none of its own: not every flag takes that. */
  readonly value: string | undefined;
}

/** kubectl takes `_` for `-`, and a letter with its value in one word, behind letters that have none. */
function flagsIn(words: readonly string[]): readonly Flag[] {
  return ownWords(words).flatMap((word, index, own) => {
    const next = own[index + 1];
    const [, long, value = next] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (long !== undefined) return [{ word, name: long.replaceAll("_", "-"), value }];
    // Behind these letters is a value.
    const [, letter, rest] = /^-[^-nolLcv]*?([fks])=?(.*)$/s.exec(word) ?? [];
    return letter === undefined ? [] : [{ word, name: LETTERS[letter] as string, value: rest || next }];
  });
}

const LETTERS: Readonly<Record<string, string>> = { f: "filename", k: "kustomize", s: "server" };

/** Without those of a command in a container: `--` ends kubectl's own, where it is not the value of a flag. */
function ownWords(words: readonly string[]): readonly string[] {
  const isEnd = (word: string, index: number) =>
    word === "--" && /^[^-]|=|^-[itq]+$|^--(stdin|tty|rm|quiet|attach|command)$|^$/.test(words[index - 1] ?? "");
  const end = words.findIndex(isEnd);
  return end < 0 ? words : words.slice(0, end);
}

/** From the subcommand on: only a namespace may stand before it. */
function commandIn(words: readonly string[]): readonly string[] {
  const [first = ""] = words;
  if (first === "-n" || first === "--namespace") return commandIn(words.slice(2));
  return /^(-n|--namespace=)/.test(first) ? commandIn(words.slice(1)) : words;
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
