// The status of routes and of their Gateways -> whether requests come through, and why not, in sentences.
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, entryOf, list } from "../model/read.ts";
import { type Condition, conditionsOf } from "./conditions.ts";
import type { Trouble } from "./evidence.ts";

interface Asked {
  readonly app: string;
  readonly gateways: readonly KubeObject[];
  readonly pending: string;
}

export interface Attached {
  /** What a controller refuses, or cannot follow. */
  readonly troubles: readonly Trouble[];
  /** What no controller has said anything of, yet, and what comes without anybody's help. */
  readonly unanswered: readonly string[];
  /** Listeners that wait for a certificate. */
  readonly uncertified: readonly string[];
}

/**
 * `objects` are routes, and the Gateways that they name as far as those may be read, as they are in the cluster. `pending` is the Secret that
 * cert-manager may have yet to make: the listener that needs it waits for it, and no release does.
 */
export function attached(app: string, objects: readonly KubeObject[], pending: string): Attached {
  const gateways = objects.filter(({ kind }) => kind === "Gateway");
  const found = objects
    .filter(({ kind }) => kind !== "Gateway")
    .flatMap((route) =>
      list(at(route.spec, "parentRefs")).map((parent) => judged({ app, gateways, pending }, route, parent)),
    );
  return {
    troubles: unique(found.flatMap(({ troubles }) => troubles)),
    unanswered: [...new Set(found.flatMap(({ unanswered }) => unanswered))],
    uncertified: [...new Set(found.flatMap(({ uncertified }) => uncertified))],
  };
}

const NOTHING: Attached = { troubles: [], unanswered: [], uncertified: [] };

function unique(troubles: readonly Trouble[]): readonly Trouble[] {
  return troubles.filter(({ says }, index) => troubles.findIndex((one) => one.says === says) === index);
}

function judged(asked: Asked, route: KubeObject, parent: unknown): Attached {
  const where = whereOf(route, parent);
  const gateway = asked.gateways.find(
    ({ metadata }) => metadata.name === where.name && metadata.namespace === where.namespace,
  );
  const listener = gateway === undefined ? NOTHING : ofGateway(asked, gateway, where.listener);
  if (listener !== NOTHING) return listener;
  return ofRoute(asked, route, where);
}

interface Where {
  readonly namespace: string;
  readonly name: string;
  /** Null is all of them. */
  readonly listener: string | null;
}

function whereOf({ metadata }: KubeObject, parent: unknown): Where {
  const listener = at(parent, "sectionName");
  return {
    namespace: String(at(parent, "namespace") ?? metadata.namespace),
    name: String(at(parent, "name")),
    listener: typeof listener === "string" ? listener : null,
  };
}

const titleOf = ({ namespace, name }: Pick<Where, "namespace" | "name">) => `Gateway ${namespace}/${name}`;

/** What is wrong with a Gateway whatever is routed by it. */
export const ofGatewayItself = (app: string, gateway: KubeObject): Attached =>
  ofGateway({ app, gateways: [], pending: "" }, gateway, null);

/** Its own conditions first: no route gets through a Gateway that is none. */
function ofGateway({ app, pending }: Asked, gateway: KubeObject, listener: string | null): Attached {
  const { namespace = "", name } = gateway.metadata;
  const title = titleOf({ namespace, name });
  const helps = `see: ${kubectlOf(app)} describe gateway ${name} -n ${namespace}`;
  const own = fresh(gateway, conditionsOf(gateway));
  const accepted = own.find(({ type }) => type === "Accepted");
  if (accepted === undefined)
    return {
      ...NOTHING,
      unanswered: [`no controller has accepted ${title}, of GatewayClass ${at(gateway.spec, "gatewayClassName")}`],
    };
  const status = list(at(gateway.status, "listeners")).find((one) => at(one, "name") === listener);
  const wrong = fresh(gateway, list(at(status, "conditions")) as readonly Condition[]).find(isWrong);
  if (wrong !== undefined) {
    const about = `listener ${listener} of ${title}`;
    if (wrong.reason === "InvalidCertificateRef" && secretsOf(gateway, listener).includes(pending))
      return { ...NOTHING, uncertified: [`${about} waits for the certificate in Secret ${pending}`] };
    return notWorking(about, wrong, helps);
  }
  const failed = own.find((one) => ["Accepted", "Programmed"].includes(one.type) && one.status === "False");
  return failed === undefined ? NOTHING : notWorking(title, failed, helps);
}

