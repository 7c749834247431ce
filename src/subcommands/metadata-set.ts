// dokku scheduler-kubernetes:{annotations,labels}-set for any kind, and {deployment,pod,service,ingress}-{annotations,labels}-set
import { type Bearer, changeEntries, type Sort } from "../core/dokku/metadata.ts";
import { SchedulerError } from "../core/errors.ts";
import { bearers, kindWord } from "../core/objects/kinds.ts";
import { dnsLabel } from "../core/properties/types.ts";
import { parse } from "../core/words/arguments.ts";
import { nearest } from "../core/words/nearest.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { changeStore, namespaceStore, type Store, storeOf } from "../edge/dokku/metadata.ts";
import { detail, header } from "../edge/log.ts";
import { readRecords } from "../edge/record.ts";
import { sayUnknownTypes } from "../tasks/app/unknown-type.ts";
import type { Subcommand } from "./subcommand.ts";

const TYPE = "[--process-type PROCESS-TYPE]";

const details = [
  "Without VALUE it is unset. What is set for an app wins over what is set for all with --global, and what is set for one",
  "process type over what is set for all of them. A VALUE that begins with two dashes goes after `--`.",
  "It takes effect with the next deploy.",
];

const PLURAL = { deployment: "Deployments", pod: "pods", service: "Services" };

/** `deployment-annotations-set`: of one kind. */
export function bearerSet(bearer: keyof typeof PLURAL, sort: Sort): Subcommand {
  return {
    group: "Settings",
    usage: `APP|--global NAME [VALUE] ${TYPE}`,
    summary: `Set or unset one of the ${sort} of an app's ${PLURAL[bearer]}`,
    details,
    examples: ["node-js-app example.com/owner team-a", "--global example.com/owner team-a --process-type web"],
    seeAlso: [`${sort}-report`, "docs/annotations.md"],
    run: async (call) => {
      const { words, options } = parse(call);
      const [scope = "", key = "", value = ""] = words;
      await setOf(sort, { scope, bearer, key, value, processType: options.get("process-type") ?? null });
    },
  };
}

/** `annotations-set`: of any kind. */
export function kindSet(sort: Sort): Subcommand {
  return {
    group: "Settings",
    usage: `APP|--global KIND NAME [VALUE] ${TYPE}`,
    summary: `Set or unset one of the ${sort} of an app's objects of one kind`,
    details: [
      "KIND is written as in Kubernetes (CronJob, cronjob), or is `pod`. It is one of:",
      `    ${[...bearers.keys()].sort().join(", ")}`,
      "or the kind of an object that a template in `own/` adds.",
      ...details,
    ],
    examples: ["node-js-app cronjob example.com/owner team-a", "--global pod example.com/owner team-a"],
    seeAlso: [`${sort}-report`, "docs/annotations.md"],
    run: async (call) => {
      const { words, options } = parse(call);
      const [scope = "", kind = "", key = "", value = ""] = words;
      const bearer = kindWord(kind);
      await setOf(sort, { scope, bearer, key, value, processType: options.get("process-type") ?? null });
    },
  };
}

/** `ingress-annotations-set`: of the Ingress that the apps of a namespace share. */
export function namespaceSet(sort: Sort): Subcommand {
  return {
    group: "Settings",
    usage: "NAMESPACE NAME [VALUE]",
    summary: `Set or unset one of the ${sort} of a namespace's Ingress`,
    details: [
      "Without VALUE it is unset. It applies to the Ingress that the apps of the namespace share, and wins over what each of them has set.",
      "It takes effect when that Ingress is rebuilt: with the next deploy or change of domains of an app in the namespace",
      "or at once with `dokku proxy:build-config APP`.",
    ],
    examples: ["store example.com/owner team-a", "store example.com/owner"],
    seeAlso: [`${sort}-report`, "docs/annotations.md"],
    run: async (call) => {
      const [namespace = "", key = "", value = ""] = parse(call).words;
      if (!dnsLabel.accepts(namespace)) {
        const because = [`a namespace must be ${dnsLabel.form}`];
        throw new SchedulerError("BAD_USAGE", `find namespace ${namespace}`, because);
      }
      await change(sort, { store: namespaceStore(namespace, sort), bearer: "ingress", key, value, of: "" });
      await sayWhen(namespace);
    },
  };
}

