// What is said of a kind that the schemas of a minor have not.
import type { Issue } from "../model/manifest.ts";
import { pointer } from "../model/read.ts";
import { nearest } from "../words/nearest.ts";
import { removedIn } from "./removed-versions.ts";
import type { SchemaSet } from "./schema-set.ts";

/** `name` is `policy/v1beta1/PodDisruptionBudget`. */
export function unknownKind(set: SchemaSet, name: string): Issue {
  const [version, kind] = parted(name);
  const others = set.kinds().map(parted);
  const [best] = others.filter((other) => other[1] === kind).sort(byUse(groupOf(version)));
  const elsewhere = otherMinor(set, name) ?? (best && isMeant(set, version, best) ? `has no ${kind}` : null);
  if (elsewhere !== null) return error("apiVersion", `${version} ${elsewhere}${best ? `: ${best[0]}` : ""}`);
  const near = nearest(
    kind,
    others.filter(([known]) => known === version).map(([, known]) => known),
  );
  if (near !== null) return error("kind", `${kind} is not a kind of ${version}, did you mean ${near}?`);
  const message = `no schema is known for ${name}: its fields were not checked`;
  return { severity: "warning", rule: null, path: "", message };
}

const error = (field: string, message: string): Issue => ({
  severity: "error",
  rule: null,
  path: pointer(field),
  message,
});

/** Null where no minor has, or had, that kind. */
function otherMinor(set: SchemaSet, name: string): string | null {
  const removed = removedIn(name);
  if (removed !== null) return `is gone since Kubernetes 1.${removed}`;
  const other = set.otherMinor(name);
  if (other === null) return null;
  const by = `the cluster has 1.${set.minor}`;
  return other.how === "gone"
    ? `is gone since Kubernetes 1.${other.minor}`
    : `is new in Kubernetes 1.${other.minor}, ${by}`;
}

/** Where Kubernetes has the kind: one that is no object, such as an Eviction, may have its name in common with another group's. */
const isMeant = (set: SchemaSet, version: string, [best]: Parted) =>
  set.isExact(version) && (groupOf(best) === groupOf(version) || /v\d+$/.test(best));

type Parted = readonly [version: string, kind: string];

function parted(name: string): Parted {
  const end = name.lastIndexOf("/");
  return [name.slice(0, end), name.slice(end + 1)];
}

const groupOf = (version: string) => (version.includes("/") ? (version.split("/")[0] ?? "") : "");

/** Of the same group before others, stable before beta before alpha, newer before older. */
function byUse(group: string): (a: Parted, b: Parted) => number {
  const rank = ([version]: Parted) => {
    const [, number, stage = "", step] = /v(\d+)(alpha|beta)?(\d*)$/.exec(version) ?? [];
    return [groupOf(version) === group, STAGES.indexOf(stage), number, step].map(Number);
  };
  return (a, b) => {
    const [x, y] = [rank(a), rank(b)];
    return x.map((value, i) => (y[i] ?? 0) - value).find((difference) => difference !== 0) ?? 0;
  };
}

const STAGES: readonly string[] = ["alpha", "beta", ""];
