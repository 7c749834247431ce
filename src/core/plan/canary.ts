// The canary of a release: a second Deployment beside that of web, whose few new pods get a share of its requests before any old pod goes.
import { wantedOf } from "../diagnose/rollout-status.ts";
import type { Place } from "../model/cluster.ts";
import { isAmong, type KubeObject, key, liveOf, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import type { ReleaseRecord } from "../model/record.ts";
import {
  CANARY,
  canaryLabel,
  nameAnnotations,
  ownCanaryLabels,
  processLabels,
  processName,
  serviceName,
} from "../objects/labels.ts";
import { isPullSecret } from "../objects/registry-secret.ts";
import { isOnGateway } from "../objects/routing.ts";
import type { CanaryStep } from "../properties/canary.ts";
import { inventory } from "./changes.ts";
import { type History, lastGood } from "./history.ts";
import { nothing, type Plan, type Wanted } from "./plan.ts";
import { named } from "./references.ts";
import { isUnchanged } from "./settled.ts";
import { isDivisible } from "./weights.ts";

export interface Canary {
  /** The Deployment of web, as the release has it. */
  readonly web: Manifest;
  /** What its pods name, and the cluster does not have yet. */
  readonly needs: readonly Manifest[];
  /** The Service of web, where the routes of a Gateway can divide the requests between it and one of the canary's own. */
  readonly service: Manifest | null;
}

/** Of a release; a sentence where there is none to try. `live` are those of its objects that are there. */
export function canaryOf(
  { release, record, facts }: Pick<Wanted, "release" | "record" | "facts">,
  live: readonly KubeObject[],
  history: History,
): Canary | string {
  if (record === null) return "it is the first release";
  const web = release.manifests.find((one) => one.ref.kind === "Deployment" && one.processType === "web");
  if (web === undefined) return "the release has no Deployment of web";
  if (at(web.object.spec, "replicas") === 0) return "web is scaled to 0";
  const there = new Set(live.map((object) => key(refOf(object))));
  if (podsOf(liveOf(live, web.ref)) === 0) return "no pods of web run yet";
  if (at(web.object.spec, "strategy", "type") === "Recreate") return "old pods of web stop before new ones start";
  if (isSame(web.object, lastGood(history)?.manifests.map(({ object }) => object) ?? []))
    return "the pods of web do not change";
  if (isElsewhere(release.manifests, live))
    return "web listens on another port: its Service changes with the rollout alone";
  const names = new Set(named(web).map(({ kind, name }) => `${kind} ${name}`));
  // A login may have changed, or expired, since the last deploy.
  const isNeeded = ({ ref }: Manifest) =>
    isPullSecret(release.app, ref) || (names.has(`${ref.kind} ${ref.name}`) && !there.has(key(ref)));
  const needs = release.manifests.filter(isNeeded);
  const isOnlyRoutedByGateway = [...record.routes, ...facts.routes].every(isOnGateway);
  const isByWeights = isOnlyRoutedByGateway && live.some((object) => isDivisible(release.app, object));
  const service = release.manifests.find(isServiceOfWeb);
  return { web, needs, service: isByWeights && service !== undefined ? service : null };
}

const isServiceOfWeb = ({ ref, processType }: Manifest) => ref.kind === "Service" && processType === "web";

/** Whether the Service that sends requests to old and new pods would send them to a port that the new ones do not have. */
function isElsewhere(manifests: readonly Manifest[], live: readonly KubeObject[]): boolean {
  const targets = (service: KubeObject) =>
    list(at(service.spec, "ports"))
      .map((port) => String(at(port, "targetPort")))
      .sort();
  return manifests.filter(isServiceOfWeb).some(({ ref, object }) => {
    const now = liveOf(live, ref);
    return now !== undefined && targets(now).join() !== targets(object).join();
  });
}

/** Both ways: a field that goes is a change too. */
function isSame(web: KubeObject, before: readonly KubeObject[]): boolean {
  const old = before.find(({ kind, metadata }) => kind === web.kind && metadata.name === web.metadata.name);
  const [was, is] = [at(old?.spec, "template"), at(web.spec, "template")];
  return isUnchanged(is, was) && isUnchanged(was, is);
}

/** How many pods a Deployment wants; 0 of one that is not there. */
export function podsOf(deployment: KubeObject | null | undefined): number {
  return deployment ? wantedOf(deployment) : 0;
}

/** How many of the new release give it that share beside the old ones, or less: at least one, and no more than there are old ones. */
export function newPods(percent: number, old: number): number {
  return Math.min(old, Math.max(1, Math.floor((old * percent) / (100 - percent))));
}

/**
 * How many of the new release serve that share as well as the old ones served all: at least one. `old` is of each step until now, for an autoscaler
 * removes those that the steps before have relieved.
 */
export const weighedPods = (percent: number, old: readonly number[]) =>
  Math.max(1, Math.ceil((Math.max(...old) * percent) / 100));

/** Each pod gets as much: how many percent. */
export const shareOf = (pods: number, old: number) => Math.round((100 * pods) / (pods + old));

/** `1 new pod beside 3: 10% of the requests`. */
const says = (pods: number, old: number, share: number) =>
  `${pods} new ${pods === 1 ? "pod" : "pods"} beside ${old}: ${share}% of the requests`;

/** Where weights give the share. */
export const weighedLine = ({ percent }: CanaryStep, pods: number, old: number) =>
  `${says(pods, old, percent)}, by the weights of its routes`;

/** And why it is not the one that was asked for. */
export function shareLine({ percent }: CanaryStep, pods: number, old: number): string {
  const share = shareOf(pods, old);
  const line = says(pods, old, share);
  if (share === percent) return line;
  const why =
    pods === old && share < percent
      ? "more new pods than old ones are not started"
      : `${pods + old} pods cannot share them otherwise`;
  return `${line}, not ${percent}%: ${why}`;
}

/** What is left after an interruption. In the end of a rollout the requests go back to web: nobody knows how far that was. */
export const leftLine = (app: string, isTried: boolean) =>
  isTried
    ? `the rollout that follows the canary of ${app} had begun, and the canary is still there`
    : `the canary of ${app} keeps its share of the requests`;

/** What runs when the canary is gone. */
export const runsLine = (app: string, isTried: boolean) =>
  isTried ? "what ran beside it stays as it is" : `${app} runs as before: none of its pods was replaced`;

export interface Recorded {
  readonly app: string;
  readonly place: Place;
  readonly record: ReleaseRecord;
}

export function canaryRef(app: string, { namespace }: Place): Ref {
  return { apiVersion: "apps/v1", kind: "Deployment", namespace, name: processName(app, CANARY) };
}

export function canaryServiceRef(app: string, { namespace }: Place): Ref {
  return { apiVersion: "v1", kind: "Service", namespace, name: serviceName(app, CANARY) };
}

/** All that it may consist of, but what its pods name. */
export const canaryRefs = (app: string, place: Place): readonly Ref[] => [
  canaryRef(app, place),
  canaryServiceRef(app, place),
];

/** Whether its Service is among the objects: routes may send requests there. */
export function isServed(app: string, place: Place, objects: readonly Ref[]): boolean {
  return isAmong(objects, canaryServiceRef(app, place));
}

/** Which step it is at, and since when, for who asks. */
export const STEP = "dokku.com/canary-step";
export const SINCE = "dokku.com/canary-since";
/** What somebody wants of it: see `Asked`. */
export const ASKED = "dokku.com/canary-asked";

/** It is recorded first: whatever happens from then on, the next release removes it. */
export function planCanary({ app, place, record }: Recorded, apply: readonly Manifest[]): Plan {
  return {
    ...nothing(app, place),
    apply,
    doing: { apply: `start the canary of ${app}`, remove: null },
    record: { when: "before", is: { ...record, objects: inventory(record, apply, []) } },
  };
}

export function planNoCanary({ app, place, record }: Recorded): Plan {
  const remove = canaryRefs(app, place).filter((ref) => isAmong(record.objects, ref));
  return {
    ...nothing(app, place),
    remove,
    doing: { apply: null, remove: `remove the canary of ${app}` },
    record: { when: "after", is: { ...record, objects: inventory(record, [], remove) } },
  };
}

export function hasCanary({ app, place, record }: Recorded): boolean {
  return isAmong(record.objects, canaryRef(app, place));
}

/** Its Service; none where that of web sends to its pods too. */
export function canaryServices(
  { app, place }: Pick<Recorded, "app" | "place">,
  { service }: Canary,
): readonly Manifest[] {
  if (service === null) return [];
  const { object } = service;
  const { metadata, spec } = object;
  const ref = canaryServiceRef(app, place);
  const ports = list(at(spec, "ports")).map((port) => {
    const { nodePort: _, ...own } = fields(port);
    return own;
  });
  const labels = { ...metadata.labels, ...processLabels(app, CANARY), ...canaryLabel };
  const annotations = { ...metadata.annotations, ...nameAnnotations(app, CANARY) };
  // Not of the type of web's: it would get another address outside the cluster.
  const selector = { ...fields(at(spec, "selector")), ...ownCanaryLabels };
  return [
    {
      ...service,
      ref,
      object: { ...object, metadata: { ...metadata, name: ref.name, labels, annotations }, spec: { ports, selector } },
    },
  ];
}

/** Whether routes give it its share, for web's Service does not send to its pods. */
export const isWeighed = ({ spec }: KubeObject) => at(spec, "selector", "matchLabels", "process-type") === CANARY;

/** Its Deployment. */
export function canaryManifest(
  { app, place }: Pick<Recorded, "app" | "place">,
  { web, service }: Canary,
  pods: number,
  { text, since }: { readonly text: string; readonly since: string },
): Manifest {
  const own = service === null ? canaryLabel : ownCanaryLabels;
  const { metadata, spec } = web.object;
  const names = nameAnnotations(app, CANARY);
  const ref = canaryRef(app, place);
  const template = fields(at(spec, "template"));
  const ofPods = fields(template.metadata);
  return {
    ...web,
    ref,
    object: {
      ...web.object,
      metadata: {
        ...metadata,
        name: ref.name,
        labels: { ...metadata.labels, ...processLabels(app, CANARY), ...canaryLabel },
        annotations: { ...metadata.annotations, ...names, [STEP]: text, [SINCE]: since },
      },
      spec: {
        ...fields(spec),
        replicas: pods,
        selector: { matchLabels: { ...fields(at(spec, "selector", "matchLabels")), ...own } },
        template: {
          ...template,
          metadata: {
            ...ofPods,
            labels: { ...fields(ofPods.labels), ...own },
            annotations: { ...fields(ofPods.annotations), ...names },
          },
        },
      },
    },
  };
}

export type Asked = "promote" | "abort";

export function askedOf(deployment: KubeObject): Asked | null {
  const word = deployment.metadata.annotations?.[ASKED];
  return word === "promote" || word === "abort" ? word : null;
}
