// dokku scheduler-kubernetes:{add,list,remove}-pvc
import { accessModes } from "../core/dokku/claims.ts";
import { claimSize } from "../core/dokku/words.ts";
import type { Place } from "../core/model/cluster.ts";
import { dnsLabel, objectName, type PropertyType } from "../core/properties/types.ts";
import { type Arguments, type Call, parse, refused } from "../core/words/arguments.ts";
import { columnsWithin } from "../core/words/columns.ts";
import { didYouMean } from "../core/words/nearest.ts";
import { namedPlace } from "../edge/dokku/place.ts";
import { print, tableWidth } from "../edge/log.ts";
import { addClaim } from "../tasks/claims/add.ts";
import { listClaims } from "../tasks/claims/list.ts";
import { removeClaim } from "../tasks/claims/remove.ts";
import type { Subcommand } from "./subcommand.ts";

/** A claim belongs to no app, so these replace an app's properties. */
const CLUSTER = "[--kube-context CONTEXT] [--kubeconfig PATH] [--namespace NAMESPACE]";

export const add: Subcommand = {
  group: "Storage",
  usage: `NAME SIZE [--access-mode MODE] ${CLUSTER} [--storage-class-name CLASS]`,
  summary: "Create a persistent volume claim",
  details: [
    "SIZE is a number of MB (Mi for Kubernetes) or a quantity such as 10Gi. MODE is one of:",
    `    ${accessModes.join(" | ")}`,
    "(default: ReadWriteOnce). NAMESPACE is default unless given, and is created when missing.",
    "The claim is created at once. It belongs to no app and stays when an app is destroyed.",
    "An existing claim can only grow, and only where its storage class allows it.",
  ],
  examples: [
    "shop-data 10Gi --namespace store",
    "shop-uploads 50Gi --access-mode ReadWriteMany --storage-class-name nfs",
  ],
  seeAlso: ["mount", "list-pvc", "docs/volumes.md"],
  async run(call) {
    const { words, options } = parse(call);
    const [name = "", typed = ""] = words;
    const accessMode = options.get("access-mode") ?? "ReadWriteOnce";
    const storageClass = options.get("storage-class-name") ?? null;
    const size = claimSize(typed);
    must(call, "NAME", name, objectName);
    if (storageClass !== null) must(call, "CLASS", storageClass, objectName);
    if (size === null) throw refused(call, `SIZE must be a number of MB or a quantity such as 10Gi, not "${typed}"`);
    if (!accessModes.includes(accessMode))
      throw refused(
        call,
        `MODE must be one of ${accessModes.join(", ")}, not "${accessMode}"${didYouMean(accessMode, accessModes)}`,
      );
    await addClaim({ name, size, accessMode, storageClass }, await placeIn(call, options));
  },
};

export const list: Subcommand = {
  group: "Storage",
  usage: `[NAMESPACE] [--format json|stdout] ${CLUSTER}`,
  summary: "List the persistent volume claims of a namespace",
  details: [
    "The claims of a namespace (default: default) and the apps that mount them. NAMESPACE stands by itself or after",
    "--namespace.",
  ],
  examples: ["store", "store --format json"],
  seeAlso: ["list-mount", "docs/volumes.md"],
  async run(call) {
    const { words, options } = parse(call);
    const given = words.length > 0 && options.has("namespace");
    if (given && words[0] !== options.get("namespace"))
      throw refused(call, `list the claims of one namespace, not of ${words[0]} and ${options.get("namespace")}`);
    const rows = await listClaims(await placeIn(call, options, words[0]));
    if (options.get("format") === "json") return print(JSON.stringify(rows));
    const header = ["NAME", "STATUS", "SIZE", "ACCESS", "CLASS", "MOUNTED BY"];
    const cells = [header, ...rows.map((row) => Object.values(row) as string[])];
    for (const line of columnsWithin(cells, tableWidth(), header.length - 1)) print(line);
  },
};

export const remove: Subcommand = {
  group: "Storage",
  usage: `NAME [--force] ${CLUSTER}`,
  summary: "Remove a persistent volume claim",
  details: [
    "Refused while an app mounts the claim: dokku scheduler-kubernetes:unmount. With --force it is removed",
    "as soon as no pod uses it. What happens to the data is up to its storage class.",
  ],
  examples: ["shop-data --namespace store", "shop-data --namespace store --force"],
  seeAlso: ["unmount", "list-pvc", "docs/volumes.md"],
  async run(call) {
    const { words, options, flags } = parse(call);
    const [name = ""] = words;
    must(call, "NAME", name, objectName);
    await removeClaim(name, await placeIn(call, options), flags.has("force"));
  },
};

async function placeIn(
  call: Call,
  options: Arguments["options"],
  namespace = options.get("namespace") ?? "default",
): Promise<Place> {
  must(call, "NAMESPACE", namespace, dnsLabel);
  return namedPlace(namespace, Object.fromEntries(options));
}

function must(call: Call, what: string, value: string, { form, accepts }: PropertyType): void {
  if (!accepts(value)) throw refused(call, `${what} must be ${form}, not "${value}"`);
}
