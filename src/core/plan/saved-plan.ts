// A plan that is kept, to be carried out as it is or not at all: hashes of what would be sent and of what is there, and no content.
import { createHash } from "node:crypto";
import { SchedulerError } from "../errors.ts";
import { clusterName } from "../model/cluster.ts";
import { type KubeObject, key, type Ref, refOf } from "../model/manifest.ts";
import { at, fields } from "../model/read.ts";
import { isContentName } from "../objects/content-name.ts";
import { isPullSecret, withoutLogin } from "../objects/registry-secret.ts";
import { isRoute } from "../objects/routing.ts";
import { canaryRefs } from "./canary.ts";
import type { Plan, Wanted } from "./plan.ts";
import { comparable } from "./preview.ts";
import { withShare } from "./weights.ts";

/** Of an object: as it would be sent, and as it is; null for one that is not there, or whose name says what is in it. */
interface Hashes {
  readonly rendered: string;
  readonly live: string | null;
}

export interface SavedPlan {
  readonly app: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly namespace: string;
  /** Null is the default cluster. */
  readonly cluster: string | null;
  readonly image: string;
  /** The process type that runs first; null for none. */
  readonly releaseTask: string | null;
  /** By the object's key. */
  readonly objects: Readonly<Record<string, Hashes>>;
  /** Keys of what would be removed. */
  readonly removed: readonly string[];
}

export interface Laid {
  readonly wanted: Wanted;
  readonly plan: Plan;
  readonly live: readonly KubeObject[];
  readonly past: { readonly startedAt: string };
}

export function fingerprint({ wanted, plan, live, past }: Laid, releaseTask: string | null): SavedPlan {
  const there = new Map(live.map((object) => [key(refOf(object)), object]));
  const objects = plan.apply.map(({ ref, object }) => {
    const now = there.get(key(ref));
    const isSeen = now !== undefined && !isTasks(plan.app, ref);
    const rendered = hash(withoutLogin(plan.app, object));
    const hashes: Hashes = { rendered, live: isSeen ? hash(asSeen(plan.app, now, object)) : null };
    return [key(ref), hashes] as const;
  });
  const { first, remove, prune, place } = plan;
  // A canary that has tried the release is gone with it.
  const canary = canaryRefs(plan.app, place).map(key);
  return {
    app: plan.app,
    madeAt: past.startedAt,
    namespace: place.namespace,
    cluster: clusterName(place.cluster),
    image: wanted.facts.image.reference,
    releaseTask,
    objects: Object.fromEntries(objects),
    removed: [...first.unscale, ...remove, ...prune].map(key).filter((name) => !canary.includes(name)),
  };
}

/** Whether a release task has it before the release has. */
const isTasks = (app: string, ref: Ref) =>
  ref.kind === "Namespace" || isContentName(app, "env", ref.name) || isPullSecret(app, ref);

/** The count of an autoscaler changes by itself, and the share of a canary is gone with it. */
function asSeen(app: string, now: KubeObject, wanted: KubeObject): KubeObject {
  if (isRoute(now)) return comparable(withShare(app, now, null));
  const { replicas, ...spec } = fields(now.spec);
  const isOurs = replicas === undefined || at(wanted.spec, "replicas") !== undefined;
  return comparable(isOurs ? now : { ...now, spec });
}

const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** Throws PLAN_OUTDATED with all that is not as it was. */
export function mustBeAsPlanned(saved: SavedPlan, now: SavedPlan): void {
  const because = [...placeChanges(saved, now), ...objectChanges(saved, now)];
  if (because.length === 0) return;
  throw new SchedulerError(
    "PLAN_OUTDATED",
    `deploy ${now.app} by its plan of ${saved.madeAt}`,
    [...because, "nothing was applied"],
    `look again: dokku scheduler-kubernetes:plan ${now.app} --out FILE`,
  );
}

function placeChanges(saved: SavedPlan, now: SavedPlan): readonly string[] {
  const words = {
    app: ["app", ""],
    cluster: ["cluster", "the default one"],
    namespace: ["namespace", ""],
    image: ["image", ""],
    releaseTask: ["release task", "none"],
  } as const;
  return Object.entries(words).flatMap(([name, [word, absent]]) => {
    const [was, is] = [saved, now].map((one) => one[name as keyof typeof words] ?? absent);
    return was === is ? [] : [`the ${word} was ${was}, and is ${is} now`];
  });
}

function objectChanges(saved: SavedPlan, now: SavedPlan): readonly string[] {
  const keys = [...new Set([...Object.keys(saved.objects), ...Object.keys(now.objects)])];
  const goes = new Set([...saved.removed, ...now.removed]);
  return [
    ...keys.flatMap((name) => sentence(nameOf(name), saved.objects[name], now.objects[name])),
    ...[...goes].flatMap((name) => {
      const [was, is] = [saved, now].map(({ removed }) => removed.includes(name));
      if (was === is) return [];
      return [is ? `${nameOf(name)} would be removed as well` : `${nameOf(name)} would not be removed any more`];
    }),
  ];
}

const nameOf = (name: string) => {
  const [, kind, , ...rest] = name.split(" ");
  return `${kind} ${rest.join(" ")}`;
};

function sentence(name: string, was: Hashes | undefined, is: Hashes | undefined): readonly string[] {
  if (was === undefined) return [`${name} is new in the release`];
  if (is === undefined) return [`${name} is not in the release any more`];
  return [
    ...(was.rendered === is.rendered ? [] : [`${name} would be sent otherwise`]),
    ...(was.live === is.live ? [] : [`${name} was ${happened(was, is)} in the cluster`]),
  ];
}

function happened({ live: was }: Hashes, { live: is }: Hashes): string {
  if (was === null) return "created";
  return is === null ? "removed" : "changed";
}
