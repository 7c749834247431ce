// Findings as the text of an error, and the evidence for `dokku logs:failed`.
import type { KubeObject } from "../model/manifest.ts";
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

export function reasons(findings: readonly Finding[], words: readonly LastLogs[]): readonly string[] {
  const types = [...new Set(findings.map(({ type }) => type))];
  return types.flatMap((type) => {
    const said = findings.filter((finding) => finding.type === type).map(({ says }) => `${type}: ${says}`);
    const lines = words.find((one) => one.type === type)?.lines.slice(-LINES) ?? [];
    return [...said, ...(lines.length > 0 ? [`${type}: its last lines:`, ...lines.map(bounded)] : [])];
  });
}

/** What to do, each said once; null when there is nothing to suggest. */
export function advice(findings: readonly Finding[]): string | null {
  const said = [...new Set(findings.map(({ helps }) => helps))].map((helps) => {
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
  const warned = (pod: KubeObject) => [...new Set(warningsOf(evidence, pod))].slice(0, LINES).reverse();
  const warnings = pods.flatMap((pod) => warned(pod).map((message) => `  ${pod.metadata.name}: ${message}`));
  return [
    ...(warnings.length > 0 ? ["warnings from the cluster:", ...warnings.map((line) => line.slice(0, 2 * WIDTH))] : []),
    ...words.flatMap(({ pod, lines }) => [`the last ${lines.length} lines of ${pod}:`, ...lines.map(bounded)]),
  ];
}

const bounded = (line: string) => `  ${line.length > WIDTH ? `${line.slice(0, WIDTH)} ...` : line}`;
