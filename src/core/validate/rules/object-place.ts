// Where an object is: in the app's namespace, and only once. Otherwise one release would overwrite or remove objects of another.
import { pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const objectPlace: Rule = (manifests, app) => {
  const seen = new Map<string, string>();
  return manifests.flatMap((manifest) => {
    const { kind, apiVersion, namespace, name } = manifest.ref;
    const key = [apiVersion.replace(/\/.*/, ""), kind, namespace, name].join(" ");
    const first = seen.get(key);
    seen.set(key, first ?? manifest.source.template);
    if (first !== undefined)
      return [error(manifest, pointer("metadata", "name"), `${name} is already created by ${first}`)];
    if (namespace === null || namespace === app.namespace.name) return [];
    const says = `must be ${app.namespace.name}, the app's, or be left out`;
    return [error(manifest, pointer("metadata", "namespace"), says)];
  });
};
