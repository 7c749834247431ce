// dokku scheduler-kubernetes:{add,list,remove}-pvc

import { accessModes, claim, claimRows, claimSize } from "../core/dokku/claims.ts";
import { SchedulerError } from "../core/errors.ts";
import { type Place, placeName } from "../core/model/cluster.ts";
import { labelValue } from "../core/objects/labels.ts";
import { newNamespace } from "../core/objects/namespace.ts";
import { dnsLabel, objectName, type PropertyType } from "../core/properties/types.ts";
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { readMounting } from "../edge/dokku/mounts.ts";
import { namedPlace } from "../edge/dokku/place.ts";
import { apply, get, list as listObjects, remove as removeObjects } from "../edge/kube/kubectl.ts";
import { header, print } from "../edge/log.ts";
import { CLUSTER_USAGE, type SubcommandModule } from "./index.ts";

/** A claim belongs to no app, so these replace an app's properties. */
const CLUSTER = ["kubeconfig", "kube-context"];

const placeIn = (options: ReadonlyMap<string, string>, namespace = options.get("namespace") ?? "default") =>
  namedPlace(namespace, Object.fromEntries(options));

export const add: SubcommandModule = {
  details: [
    "SIZE is a number of MB (Mi for Kubernetes) or a quantity such as 10Gi. MODE is one of:",
    `    ${accessModes.join(" | ")}`,
    "(default: ReadWriteOnce). NAMESPACE is default unless given, and is created when missing.",
    "The claim is created at once. It belongs to no app and stays when an app is destroyed.",
    "An existing claim can only grow, and only where its storage class allows it.",
    "",
    "Example: dokku scheduler-kubernetes:add-pvc shop-data 10Gi --namespace store",
  ],
  async run(args) {
    const form: Form = {
      usage: `NAME SIZE [--access-mode MODE] [--namespace NAMESPACE] [--storage-class-name CLASS] ${CLUSTER_USAGE}`,
      words: [2, 2],
      options: ["access-mode", "namespace", "storage-class-name", ...CLUSTER],
    };
    const { words, options } = parseArguments("add-pvc", form, args);
    const [name = "", typed = ""] = words;
    const place = await placeIn(options);
    const { cluster, namespace } = place;
    const accessMode = options.get("access-mode") ?? "ReadWriteOnce";
    const storageClass = options.get("storage-class-name") ?? null;
    const doing = `create the claim ${name} in ${placeName(place)}`;
    const size = claimSize(typed);
    must(doing, "NAME", name, objectName);
    must(doing, "NAMESPACE", namespace, dnsLabel);
    if (storageClass !== null) must(doing, "CLASS", storageClass, objectName);
    if (size === null) throw bad(doing, `SIZE must be a number of MB or a quantity such as 10Gi, not "${typed}"`);
    if (!accessModes.includes(accessMode))
      throw bad(doing, `MODE must be one of ${accessModes.join(", ")}, not "${accessMode}"`);

    const old = await get("persistentvolumeclaim", name, place);
    if (old !== null && "deletionTimestamp" in old.metadata) {
      const next = `wait until it is gone: dokku scheduler-kubernetes:list-pvc ${namespace}`;
      throw new SchedulerError("APPLY_REFUSED", doing, ["a claim of that name is being removed, with its data"], next);
    }
    header(`Creating claim ${name} of ${size} in ${placeName(place)}`);
    const object = claim({ name, namespace, size, accessMode, storageClass });
    const before = (await isThere(place)) ? [] : [{ object: newNamespace(namespace) }];
    await apply(doing, [...before, { object }], cluster);
  },
};

