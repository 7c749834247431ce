// dokku scheduler-kubernetes:kubectl, dokku scheduler-kubernetes:exec-env
import type { Place } from "../core/model/cluster.ts";
import { type Arguments, type Call, parse, refused } from "../core/words/arguments.ts";
import { contradiction, reachesServer } from "../core/words/kubectl-words.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { isOverSsh } from "../edge/dokku/caller.ts";
import { namedPlace, placeOf } from "../edge/dokku/place.ts";
import { print } from "../edge/log.ts";
import { runKubectl, shellLines } from "../tasks/app/kubectl.ts";
import type { Subcommand } from "./subcommand.ts";

const CLUSTER = "[--kube-context CONTEXT] [--kubeconfig PATH]";

export const kubectl: Subcommand = {
  group: "Looking",
  usage: `APP|--global [WORDS...] ${CLUSTER}`,
  summary: "Run kubectl in the cluster and the namespace of an app",
  details: [
    "WORDS, what kubectl is to do, go behind `--`. It is the plugin's own kubectl, run as the dokku user, with stdin, stdout,",
    "a terminal and the exit code going through. `-n` among WORDS names another namespace.",
    "With --global it is the site's cluster and namespace default, unless the options name a cluster: they are for --global alone.",
    "Over ssh it is for the cluster alone: no subcommand and no option that reads files of the server or runs programs there, but `-f -`.",
    "",
    "Exit codes: those of kubectl, 20 there is no such app.",
  ],
  examples: ["node-js-app -- get pods -o wide", "--global -- get nodes"],
  seeAlso: ["exec-env", "status", "docs/several-clusters.md"],
  async run(call) {
    const [place, words] = await read(call);
    const wrong = contradiction(words);
    if (wrong !== null) throw refused(call, `${wrong} would name another cluster than that of the app`);
    const beyond = isOverSsh() ? reachesServer(words) : null;
    if (beyond !== null)
      throw refused(
        call,
        `over ssh not with ${beyond}, which could reach files of this server: type it there, or pass -f -`,
      );
    return runKubectl(place, words);
  },
};

export const execEnv: Subcommand = {
  group: "Looking",
  usage: `APP|--global ${CLUSTER}`,
  summary: "Print what leads kubectl in your shell to the cluster of an app",
  details: [
    "Lines for a shell: the kubeconfig, where the plugin's programs are, and a function kubectl that adds context and namespace.",
    "The kubeconfig is one that the dokku user and root can read.",
  ],
  examples: ["node-js-app", "--global"],
  seeAlso: ["kubectl", "docs/several-clusters.md"],
  async run(call) {
    const [place] = await read(call);
    print(shellLines(place).join("\n"));
  },
};

async function read(call: Call): Promise<readonly [Place, readonly string[]]> {
  const { words, options } = parse(call);
  const [scope = "", ...rest] = words;
  return [await placeBy(call, scope, options), rest];
}

async function placeBy(call: Call, scope: string, options: Arguments["options"]): Promise<Place> {
  if (scope === "--global") return namedPlace("default", Object.fromEntries(options));
  if (options.size > 0)
    throw refused(call, `--${[...options.keys()][0]} is for --global: the cluster of an app is its own`);
  await mustExist(scope);
  return placeOf(scope);
}
