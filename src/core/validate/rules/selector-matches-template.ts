// A workload whose pods its own selector does not find: Kubernetes refuses it.
import type { Manifest } from "../../model/manifest.ts";
import { at, type Fields, fields, list, podsOf, pointer } from "../../model/read.ts";
import { found } from "./facts.ts";
import { error, type Finding, type Rule } from "./rule.ts";

const SELECTING = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

export const selectorMatchesTemplate: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const jobs = found(manifest, "job", "").filter(({ value }) => at(value, "manualSelector") !== true);
    const chosen = jobs.filter(({ value }) => at(value, "selector") !== undefined);
    if (jobs.length > 0)
      return chosen.map(({ path }) =>
        error(manifest, `${path}/selector`, "must be left out: Kubernetes makes that of a Job"),
      );
    const pods = podsOf(manifest.object);
    const selector = at(manifest.object, "spec", "selector");
    if (pods === null || selector === undefined) return [];
    const wanted = [...Object.keys(fields(at(selector, "matchLabels"))), ...list(at(selector, "matchExpressions"))];
    if (SELECTING.includes(manifest.ref.kind) && wanted.length === 0)
      return [error(manifest, "/spec/selector", "must name a label of the pods")];
    return [...unmatched(manifest, fields(at(pods.template, "metadata", "labels")), pods.path)];
  });

function* unmatched(manifest: Manifest, labels: Fields, pods: string): Iterable<Finding> {
  const { matchLabels, matchExpressions } = fields(at(manifest.object, "spec", "selector"));
  for (const [key, value] of Object.entries(fields(matchLabels))) {
    const wrong = `selects "${value}", but the pods have no such label: add it below ${pods}/metadata/labels`;
    if (labels[key] !== value) yield error(manifest, `/spec/selector/matchLabels${pointer(key)}`, wrong);
  }
  for (const [index, expression] of list(matchExpressions).entries()) {
    const wrong = matches(expression, labels);
    if (wrong !== null) yield error(manifest, `/spec/selector/matchExpressions/${index}`, wrong);
  }
}

const OPERATORS: Readonly<Record<string, (value: unknown, values: readonly unknown[]) => boolean>> = {
  In: (value, values) => values.includes(value),
  NotIn: (value, values) => !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
};

/** Null where it is right. */
function matches(expression: unknown, labels: Fields): string | null {
  const [key, operator] = [String(at(expression, "key")), String(at(expression, "operator"))];
  const values = list(at(expression, "values"));
  const holds = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (holds === undefined) return `has the operator "${operator}"; there are ${Object.keys(OPERATORS).join(", ")}`;
  const needsValues = operator.endsWith("In");
  if (needsValues === (values.length === 0))
    return needsValues ? `needs values for ${operator}` : `must have no values for ${operator}`;
  return holds(labels[key], values)
    ? null
    : `does not select the pods: their label ${key} is ${labels[key] ?? "missing"}`;
}
