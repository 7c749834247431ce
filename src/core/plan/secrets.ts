// Which Secrets the pods of an object need.
import { at, containersOf, list, podsOf } from "../model/read.ts";

/** Names of the Secrets that its pods read their env from or are pulled with; none for an object without pods. */
export function secretsOf(object: unknown): readonly string[] {
  const sources = containersOf(object).flatMap(({ container }) => list(container.envFrom));
  const names = [
    ...sources.map((source) => at(source, "secretRef", "name")),
    ...list(at(podsOf(object)?.template, "spec", "imagePullSecrets")).map((secret) => at(secret, "name")),
  ];
  return [...new Set(names.filter((name) => typeof name === "string"))];
}
