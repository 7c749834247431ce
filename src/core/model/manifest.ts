// One rendered object with its source and what is wrong with it; a release is all of them, valid.

export type StringMap = Readonly<Record<string, string>>;

/** Something wrong in data. It is collected; only an `error` stops a deploy. */
export interface Issue {
  readonly severity: "error" | "warning";
  /** Id of the rule that says so; null when none does. */
  readonly rule: string | null;
  /** JSON pointer into the object, or `file:line` of a template; empty when it is about the whole. */
  readonly path: string;
  readonly message: string;
}

export interface Ref {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null for a cluster-scoped object. */
  readonly namespace: string | null;
  readonly name: string;
}

/** A parsed Kubernetes object. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

export function refOf({ apiVersion, kind, metadata }: KubeObject): Ref {
  return { apiVersion, kind, namespace: metadata.namespace ?? null, name: metadata.name };
}

/** Without the API version: an object keeps its identity when Kubernetes moves it to another. */
export function key({ apiVersion, kind, namespace, name }: Ref): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return [group, kind, namespace, name].join(" ");
}

/** The live object of a ref. */
export const liveOf = (live: readonly KubeObject[], ref: Ref) => live.find((one) => key(refOf(one)) === key(ref));

export const isAmong = (refs: readonly Ref[], ref: Ref) => refs.some((one) => key(one) === key(ref));

/** Deleted, but kept until its finalizers are done. */
export function isTerminating({ metadata }: KubeObject): boolean {
  return (metadata as { readonly deletionTimestamp?: string }).deletionTimestamp !== undefined;
}

/** What decides the number of pods in place of the scale. */
export const isAutoscaler = ({ kind }: Pick<Ref, "kind">) =>
  kind === "HorizontalPodAutoscaler" || kind === "ScaledObject";

/** KEDA starts pods of what is scaled to 0; Kubernetes' own autoscaler rests then. */
export const startsPods = ({ kind }: Pick<Ref, "kind">) => kind === "ScaledObject";

export type Origin = "built-in" | "site" | "app" | "repository" | "trigger";

export interface Source {
  /** Path of the template, for messages. */
  readonly template: string;
  readonly origin: Origin;
  /** Paths of the patches that were merged into it, for messages. */
  readonly patches: readonly string[];
  /** A site, an app or another plugin has a part in what it looks like. */
  readonly touched: boolean;
  /** Where in its templates the text stands that a JSON pointer into the object leads to; null when nobody can tell. */
  readonly locate: (pointer: string) => Position | null;
}

/** A place in a template. */
export interface Position {
  /** Of the file, for a person. */
  readonly path: string;
  readonly origin: Origin;
  /** The whole file's. */
  readonly text: string;
  /** From 1; null for the whole. */
  readonly line: number | null;
}

/** The source of what no template has printed as it is. */
export function unlocated(template: string, origin: Origin): Source {
  return { template, origin, patches: [], touched: origin !== "built-in", locate: () => null };
}

export interface Manifest {
  readonly source: Source;
  readonly ref: Ref;
  /** The process type it belongs to; null for an object of the whole app or namespace. */
  readonly processType: string | null;
  readonly object: KubeObject;
  readonly issues: readonly Issue[];
}

declare const validated: unique symbol;

/** All manifests of one deploy, in apply order, none with an error. Only `validate` makes one. */
export interface Release {
  readonly app: string;
  readonly namespace: string;
  readonly manifests: readonly Manifest[];
  readonly [validated]: true;
}

/** What a release of the history laid out: it was valid when it was made, and is applied as it was. */
export interface PastObjects {
  readonly app: string;
  readonly namespace: string;
  /** The number of that release. */
  readonly number: number;
  readonly manifests: readonly Manifest[];
}

export type Deployable = Release | PastObjects;
