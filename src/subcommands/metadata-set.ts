// dokku scheduler-kubernetes:{deployment,pod,service,ingress}-{annotations,labels}-set

import { type Bearer, changeEntries, type Sort, storeName } from "../core/dokku/metadata.ts";
import { SchedulerError } from "../core/errors.ts";
import { dnsLabel } from "../core/properties/types.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { changeStore, type Store } from "../edge/dokku/metadata.ts";
import { detail, header } from "../edge/log.ts";
import { readRecords } from "../edge/record.ts";
import type { Subcommand } from "./subcommand.ts";

const BEARERS: Readonly<Record<Bearer, string>> = {
  deployment: "an app's Deployments",
  pod: "an app's pods",
  service: "an app's Services",
  ingress: "a namespace's Ingress",
};

export function metadataSet(bearer: Bearer, sort: Sort): Subcommand {
  return {
    usage: bearer === "ingress" ? "NAMESPACE NAME [VALUE]" : "APP NAME [VALUE] [--process-type PROCESS-TYPE]",
    summary: `Set or unset one of the ${sort} of ${BEARERS[bearer]}`,
    details: bearer === "ingress" ? ingressDetails(sort) : objectDetails(bearer, sort),
    run: (call) => set(bearer, sort, call),
  };
}

const example = (bearer: Bearer, sort: Sort) =>
  `Example: dokku scheduler-kubernetes:${storeName(bearer, sort, null)}-set ${bearer === "ingress" ? "store" : "node-js-app"}`;

const objectDetails = (bearer: Bearer, sort: Sort) => [
  "Without VALUE it is unset. What is set for one process type wins over what is set for all of them.",
  "A VALUE that begins with two dashes goes after `--`. It takes effect with the next deploy.",
  "",
  `${example(bearer, sort)} example.com/owner team-a`,
];

const ingressDetails = (sort: Sort) => [
  "Without VALUE it is unset. It applies to the Ingress that the apps of the namespace share.",
  "It takes effect when that Ingress is rebuilt: with the next deploy or change of domains of an app in the namespace",
  "or at once with `dokku proxy:build-config APP`.",
  "",
  `${example("ingress", sort)} example.com/owner team-a`,
];

async function set(bearer: Bearer, sort: Sort, call: Call): Promise<void> {
  const { words, options } = parse(call);
  const [owner = "", key = "", value = ""] = words;
  const processType = options.get("process-type") ?? null;
  await check(bearer, owner, processType);

  const store: Store = { bearer, sort, owner, processType };
  const change = { key, value: value === "" ? null : value };
  const what = `${bearer} ${sort === "annotations" ? "annotation" : "label"} ${key}${processType === null ? "" : ` of ${processType}`}`;
  await changeStore(store, (stored) => {
    const entries = changeEntries(stored, bearer, sort, change);
    header(value === "" ? `Unsetting ${what}` : `Setting ${what} to ${value}`);
    return entries;
  });
  if (bearer === "ingress") await sayWhen(owner);
}

async function check(bearer: Bearer, owner: string, processType: string | null): Promise<void> {
  if (bearer !== "ingress") await mustExist(owner);
  else if (!dnsLabel.accepts(owner)) {
    throw new SchedulerError("BAD_USAGE", `find namespace ${owner}`, [`a namespace must be ${dnsLabel.form}`]);
  }
  if (processType !== null && !/^[A-Za-z0-9_-]{1,63}$/.test(processType)) {
    throw new SchedulerError("BAD_USAGE", `"${processType}" is not a process type`, [
      "a process type has 1 to 63 letters, digits, - and _",
    ]);
  }
}

async function sayWhen(namespace: string): Promise<void> {
  const apps = [...(await readRecords())].filter(([, record]) => record.namespace.name === namespace);
  const routed = apps.find(([, record]) => record.routes.length > 0)?.[0];
  if (routed !== undefined) detail(`to apply it at once: dokku proxy:build-config ${routed}`);
}
