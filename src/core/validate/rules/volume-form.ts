// Volumes of a pod, and the parts of them that are mounted: each of one source, at paths that stay inside it.
import { at, fields } from "../../model/read.ts";
import { type Fact, ruleOf, setIn, text } from "./facts.ts";

const isInside = (path: string) => !path.startsWith("/") && !goesUp(path);
const goesUp = (path: string) => path.split("/").includes("..");
const INSIDE = "must be a path inside the volume, without .. and a / at its begin";

const ITEMS = [
  "configMap.items",
  "secret.items",
  "projected.sources.*.configMap.items",
  "projected.sources.*.secret.items",
];

const FACTS: readonly Fact[] = [
  ["pod", "volumes.*", sources],
  ["pod", "volumes.*.configMap", named("name")],
  ["pod", "volumes.*.secret", named("secretName")],
  ["pod", "volumes.*.hostPath.path", text((path) => !goesUp(path), "must not have ..")],
  ["pod", "volumes.*.nfs.path", text((path) => path.startsWith("/"), "must begin with /")],
  ...ITEMS.map((items): Fact => ["pod", `volumes.*.${items}.*.path`, text(isInside, INSIDE)]),
  ["container", "volumeMounts.*.subPath", text(isInside, INSIDE)],
  ["container", "volumeMounts.*", (mount) => (isTwice(mount) ? "has both subPath and subPathExpr" : null)],
];

export const volumeForm = ruleOf(FACTS);

function sources(volume: unknown): string | null {
  const names = setIn(
    volume,
    Object.keys(fields(volume)).filter((name) => name !== "name"),
  );
  return names.length > 1 ? `has more than one source: ${names.join(" and ")}` : null;
}

function named(key: string): (source: unknown) => string | null {
  return (source) => (at(source, key) ? null : `must have a ${key}`);
}

const isTwice = (mount: unknown) => Boolean(at(mount, "subPath")) && Boolean(at(mount, "subPathExpr"));
