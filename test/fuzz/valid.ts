// tsx test/fuzz/valid.ts COUNT NAMESPACE FOLDER: valid releases as lists of objects, one file for each kubectl, and how many objects there are.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toYamlJson } from "../../src/core/model/json.ts";
import type { KubeObject, Release } from "../../src/core/model/manifest.ts";
import { judged } from "./releases.ts";

const FILES = 4;

const [count = "", namespace = "", folder = ""] = process.argv.slice(2);
const releases = differing(Number(count), namespace);
// The test cluster serves no kind of KEDA's.
const objects = releases
  .flatMap(({ manifests }) => manifests.map(({ object }) => inCluster(object)))
  .filter(({ kind }) => kind !== "ScaledObject");
for (let file = 0; file < FILES; file++) {
  const items = objects.filter((_, index) => index % FILES === file);
  writeFileSync(join(folder, `${file}.json`), toYamlJson({ apiVersion: "v1", kind: "List", items }) ?? "");
}
console.log(objects.length);

/** The first ones, none of which has just the fields of another. */
function differing(most: number, namespace: string): readonly Release[] {
  const found = new Map<string, Release>();
  for (const { release } of judged(1, 100_000, namespace)) {
    if (release !== null) found.set(shape(release), release);
    if (found.size === most) break;
  }
  return [...found.values()];
}

/** Which fields it has, of whatever value. */
function shape({ manifests }: Release): string {
  const paths = new Set<string>();
  const visit = (path: string, value: unknown): void => {
    paths.add(path);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) visit(Array.isArray(value) ? path : `${path}/${key}`, inner);
  };
  for (const { object } of manifests) visit(object.kind, { spec: object.spec });
  return [...paths].sort().join();
}

/** The API server of the test cluster has no time zones of its own. */
function inCluster(object: KubeObject): KubeObject {
  return object.kind === "CronJob" ? { ...object, spec: { ...(object.spec as object), timeZone: "UTC" } } : object;
}
