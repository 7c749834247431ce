// The schemas that come with the plugin: Kubernetes' own, and those of the custom resources that are asked for.
import { join } from "node:path";
import type { KubeObject, Manifest } from "../core/model/manifest.ts";
import { minorOf, type Versions } from "../core/model/versions.ts";
import { SchemaSet } from "../core/validate/schema-set.ts";
import { namesIn, readText } from "./files.ts";
import { shipped } from "./shipped.ts";

const SUFFIX = ".tsv";

/** The set of the cluster's version; of the newest where nobody knows it. Throws FILE_UNUSABLE. */
export async function readSchemas(
  versions: Versions | null,
  manifests: readonly Pick<Manifest, "object">[],
): Promise<SchemaSet> {
  const custom = shipped("schemas/custom");
  const groups = manifests.map(({ object }) => groupOf(object));
  const names = (await namesIn(custom)).filter((name) => groups.some((group) => name === group + SUFFIX));
  const files = [shipped(`schemas/kubernetes${SUFFIX}`), ...names.map((name) => join(custom, name))];
  const texts = await Promise.all(files.map(readText));
  return new SchemaSet(texts.join("\n"), versions === null ? null : minorOf(versions.server));
}

const groupOf = ({ apiVersion }: KubeObject) => apiVersion.replace(/\/.*/, "");