export const list: SubcommandModule = {
  details: [
    "The claims of a namespace (default: default) and the apps that mount them.",
    "",
    "Example: dokku scheduler-kubernetes:list-pvc store",
  ],
  async run(args) {
    const form: Form = {
      usage: `[NAMESPACE] [--format json|stdout] ${CLUSTER_USAGE}`,
      words: [0, 1],
      options: ["format", ...CLUSTER],
    };
    const { words, options } = parseArguments("list-pvc", form, args);
    const [namespace = "default"] = words;
    const place = await placeIn(options, namespace);
    const doing = `list the claims of ${placeName(place)}`;
    const format = options.get("format") ?? "stdout";
    must(doing, "NAMESPACE", namespace, dnsLabel);
    if (!["json", "stdout"].includes(format)) throw bad(doing, `--format takes json or stdout, not ${format}`);
    const [claims, mounting] = await Promise.all([
      listObjects(["persistentvolumeclaims"], null, place),
      readMounting(place),
    ]);
    const rows = claimRows(claims, mounting);
    if (format === "json") return print(JSON.stringify(rows));
    const lines = [
      ["NAME", "STATUS", "SIZE", "ACCESS", "CLASS", "MOUNTED BY"],
      ...rows.map((row) => Object.values(row)),
    ];
    const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
    for (const line of lines)
      print(
        line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd(),
      );
  },
};

export const remove: SubcommandModule = {
  details: [
    "Refused while an app mounts the claim: dokku scheduler-kubernetes:unmount. With --force it is removed",
    "as soon as no pod uses it. What happens to the data is up to its storage class.",
    "",
    "Example: dokku scheduler-kubernetes:remove-pvc shop-data --namespace store",
  ],
  async run(args) {
    const form: Form = {
      usage: `NAME [--namespace NAMESPACE] [--force] ${CLUSTER_USAGE}`,
      words: [1, 1],
      options: ["namespace", ...CLUSTER],
      flags: ["force"],
    };
    const { words, options, flags } = parseArguments("remove-pvc", form, args);
    const [name = ""] = words;
    const place = await placeIn(options);
    const { cluster, namespace } = place;
    const doing = `remove the claim ${name} of ${placeName(place)}`;
    must(doing, "NAME", name, objectName);
    must(doing, "NAMESPACE", namespace, dnsLabel);
    const found = await get("persistentvolumeclaim", name, place);
    if (found === null) throw new SchedulerError("NO_SUCH_OBJECT", doing, ["there is none"]);
    const users = flags.has("force") ? [] : await usersOf(name, place);
    if (users.length > 0) {
      const next = "unmount it and deploy, or add --force";
      throw new SchedulerError("BAD_USAGE", doing, [`it is mounted by ${users.join(", ")}`], next);
    }
    header(`Removing claim ${name} of ${placeName(place)}`);
    await removeObjects(doing, [{ apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name }], cluster);
  },
};

/** A user who may not read namespaces works in an existing one. */
async function isThere({ cluster, namespace }: Place): Promise<boolean> {
  try {
    return (await get("namespace", namespace, { cluster, namespace: null })) !== null;
  } catch (error) {
    if (error instanceof SchedulerError && error.code === "APPLY_REFUSED") return true;
    throw error;
  }
}

/** Apps that will mount it with their next deploy, and pods that do so now. */
async function usersOf(claim: string, place: Place): Promise<readonly string[]> {
  const [mounting, pods] = await Promise.all([readMounting(place), listObjects(["pods"], null, place)]);
  const apps = mounting.get(claim) ?? [];
  const using = pods.filter(({ spec }) =>
    (spec as PodSpec).volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim),
  );
  const known = apps.map(labelValue);
  const others = using.filter(({ metadata }) => !known.includes(metadata.labels?.app ?? ""));
  return [...apps, ...others.map(({ metadata }) => `pod ${metadata.name}`)];
}

interface PodSpec {
  readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
}

function must(doing: string, what: string, value: string, { form, accepts }: PropertyType): void {
  if (!accepts(value)) throw bad(doing, `${what} must be ${form}, not "${value}"`);
}

const bad = (doing: string, why: string) => new SchedulerError("BAD_USAGE", doing, [why]);
