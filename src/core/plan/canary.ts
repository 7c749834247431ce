// The canary of a release: a second Deployment beside that of web, whose few new pods get a share of its requests before any old pod goes.
import { wantedOf } from "../diagnose/rollout-status.ts";
import type { Place } from "../model/cluster.ts";
import { type KubeObject, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import type { ReleaseRecord } from "../model/record.ts";
import { CANARY, canaryLabel, nameAnnotations, processLabels, processName } from "../objects/labels.ts";
import { isPullSecret } from "../objects/registry-secret.ts";
import type { CanaryStep } from "../properties/canary.ts";
import { inventory, key, liveOf } from "./changes.ts";
import { type History, lastGood } from "./history.ts";
import { nothing, type Plan, type Wanted } from "./plan.ts";
import { named } from "./references.ts";
import { isUnchanged } from "./settled.ts";

export interface Canary {
  /** The Deployment of web, as the release has it. */
  readonly web: Manifest;
  /** What its pods name, and the cluster does not have yet. */
  readonly needs: readonly Manifest[];
}

/** Of a release; a sentence where there is none to try. `live` are those of its objects that are there. */
export function canaryOf(
  { release, record }: Pick<Wanted, "release" | "record">,
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
  return { web, needs };
}

/** Whether the Service that sends requests to old and new pods would send them to a port that the new ones do not have. */
function isElsewhere(manifests: readonly Manifest[], live: readonly KubeObject[]): boolean {
  const targets = (service: KubeObject) =>
    list(at(service.spec, "ports"))
      .map((port) => String(at(port, "targetPort")))
      .sort();
  return manifests.some(({ ref, object, processType }) => {
    const now = ref.kind === "Service" && processType === "web" && liveOf(live, ref);
    return now && targets(now).join() !== targets(object).join();
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

/** Each pod gets as much: how many percent. */
export const shareOf = (pods: number, old: number) => Math.round((100 * pods) / (pods + old));

/** `1 new pod beside 3: 25% of the requests`, and why that is not what was asked for. */
export function shareLine({ percent }: CanaryStep, pods: number, old: number): string {
  const share = shareOf(pods, old);
  const says = `${pods} new ${pods === 1 ? "pod" : "pods"} beside ${old}: ${share}% of the requests`;
  if (share === percent) return says;
  const why =
    pods === old && share < percent
      ? "more new pods than old ones are not started"
      : `${pods + old} pods cannot share them otherwise`;
  return `${says}, not ${percent}%: ${why}`;
}

export interface Recorded {
  readonly app: string;
  readonly place: Place;
  readonly record: ReleaseRecord;
}

export function canaryRef(app: string, { namespace }: Place): Ref {
  return { apiVersion: "apps/v1", kind: "Deployment", namespace, name: processName(app, CANARY) };
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
  const remove = [canaryRef(app, place)];
  return {
    ...nothing(app, place),
    remove,
    doing: { apply: null, remove: `remove the canary of ${app}` },
    record: { when: "after", is: { ...record, objects: inventory(record, [], remove) } },
  };
}

export function hasCanary({ app, place, record }: Recorded): boolean {
  const wanted = key(canaryRef(app, place));
  return record.objects.some((ref) => key(ref) === wanted);
}

/** Its Deployment. */
export function canaryManifest(
  { app, place }: Pick<Recorded, "app" | "place">,
  { web }: Canary,
  pods: number,
  { text, since }: { readonly text: string; readonly since: string },
): Manifest {
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
        selector: { matchLabels: { ...fields(at(spec, "selector", "matchLabels")), ...canaryLabel } },
        template: {
          ...template,
          metadata: {
            ...ofPods,
            labels: { ...fields(ofPods.labels), ...canaryLabel },
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
