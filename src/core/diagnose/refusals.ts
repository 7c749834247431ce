// Pods that the cluster does not let come to be.
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import { conditionsOf } from "./conditions.ts";
import { type Evidence, mayHeal, SETTLED, type Trouble, typeFlag, warningsOf } from "./evidence.ts";

/** Why a ReplicaSet could not create its pods. */
export function refusal(owner: KubeObject, evidence: Evidence): Trouble | null {
  const failure = conditionsOf(owner).find(({ type, status }) => type === "ReplicaFailure" && status === "True");
  if (failure === undefined) return null;
  return refused(failure.message ?? "no reason given", failure.reason ?? "", ownerOf(owner, evidence));
}

/** Seconds that an event may be older than what it is about, by another clock. */
const SKEW = 5;

/** Why a Job, StatefulSet or DaemonSet, which have no such condition, could not: what it was warned of last, since its rollout began. */
export function creationRefusal(owner: KubeObject, evidence: Evidence): Trouble | null {
  const since = owner.kind === "Job" ? 0 : evidence.now - 1000 * (evidence.seconds + SKEW);
  const warnings = warningsOf(evidence, owner.metadata.name, since);
  const failure = warnings.find(({ reason }) => reason === "FailedCreate");
  if (failure === undefined) return null;
  const message = failure.message.replace(/^.*?(?:Error creating|failed error): /s, "");
  return refused(message, failure.reason, ownerOf(owner, evidence));
}

const ownerOf = (owner: KubeObject, { app, seconds }: Evidence): Owner => ({
  app,
  seconds,
  place: owner.metadata.namespace ?? "NAMESPACE",
  flag: typeFlag(owner),
});

interface Owner {
  readonly app: string;
  readonly seconds: number;
  readonly place: string;
  /** As `typeFlag`. */
  readonly flag: string;
}

interface Kind {
  readonly sign: RegExp;
  readonly says: string;
  readonly helps: (why: string, owner: Owner) => string;
}

/** By the words of admission plugins that come with Kubernetes: they give no reason of their own. */
const kinds: readonly Kind[] = [
  {
    sign: /^failed quota: .*must specify/s,
    says: "the namespace has a quota that wants to know what each pod may take",
    helps: (why, { app, flag }) => amountsIn(why, flag, app),
  },
  {
    sign: /^exceeded quota/,
    says: "the namespace's quota leaves no room for its pods",
    helps: (_why, { app, flag, place }) =>
      `request less: dokku resource:limit${flag} ${app}, or have the quota raised: ${kubectlOf(app)} describe quota -n ${place}`,
  },
  {
    sign: /^violates PodSecurity/,
    says: "the namespace's pod security level does not allow its pods",
    helps: (why, { app, place }) =>
      `meet it: dokku scheduler-kubernetes:set ${app} pod-security ${/"(baseline|restricted):/.exec(why)?.[1] ?? "LEVEL"}; or see what the namespace enforces: ${kubectlOf(app)} get namespace ${place} --show-labels`,
  },
  {
    // LimitRange: what it adds to a pod may contradict what the pod has, and is refused as invalid then.
    sign: /must be less than or equal to \w+ limit|^(?:maximum|minimum) \S+ usage per|limit to request ratio per/,
    says: "the namespace's LimitRange and the resources of its pods do not go together",
    helps: (_why, { app, flag, place }) =>
      `see: ${kubectlOf(app)} describe limitrange -n ${place}; then set both: dokku resource:limit and resource:reserve${flag} ${app}`,
  },
];

/** FailedCreate is all that Kubernetes says of it, whoever refused. A quota may be free again once old pods have left. */
function refused(message: string, reason: string, owner: Owner): Trouble {
  const [, why = message] = /^pods? "[^"]*" is (?:forbidden|invalid): (.*)$/is.exec(message) ?? [];
  const kind = kinds.find(({ sign }) => sign.test(why));
  return {
    isFinal: reason === "FailedCreate" && owner.seconds >= SETTLED && (kind !== undefined || !mayHeal(why)),
    says: `${kind?.says ?? "the cluster rejects its pods"}: ${why}`,
    helps:
      kind?.helps(why, owner) ??
      `see: ${kubectlOf(owner.app)} get events -n ${owner.place} --field-selector reason=FailedCreate`,
  };
}

/** `must specify limits.memory for: web; requests.cpu for: web` */
function amountsIn(why: string, flag: string, app: string): string {
  const missing = [...why.matchAll(/\b(?:(requests|limits)\.)?(cpu|memory) for: /g)];
  const of = (command: string, which: (kind: string | undefined) => boolean) => {
    const flags = missing.filter(([, kind]) => which(kind)).map(([, , name = ""]) => `--${name} ${amounts[name]}`);
    return flags.length === 0 ? [] : [`dokku resource:${command} ${[...new Set(flags)].join(" ")}${flag} ${app}`];
  };
  const commands = [...of("reserve", (kind) => kind !== "limits"), ...of("limit", (kind) => kind === "limits")];
  return `set it: ${commands.length === 0 ? `see docs/resources.md` : commands.join("; ")}`;
}

const amounts: Readonly<Record<string, string>> = { cpu: "CORES", memory: "MEGABYTES" };