interface Request {
  /** An app or `--global`. */
  readonly scope: string;
  readonly bearer: Bearer;
  readonly key: string;
  /** Empty unsets it. */
  readonly value: string;
  readonly processType: string | null;
}

async function setOf(sort: Sort, { scope, bearer, key, value, processType }: Request): Promise<void> {
  if (scope !== "--global") await mustExist(scope);
  checkKind(scope, bearer, sort, key, value);
  if (processType !== null) checkType(bearer, processType);
  const of = processType === null ? "" : ` of ${processType}`;
  await change(sort, { store: storeOf(scope, bearer, sort, processType), bearer, key, value, of });
  if (processType !== null && value !== "") await sayUnknownTypes(scope, [processType]);
  if (bearer === "ingress") await saySharing(scope);
}

type Change = Pick<Request, "bearer" | "key" | "value"> & { readonly store: Store; readonly of: string };

async function change(sort: Sort, { store, bearer, key, value, of }: Change): Promise<void> {
  const what = `${bearer} ${sort === "annotations" ? "annotation" : "label"} ${key}${of}`;
  await changeStore(store, (stored) => {
    const entries = changeEntries(stored, bearer, sort, { key, value: value === "" ? null : value });
    header(value === "" ? `Unsetting ${what}` : `Setting ${what} to ${value}`);
    return entries;
  });
}

function checkKind(scope: string, bearer: Bearer, sort: Sort, key: string, value: string): void {
  const facts = bearers.get(bearer);
  const near = facts === undefined ? nearest(bearer, [...bearers.keys()]) : null;
  if (near !== null || !/^[a-z]{1,63}$/.test(bearer)) {
    const because = near === null ? "a kind has letters and digits only" : `did you mean ${near}?`;
    throw new SchedulerError("BAD_USAGE", `"${bearer}" is not a kind`, [because]);
  }
  if (scope === "--global" || facts?.shared !== true || bearer === "ingress") return;
  const command = `dokku scheduler-kubernetes:${sort}-set --global ${bearer} ${key} ${value}`.trimEnd();
  throw new SchedulerError("BAD_USAGE", `set ${sort} of the ${bearer} of ${scope}`, ["apps share it"], command);
}

function checkType(bearer: Bearer, processType: string): void {
  const wrong = (because: string) =>
    new SchedulerError("BAD_USAGE", `"${processType}" is not a process type`, [because]);
  if (!/^[A-Za-z0-9_-]{1,63}$/.test(processType)) throw wrong("a process type has 1 to 63 letters, digits, - and _");
  if (bearers.get(bearer)?.typed !== true) {
    const doing = `set it for ${processType} alone`;
    throw new SchedulerError(
      "BAD_USAGE",
      doing,
      [`a ${bearer} belongs to no process type`],
      "leave out --process-type",
    );
  }
}

/** An app's Ingress may be that of others too. */
async function saySharing(app: string): Promise<void> {
  const records = [...(await readRecords())];
  const [own] = records.find(([name]) => name === app)?.[1].routes ?? [];
  if (own === undefined || own.ingress === null) return;
  const sharing = records.flatMap(([name, { routes }]) => {
    const isSame = routes.some(({ ingress, namespace }) => ingress === own.ingress && namespace === own.namespace);
    return isSame && name !== app ? [name] : [];
  });
  detail(`to apply it at once: dokku proxy:build-config ${app}`);
  if (sharing.length === 0) return;
  detail(`${own.ingress} is also the Ingress of ${sharing.join(", ")}`);
  detail(`to give ${app} one of its own: dokku scheduler-kubernetes:set ${app} ingress-per-app true`);
}

async function sayWhen(namespace: string): Promise<void> {
  const apps = [...(await readRecords())].filter(([, record]) => record.namespace.name === namespace);
  const routed = apps.find(([, record]) => record.routes.length > 0)?.[0];
  if (routed !== undefined) detail(`to apply it at once: dokku proxy:build-config ${routed}`);
}
