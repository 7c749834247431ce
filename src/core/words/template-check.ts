// What a check of templates found in the apps of a server, for a person and for a program.
import type { SchedulerError } from "../errors.ts";
import type { Manifest, Ref } from "../model/manifest.ts";
import { pathInWords } from "../model/read.ts";
import type { Change, FieldChange, ObjectChange } from "../render/difference.ts";
import { issueReport } from "../validate/report.ts";

export interface Checked {
  readonly app: string;
  /** Those that have issues. */
  readonly manifests: readonly Manifest[];
  readonly changes: readonly ObjectChange[];
  /** Why the app cannot be rendered; null when it can. */
  readonly stopped: SchedulerError | null;
}

const hasErrors = ({ manifests, stopped }: Checked) =>
  stopped !== null || manifests.some(({ issues }) => issues.some(({ severity }) => severity === "error"));

/** 0: nothing, 1: an app would be refused, 2: apps would change. */
export function exitCodeOf(checked: readonly Checked[]): 0 | 1 | 2 {
  if (checked.some(hasErrors)) return 1;
  return checked.some(({ changes }) => changes.length > 0) ? 2 : 0;
}

/** The same issue of several apps once. */
export function issueLines(checked: readonly Checked[]): readonly string[] {
  const stops = new Map<string, { readonly error: SchedulerError; readonly apps: string[] }>();
  for (const { app, stopped } of checked) {
    if (stopped === null) continue;
    const why = [stopped.code, ...stopped.because].join("\n");
    const same = stops.get(why);
    if (same === undefined) stops.set(why, { error: stopped, apps: [app] });
    else same.apps.push(app);
  }
  const stopLines = [...stops.values()].flatMap(({ error: { doing, because, next }, apps }) => [
    `${doing}${apps.length > 1 ? `, and so for ${named(apps.slice(1))}` : ""}`,
    ...because,
    ...(next === null ? [] : [next]),
  ]);
  return [...stopLines, ...issueReport(checked.flatMap(({ manifests }) => manifests))];
}

/** Apps that are named in a line. */
const NAMED = 3;

export function named(apps: readonly string[]): string {
  const more = apps.length > NAMED ? ` and ${apps.length - NAMED} more` : "";
  return `${apps.slice(0, NAMED).join(", ")}${more}`;
}

export const SIGNS: Readonly<Record<Change, string>> = { added: "+", changed: "~", removed: "-" };

export function changeLines({ changes }: Checked): readonly string[] {
  return changes.flatMap(({ change, ref, fields }) => [
    `${SIGNS[change]} ${ref.kind} ${ref.name}`,
    ...fields.map(fieldLine),
  ]);
}

export function fieldLine(field: FieldChange): string {
  return `    ${SIGNS[field.change]} ${field.path}: ${valuesOf(field)}`;
}

function valuesOf({ change, from, to }: FieldChange): string {
  if (change === "added") return short(to);
  return change === "removed" ? short(from) : `${short(from)} -> ${short(to)}`;
}

/** Characters of a value. */
const WIDTH = 120;

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 3)}...` : text;
}

export function summaryOf(checked: readonly Checked[]): string {
  const count = (is: (one: Checked) => boolean) => checked.filter(is).length;
  const changed = count(({ changes }) => changes.length > 0);
  return `${checked.length} ${checked.length === 1 ? "app" : "apps"}: ${changed} would change, ${count(hasErrors)} would be refused`;
}

const identity = ({ kind, name }: Ref) => ({ kind, name });

export function checkRows(checked: readonly Checked[]): readonly object[] {
  return checked.map(({ app, manifests, changes, stopped }) => ({
    app,
    stopped: stopped === null ? null : [stopped.doing, ...stopped.because].join("\n"),
    issues: manifests.flatMap(({ ref, source, issues }) =>
      issues.map(({ severity, rule, path, message }) => ({
        ...identity(ref),
        template: source.template,
        severity,
        rule,
        path: path.startsWith("/") ? pathInWords(path) : path,
        message,
      })),
    ),
    changes: changes.map(({ change, ref, fields }) => ({ change, ...identity(ref), fields })),
  }));
}
