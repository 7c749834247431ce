// Findings as the text of an error, and the evidence for `dokku logs:failed`.
import type { KubeObject } from "../model/manifest.ts";
import { statusOf } from "./container-status.ts";
import { type Evidence, type Finding, warningsOf } from "./evidence.ts";

/** The last lines of a container's log. */
export interface LastLogs {
  readonly pod: string;
  readonly type: string;
  readonly lines: readonly string[];
}

/** How many of the last lines an error repeats, and how long one may be. */
const LINES = 10;
const WIDTH = 500;

/** Tells the same trouble from another one: how often and for how long it has been there makes no difference. */
export const withoutCounts = (says: string) => says.replaceAll(/(?<!\d)\d+ (times|s)\b/g, "");

/** For who waits, in one line. */
export function waitingFor({ says, pod, container }: Finding): string {
  const { waiting, terminated } = (pod && statusOf(pod, container)?.state) ?? {};
  const said = says.replaceAll(/\s+/g, " ");
  // A container that does not run is tried again, a check of one that runs is nothing new.
  return (waiting && waiting.reason !== "ContainerCreating") || terminated ? `${said}, trying again` : said;
}

export const inLines = (findings: readonly Finding[]) => findings.map(({ type, says }) => `${type}: ${says}`);

export function reasons(findings: readonly Finding[], words: readonly LastLogs[]): readonly string[] {
  const types = [...new Set(findings.map(({ type }) => type))];
  return types.flatMap((type) => {
    const said = inLines(findings.filter((finding) => finding.type === type));
    const lines = words.find((one) => one.type === type)?.lines.slice(-LINES) ?? [];
    return [...said, ...(lines.length > 0 ? [lastLinesOf(type), ...lines.map(bounded)] : [])];
  });
}

/** What to do, each said once; null when there is nothing to suggest. */
export function advice(findings: readonly Finding[]): string | null {
  const said = [...new Set(findings.flatMap(({ helps }) => helps ?? []))].map((helps) => {
    const types = findings.filter((finding) => finding.helps === helps).map(({ type }) => type);
    return `${[...new Set(types)].join(", ")}: ${helps}`;
  });
  return said.length === 0 ? null : said.join("\n");
}

/** The warnings about the troubled pods, and the last lines of each. */
export function behind(
  evidence: Evidence,
  findings: readonly Finding[],
  words: readonly LastLogs[],
): readonly string[] {
  const pods = findings.flatMap(({ pod }) => pod ?? []).filter((pod, i, all) => all.indexOf(pod) === i);
  const warned = ({ metadata: { name } }: KubeObject) =>
    [...new Set(warningsOf(evidence, name).map(({ message }) => message))].slice(0, LINES).reverse();
  const warnings = pods.flatMap((pod) => warned(pod).map((message) => `  ${pod.metadata.name}: ${message}`));
  return [
    ...(warnings.length > 0 ? ["warnings from the cluster:", ...warnings.map((line) => line.slice(0, 2 * WIDTH))] : []),
    ...words.flatMap(({ type, lines }) => [lastLinesOf(type), ...lines.map(bounded)]),
  ];
}

const lastLinesOf = (type: string) => `${type}: its last lines:`;

const bounded = (line: string) => `  ${line.length > WIDTH ? `${line.slice(0, WIDTH)} ...` : line}`;