/** Reasons that go by themselves: a cloud takes minutes for the address of a load balancer. */
const COMING: readonly string[] = ["Pending", "AddressNotAssigned", "NoResources"];

function notWorking(about: string, condition: Condition, helps: string): Attached {
  const says = `${about}: ${textOf(condition)}`;
  if (COMING.includes(condition.reason ?? "")) return { ...NOTHING, unanswered: [says] };
  return { ...NOTHING, troubles: [{ isFinal: false, says, helps }] };
}

const secretsOf = (gateway: KubeObject, listener: string | null) =>
  list(at(gateway.spec, "listeners"))
    .filter((one) => at(one, "name") === listener)
    .flatMap((one) => list(at(one, "tls", "certificateRefs")).map((ref) => at(ref, "name")));

function isWrong({ type, status }: Condition): boolean {
  if (type === "Conflicted") return status === "True";
  return ["Accepted", "ResolvedRefs", "Programmed"].includes(type) && status === "False";
}

function ofRoute(asked: Asked, route: KubeObject, where: Where): Attached {
  const title = `${route.kind} ${route.metadata.name}`;
  const found = list(at(route.status, "parents")).find((one) => {
    const parent = whereOf(route, at(one, "parentRef"));
    return parent.name === where.name && parent.namespace === where.namespace && parent.listener === where.listener;
  });
  const conditions = fresh(route, list(at(found, "conditions")) as readonly Condition[]);
  const accepted = conditions.find(({ type }) => type === "Accepted");
  if (accepted === undefined)
    return { ...NOTHING, unanswered: [`no controller has accepted ${title} on ${titleOf(where)}`] };
  const failed = [accepted, ...conditions.filter(({ type }) => type === "ResolvedRefs")].find(
    ({ status }) => status === "False",
  );
  return failed === undefined ? NOTHING : { ...NOTHING, troubles: [troubleOf(asked, route, where, failed)] };
}

function troubleOf({ app }: Asked, route: KubeObject, where: Where, failed: Condition): Trouble {
  const { kind, metadata } = route;
  const title = titleOf(where);
  const at = where.listener === null ? "" : ` at its listener ${where.listener}`;
  const kubectl = kubectlOf(app);
  const known: Readonly<Record<string, readonly [says: string, helps: string]>> = {
    NotAllowedByListeners: [
      `${title} does not take ${kind}s from namespace ${metadata.namespace}${at}: its allowedRoutes say which it takes`,
      `allow them there, allowedRoutes.namespaces.from: All, or a Selector: ${kubectl} edit gateway ${where.name} -n ${where.namespace}`,
    ],
    NoMatchingParent: [
      `${title} has no listener${where.listener === null ? "" : ` ${where.listener}`} that works`,
      `see: ${kubectl} describe gateway ${where.name} -n ${where.namespace}`,
    ],
    NoMatchingListenerHostname: [
      `${title} takes none of the hosts of ${kind} ${metadata.name}${at}`,
      `dokku domains:report ${app}\nsee: ${kubectl} describe gateway ${where.name} -n ${where.namespace}`,
    ],
  };
  const [says, helps] = entryOf(known, failed.reason ?? "") ?? [
    `${title} does not serve ${kind} ${metadata.name}${at}: ${textOf(failed)}`,
    `see: ${kubectl} describe ${kind.toLowerCase()} ${metadata.name} -n ${metadata.namespace}`,
  ];
  return { isFinal: false, says, helps };
}

/** What was said of the object as it is now; it is made with conditions that say `Unknown`. */
function fresh({ metadata }: KubeObject, conditions: readonly Condition[]): readonly Condition[] {
  const generation = Number(at(metadata, "generation") ?? 0);
  const isNow = (condition: Condition) => Number(at(condition, "observedGeneration") ?? generation) >= generation;
  return conditions.filter((condition) => condition.status !== "Unknown" && isNow(condition));
}

const textOf = ({ reason = "no reason", message = "" }: Condition) =>
  message === "" ? reason : `${message} (${reason})`;
