// What an app's own repository may lay out: the kinds that the admin lists, and nothing that reaches the nodes or another namespace.
import type { Issue, KubeObject, Manifest } from "../model/manifest.ts";
import { isMap, list, type Place, pointer } from "../model/read.ts";
import { kindWord } from "../objects/kinds.ts";
import type { Repository } from "./template.ts";

const isTrue = (value: unknown) => value === true;
const isSet = (value: unknown) => value !== null && value !== 0 && value !== "";

/** Fields by name, wherever they stand: custom resources have pods in places of their own. */
const NEVER: ReadonlyMap<string, (value: unknown, namespace: string) => boolean> = new Map([
  ...["hostNetwork", "hostPID", "hostIPC", "privileged", "hostProcess"].map((name) => [name, isTrue] as const),
  ...["hostPath", "hostPort", "procMount"].map((name) => [name, isSet] as const),
  ["capabilities", (value: unknown) => isMap(value) && list(value.add).length > 0],
  ["namespace", (value: unknown, namespace: string) => typeof value === "string" && value !== namespace],
]);

/** Maps whose keys people choose. */
const CHOSEN: ReadonlySet<string> = new Set([
  ...["annotations", "labels", "matchLabels", "nodeSelector"],
  ...["binaryData", "data", "stringData"],
]);

/** The manifests with an issue for each thing that no repository may do; `trusted` are those without what it carries. */
export function limited(
  manifests: readonly Manifest[],
  trusted: readonly Manifest[],
  { kinds, folder }: Repository,
  namespace: string,
): readonly Manifest[] {
  const isThere = ({ ref }: Manifest) => manifests.some((one) => JSON.stringify(one.ref) === JSON.stringify(ref));
  const gone = trusted
    .filter((one) => !isThere(one))
    .map((one): Manifest => {
      const [left] = kindIssues(one.object, kinds, "");
      if (left === undefined) return one;
      const message = `is left out by ${folder} of the app's repository, but app-templates lists only ${kinds.join(", ")}`;
      return { ...one, issues: [...one.issues, { severity: "error", rule: null, path: "", message }] };
    });
  const removed = gone.filter(({ issues }) => issues.some(({ severity }) => severity === "error"));
  return [...removed, ...manifests].map((manifest) => {
    if (removed.includes(manifest)) return manifest;
    const before = trusted.find(({ ref }) => JSON.stringify(ref) === JSON.stringify(manifest.ref))?.object ?? null;
    const change = firstDifference(before, manifest.object);
    if (change === null) return manifest;
    const issues = [...kindIssues(manifest.object, kinds, change), ...fieldIssues(manifest.object, before, namespace)];
    const from = issues.map(({ path, message }): Issue => {
      return { severity: "error", rule: null, path, message: `${message} ${folder} of the app's repository` };
    });
    return { ...manifest, issues: [...manifest.issues, ...from] };
  });
}

type Found = Pick<Issue, "path" | "message">;

function kindIssues({ kind }: KubeObject, kinds: readonly string[], path: string): readonly Found[] {
  if (kinds.some((one) => kindWord(one) === kindWord(kind))) return [];
  return [{ path, message: `is of a ${kind}, but app-templates lists only ${kinds.join(", ")} for` }];
}

/** What the admin has set for the app, by a docker-option for instance, may be laid out anew. */
function fieldIssues(object: KubeObject, before: KubeObject | null, namespace: string): readonly Found[] {
  const said = ({ path, value }: Place) => `${path.replace(/^.*\//, "")} ${JSON.stringify(value)}`;
  const known = new Set(placesOf({ path: "", value: before }, namespace).map(said));
  return placesOf({ path: "", value: object }, namespace)
    .filter((place) => !known.has(said(place)))
    .map(({ path }) => ({ path, message: "is not for" }));
}

function placesOf({ path, value }: Place, namespace: string): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = { path: path + pointer(key), value: inner };
    if (!Array.isArray(value) && CHOSEN.has(key)) return [];
    const isFound = !Array.isArray(value) && NEVER.get(key)?.(inner, namespace) === true;
    return isFound ? [place] : placesOf(place, namespace);
  });
}

/** Null where both are alike. */
function firstDifference(before: unknown, after: unknown, path = ""): string | null {
  if (JSON.stringify(before) === JSON.stringify(after)) return null;
  if (!isMap(before) || !isMap(after)) return path;
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const key = keys.find((one) => JSON.stringify(before[one]) !== JSON.stringify(after[one]));
  return key === undefined ? null : firstDifference(before[key], after[key], path + pointer(key));
}
