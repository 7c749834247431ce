// dokku scheduler-kubernetes:rbac
import { dnsLabel, objectName } from "../core/properties/types.ts";
import { type Account, documentsOf } from "../core/rights/account.ts";
import { type Arguments, type Call, parse, refused } from "../core/words/arguments.ts";
import { jsonList } from "../core/words/rendered.ts";
import { rightsYaml } from "../core/words/rights-report.ts";
import { print } from "../edge/log.ts";
import { type Granted, grantOfAll, grantOfApp } from "../tasks/rights/grant.ts";
import { keepKubeconfig } from "../tasks/rights/kubeconfig.ts";

export const group = "Repair";
export const usage =
  "[APP] [--all] [--any-namespace] [--format json|yaml] [--kubeconfig-out FILE] [--service-account NAMESPACE/NAME]";
export const summary = "Print the least rights that the plugin takes at the API server";
export const details = [
  "A ServiceAccount and its roles, as kubectl apply takes them: for one app, or with --all for those of the site's cluster. The",
  "cluster is not asked. --any-namespace lets the plugin make the namespaces of new apps, which takes the same rights everywhere.",
  "The account is dokku, in the app's namespace or with --all in one of its own, unless --service-account names another.",
  "--kubeconfig-out writes, once the objects are applied, a new file: a kubeconfig that uses this account.",
];
export const examples = ["node-js-app", "--all --any-namespace"] as const;
export const seeAlso = ["doctor", "docs/rights.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options, flags } = parse(call);
  const all = await granted(call);
  const file = options.get("kubeconfig-out");
  if (file !== undefined) return keepKubeconfig(file, all, wordsOf({ words, options, flags }));
  const documents = documentsOf(all.grant);
  const objects = documents.map(({ object }) => object);
  print(options.get("format") === "json" ? jsonList(objects, "shown") : rightsYaml(documents));
}

/** What to type to have the objects of the same account printed. */
function wordsOf({ words, options, flags }: Arguments): string {
  const account = options.get("service-account");
  const given = account === undefined ? [] : [`--service-account ${account}`];
  return [...words, ...[...flags].map((flag) => `--${flag}`), ...given].join(" ");
}

async function granted(call: Call): Promise<Granted> {
  const { words, options, flags } = parse(call);
  const [app = null] = words;
  const account = accountOf(call, options);
  if ((app !== null) === flags.has("all")) throw refused(call, "name an app, or give --all");
  if (app === null) return grantOfAll(account, flags.has("any-namespace"));
  if (flags.has("any-namespace")) throw refused(call, "--any-namespace is for all apps: --all");
  return grantOfApp(app, account);
}

/** Null when none is named. */
function accountOf(call: Call, options: Arguments["options"]): Account | null {
  const named = options.get("service-account");
  if (named === undefined) return null;
  const [namespace = "", name = "", ...more] = named.split("/");
  if (dnsLabel.accepts(namespace) && objectName.accepts(name) && more.length === 0) return { namespace, name };
  throw refused(call, `--service-account takes NAMESPACE/NAME, not ${named}`);
}
