// What the API server wants of a probe or a lifecycle hook beyond the numbers.
import { at, list } from "../../model/read.ts";
import { found } from "./facts.ts";
import { HANDLED } from "./probe-handler.ts";
import { error, type Rule } from "./rule.ts";

const ONCE = ["livenessProbe", "startupProbe"];

/** A sentence says what is wrong. */
type Judge = (value: unknown) => string | null;

const FACTS: readonly (readonly [path: string, judge: Judge])[] = [
  ...HANDLED.map((handler) => [`${handler}.exec`, command] as const),
  ...HANDLED.map((handler) => [`${handler}.httpGet.httpHeaders.*.name`, header] as const),
  ...ONCE.map((probe) => [`${probe}.successThreshold`, one] as const),
  ["readinessProbe.terminationGracePeriodSeconds", () => "must be left out: a readiness probe ends no container"],
];

export const probeForm: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    FACTS.flatMap(([path, judge]) =>
      found(manifest, "container", path).flatMap(({ path: where, value }) => {
        const wrong = judge(value);
        return wrong === null ? [] : [error(manifest, where, wrong)];
      }),
    ),
  );

function command(exec: unknown): string | null {
  return list(at(exec, "command")).length > 0 ? null : "must have a command";
}

function header(name: unknown): string | null {
  if (typeof name !== "string" || /^[-A-Za-z0-9]+$/.test(name)) return null;
  return `must be the name of a header: letters, digits and - only; it is "${name}"`;
}

/** 0 means Kubernetes' default. */
function one(threshold: unknown): string | null {
  return Number(threshold) > 1 ? `must be 1; it is ${threshold}` : null;
}
