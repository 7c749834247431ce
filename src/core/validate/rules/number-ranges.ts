// Numbers that the schema lets through and the API server refuses. A 0 in a probe means Kubernetes' default.

import { at, containersOf, pointer } from "../../model/read.ts";
import { PROBES } from "./probe-handler.ts";
import { error, type Rule } from "./rule.ts";

const COUNTS = ["initialDelaySeconds", "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold"];
const ASK_A_PORT = ["httpGet", "tcpSocket", "grpc"];

interface Range {
  readonly path: readonly string[];
  readonly least: number;
  /** Null leaves it to the schema. */
  readonly most: number | null;
}

const PROBE_RANGES: readonly Range[] = PROBES.flatMap((probe) => [
  ...COUNTS.map((name) => ({ path: [probe, name], least: 0, most: null })),
  ...ASK_A_PORT.map((handler) => ({ path: [probe, handler, "port"], least: 1, most: 65535 })),
]);
const REPLICAS: readonly Range[] = [{ path: ["spec", "replicas"], least: 0, most: null }];

export const numberRanges: Rule = (manifests) =>
  manifests.flatMap((manifest) => [
    ...outside(manifest.object, REPLICAS).map(({ path, message }) => error(manifest, path, message)),
    ...containersOf(manifest.object).flatMap(({ path: container, container: value }) =>
      outside(value, PROBE_RANGES).map(({ path, message }) => error(manifest, container + path, message)),
    ),
  ]);

function outside(object: unknown, ranges: readonly Range[]) {
  return ranges.flatMap(({ path, least, most }) => {
    const value = at(object, ...path);
    if (typeof value !== "number" || (value >= least && value <= (most ?? value))) return [];
    const range = most === null ? `at least ${least}` : `from ${least} to ${most}`;
    return [{ path: pointer(...path), message: `must be ${range}; it is ${value}` }];
  });
}
