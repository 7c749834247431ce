// Labels and selectors that several kinds share, and the names that go with them. Those of the original plugin are kept: a selector can
// never be changed.
import type { KubeObject, StringMap } from "../model/manifest.ts";
import { LABEL, LABEL_VALUE, LETTER_FIRST, nameOf } from "./names.ts";

export const MANAGER = "dokku-scheduler-kubernetes";

/** Deployment, autoscaler and container of one process type. */
export function processName(app: string, type: string): string {
  return nameOf([app, type], LABEL);
}

/** Its Service: nearly always the same. */
export function serviceName(app: string, type: string): string {
  return nameOf([app, type], LETTER_FIRST);
}

/** Its StatefulSet and DaemonSet: their pods carry the name with a hash behind it in a label. */
export function workloadName(app: string, type: string, kind: string): string {
  return kind === "Deployment" ? processName(app, type) : nameOf([app, type], LABEL, REVISION);
}

/** A dash and a hash. */
const REVISION = 11;

/** The Service of its StatefulSet. */
export function headlessName(app: string, type: string): string {
  return nameOf([app, type, "pods"], LETTER_FIRST);
}

/** Of all that one process type has; a canary is one of web. */
export const namesOf = (app: string, type: string): readonly string[] => [
  processName(app, type),
  ...(type === "web" ? [processName(app, CANARY), serviceName(app, CANARY)] : []),
  workloadName(app, type, "StatefulSet"),
  serviceName(app, type),
  headlessName(app, type),
];

/** A name of Dokku's as the value of a label. */
export function labelValue(name: string): string {
  return nameOf([name], LABEL_VALUE);
}

export function selectorLabels(app: string, type: string): StringMap {
  return { app: labelValue(app), "process-type": labelValue(type), "app-process-type": processName(app, type) };
}

/** The recommended labels, in addition to the selector's, on the object and its pods. */
export function processLabels(app: string, type: string): StringMap {
  return { ...selectorLabels(app, type), ...recommended(app, labelValue(type), processName(app, type)) };
}

/**
 * The Deployment that tries a release before all pods of web have it is that of a process type of its own, which no Procfile can name. Its
 * pods have the labels of web's, whose Service sends to both, and this one.
 */
export const CANARY = "web.canary";
export const canaryLabel: StringMap = { "dokku.com/canary": "true" };
/** Where it has a Service of its own, for that of web does not send to pods of this type. */
export const ownCanaryLabels: StringMap = { ...canaryLabel, "process-type": CANARY };

/** Finds it and its pods. */
export function canarySelector(app: string): string {
  return [appSelector(app), ...Object.entries(canaryLabel).map((label) => label.join("="))].join();
}

export function appLabels(app: string): StringMap {
  return { app: labelValue(app), ...recommended(app, labelValue(app), labelValue(app)) };
}

/** None of those that select the pods of an app: a Service or a PodDisruptionBudget would select pods that do not serve. */
export function runLabels(app: string, id: string): StringMap {
  return {
    "app.kubernetes.io/name": "run",
    "app.kubernetes.io/part-of": labelValue(app),
    ...managedLabel,
    "dokku.com/run-id": id,
  };
}

/** Finds them; of every app when there is none. */
export function runSelector(app: string): string {
  return `${partSelector(app)},dokku.com/run-id`;
}

export const managedLabel: StringMap = { "app.kubernetes.io/managed-by": MANAGER };

/** On every object of ours, in no selector: which Dokku server made it. */
const SERVER = "dokku.com/server";

export function serverLabel(server: string): StringMap {
  return { [SERVER]: server };
}

/** Together they find what this server made, and what was made before servers had ids. */
export function serverSelectors(server: string): readonly string[] {
  return [`${SERVER}=${server}`, `!${SERVER}`];
}

/** The Dokku server that made an object, when it is another one. What was made before servers had ids is told by its other labels. */
export function otherServerOf({ metadata }: KubeObject, server: string): string | null {
  const made = metadata.labels?.[SERVER] ?? server;
  return made === server ? null : made;
}

function recommended(app: string, name: string, instance: string): StringMap {
  return {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/instance": instance,
    "app.kubernetes.io/part-of": labelValue(app),
    ...managedLabel,
  };
}

export const partLabel = (app: string): StringMap => ({ "app.kubernetes.io/part-of": labelValue(app) });

/** What kubectl finds everything of an app by, one-offs, cron tasks and release tasks too. */
export function partSelector(app: string): string {
  return `app.kubernetes.io/part-of=${labelValue(app)}`;
}

/** What it finds all but those by. */
export function appSelector(app: string): string {
  return `app=${labelValue(app)}`;
}

/** Everything that we made for an app, its one-offs too. */
export function madeSelector(app: string): string {
  return `app.kubernetes.io/part-of=${labelValue(app)},${Object.entries(managedLabel).flat().join("=")}`;
}

/** What kubectl finds the Deployments and pods of an app's process types by, or of one type. */
export function processSelector(app: string, type: string | null = null): string {
  return `${appSelector(app)},${type === null ? "app-process-type" : `process-type=${labelValue(type)}`}`;
}

/** What finds the rest of an app's: its runs. */
export function othersSelector(app: string): string {
  return `app.kubernetes.io/part-of=${labelValue(app)},!app`;
}

export function hasLabels({ metadata: { labels = {} } }: KubeObject, wanted: StringMap): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/** Whether its labels say that it is the app's. The original plugin's have one that nobody else sets. */
export function isOf(app: string, object: KubeObject): boolean {
  const { labels = {} } = object.metadata;
  if (hasLabels(object, managedLabel))
    return [labels.app, labels["app.kubernetes.io/part-of"]].includes(labelValue(app));
  return labels.app === labelValue(app) && labels["app-process-type"] !== undefined;
}

const APP = "dokku.com/app";
const TYPE = "dokku.com/process-type";

/** Dokku's names, on an object or pod whose name or labels cannot hold them; otherwise none. */
export function nameAnnotations(app: string, type: string | null): StringMap {
  const names = [app, ...(type === null ? [] : [type])];
  const isPlain = names.every((name) => labelValue(name) === name) && nameOf(names, LABEL) === names.join("-");
  if (isPlain) return {};
  return { [APP]: app, ...(type === null ? {} : { [TYPE]: type }) };
}

/** The process type in Dokku's words; null for what belongs to none. */
export function processTypeOf({ metadata }: KubeObject): string | null {
  return metadata.annotations?.[TYPE] ?? metadata.labels?.["process-type"] ?? null;
}
