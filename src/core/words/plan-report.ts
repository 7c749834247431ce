// How plans and differences of releases are printed.
import type { SchedulerError } from "../errors.ts";
import type { ConfigChange } from "../model/past-release.ts";
import { type ChangedObjects, type Effect, hasChanges, type Preview } from "../plan/preview.ts";
import type { ReleaseDifference } from "../plan/release-difference.ts";
import { columnsWithin, shortened } from "./columns.ts";
import { configText } from "./history-report.ts";
import { fieldLine, named, SIGNS } from "./template-check.ts";

export function planTitle({ app, release, namespace, cluster }: Preview): string {
  return `${app}: what release ${release} would change in namespace ${namespace}${cluster === null ? "" : ` of cluster ${cluster}`}`;
}

export function planLines(preview: Preview, width: number): readonly string[] {
  const { image, processes, config, drift, taken, notes } = preview;
  return [
    ...columnsWithin(
      [
        ...(processes.length === 0 ? [] : [["PROCESS", "PODS", "DOES"]]),
        ...processes.map((one) => [one.process, podsText(one), doesText(one)]),
      ],
      width,
    ),
    ...between([
      ...imageLines(image.from, image.to, width),
      ...configLines(config, "what the release before ran with is gone"),
    ]),
    ...between(objectLines(preview)),
    ...between([
      ...drift,
      ...taken.map(
        ({ kind, name, path, manager }) => `${path} of ${kind} ${name} is set by ${manager}: it becomes ours`,
      ),
      ...notes,
    ]),
  ];
}

/** A part, with a line before it where it has any. */
const between = (lines: readonly string[]) => (lines.length === 0 ? [] : ["", ...lines]);

function podsText({ scale: { from, to } }: Effect): string {
  return from === null || from === to ? `${to}` : `${from} -> ${to}`;
}

export function doesText({ scale: { from, to }, new_pods: count, replaced }: Effect): string {
  const fewer = (from ?? 0) - (to ?? 0);
  if (count > 0) return `${count} ${replaced || from === null ? "new" : "more"} ${pods(count)}`;
  return fewer > 0 ? `${fewer} fewer ${pods(fewer)}` : "nothing";
}

const pods = (count: number) => (count === 1 ? "pod" : "pods");

function imageLines(from: string | null, to: string, width: number): readonly string[] {
  const room = width - "Image   ".length;
  const both = Math.floor((room - " -> ".length) / 2);
  const text = from === null ? shortened(to, room) : `${shortened(from, both)} -> ${shortened(to, both)}`;
  return from === to ? [] : [`Image   ${text}`];
}

function configLines(config: ConfigChange | null, why: string): readonly string[] {
  const text = config === null ? `not known: ${why}` : configText(config);
  return text === "" ? [] : [`Config  ${text}`];
}

function objectLines({ created, changed, removed }: ChangedObjects): readonly string[] {
  return [
    ...created.map(({ kind, name }) => `${SIGNS.added} ${kind} ${name}`),
    ...changed.flatMap(({ kind, name, fields }) => [`${SIGNS.changed} ${kind} ${name}`, ...fields.map(fieldLine)]),
    ...removed.map(({ kind, name }) => `${SIGNS.removed} ${kind} ${name}`),
  ];
}

export function planSummary(changes: ChangedObjects): string {
  if (!hasChanges(changes)) return "Nothing to do";
  const { created, changed, removed } = changes;
  return `${created.length} created, ${changed.length} changed, ${removed.length} removed`;
}

/** An app's plan, or why there is none. */
export interface Planned {
  readonly app: string;
  readonly plan: Preview | null;
  readonly stopped: SchedulerError | null;
}

/** 0: nothing to do, or nobody asked for more, 1: there is no plan of an app, 2: changes. */
export function planExitCode(planned: readonly Planned[], isAsked: boolean): 0 | 1 | 2 {
  if (planned.some(({ plan }) => plan === null)) return 1;
  return isAsked && planned.some(({ plan }) => plan !== null && hasChanges(plan)) ? 2 : 0;
}

const newPods = ({ processes }: Preview) => processes.reduce((sum, one) => sum + one.new_pods, 0);
const size = ({ created, changed, removed }: ChangedObjects) => created.length + changed.length + removed.length;

/** Those that change, what restarts most first. */
export function planTable(planned: readonly Planned[], width: number): readonly string[] {
  const plans = planned.flatMap(({ plan }) => (plan !== null && hasChanges(plan) ? [plan] : []));
  const sorted = plans.sort((a, b) => newPods(b) - newPods(a) || size(b) - size(a) || (a.app < b.app ? -1 : 1));
  if (sorted.length === 0) return [];
  const rows = [
    ["APP", "CREATED", "CHANGED", "REMOVED", "NEW PODS"],
    ...sorted.map((plan) => [
      plan.app,
      ...[plan.created, plan.changed, plan.removed].map(({ length }) => `${length}`),
      `${newPods(plan)}`,
    ]),
  ];
  return columnsWithin(rows, width, 0);
}

export function planTotal(planned: readonly Planned[]): string {
  const count = (is: (one: Planned) => boolean) => planned.filter(is).length;
  const changed = count(({ plan }) => plan !== null && hasChanges(plan));
  const failed = count(({ stopped }) => stopped !== null);
  return `${planned.length} ${planned.length === 1 ? "app" : "apps"}: ${changed} would change, ${failed} could not be deployed`;
}

/** Why there is no plan, and what was warned of; the same of several apps once. */
export function planWarnings(planned: readonly Planned[]): readonly string[] {
  const said = new Map<string, string[]>();
  for (const { app, plan, stopped } of planned) {
    const lines =
      stopped === null
        ? (plan?.warnings ?? [])
        : [...stopped.because, ...(stopped.next === null ? [] : [stopped.next])];
    const text = stopped === null ? lines : [lines.join("\n") || stopped.doing];
    for (const line of text) said.set(line, [...(said.get(line) ?? []), app]);
  }
  return [...said].map(([line, apps]) => `${named(apps)}: ${line}`);
}

export function planRows(planned: readonly Planned[]): readonly object[] {
  return planned.map(({ app, plan, stopped }) => ({
    app,
    stopped: stopped === null ? null : [stopped.doing, ...stopped.because].join("\n"),
    plan,
  }));
}

export function differenceLines({ image, revision, scale, config, ...changes }: ReleaseDifference): readonly string[] {
  const pair = (word: string, { from, to }: { readonly from: string | null; readonly to: string | null }) =>
    from === to ? [] : [`${word} ${from ?? "none"} -> ${to ?? "none"}`];
  const facts = [
    ...pair("Image   ", image),
    ...pair("Commit  ", revision),
    ...pair("Scale   ", { from: scaleText(scale.from), to: scaleText(scale.to) }),
    ...configLines(config, "the cluster does not say what both ran with").map((line) =>
      line.replace("Config  ", "Config   "),
    ),
  ];
  const objects = objectLines(changes);
  return [...facts, ...(facts.length === 0 ? objects : between(objects))];
}

export function differenceSummary(found: ReleaseDifference): string {
  if (hasChanges(found)) return planSummary(found);
  return differenceLines(found).length === 0 ? "They are the same" : "Their objects are the same";
}

const scaleText = (scale: Readonly<Record<string, number>>) =>
  Object.entries(scale)
    .map(([type, quantity]) => `${type}=${quantity}`)
    .join(" ");
