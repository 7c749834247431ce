// Labels and annotations of an object and of what is made of it: those its template prints, and over them those of the plugin and those
// that people set. They are added to the parsed object, so a template may have some of its own, the same ones too.
import { entriesOf, type Metadata } from "../dokku/metadata.ts";
import type { KubeObject, StringMap } from "../model/manifest.ts";
import { at } from "../model/read.ts";
import type { Target } from "../objects/index.ts";
import { factsOf, kindWord } from "../objects/kinds.ts";
import { podTypeOf } from "../objects/pod.ts";

export function withMetadata(object: KubeObject, { context, processType, stores }: Target): KubeObject {
  const { name, labels, annotations } = context.metadata;
  const type = processType ?? podTypeOf(context);
  const carriers = [{ bearer: kindWord(object.kind), at: ["metadata"] }, ...factsOf(object.kind).makes];
  const set = carriers.reduce((one, { bearer, at }) => withAdded(one, at, entriesOf(stores, bearer, type)), object);
  // An own object under another name than ours may be one that several apps have: it is not marked as one app's.
  return object.metadata.name === name ? withAdded(set, ["metadata"], { labels, annotations: annotations ?? {} }) : set;
}

/** What is not as Kubernetes has it is left for validation to say. */
function withAdded(object: KubeObject, path: readonly string[], { labels, annotations }: Metadata): KubeObject {
  return [["labels", labels] as const, ["annotations", annotations] as const].reduce(
    (one, [sort, added]) => withEntries(one, [...path, sort], added) as KubeObject,
    object,
  );
}

function withEntries(value: unknown, [key, ...rest]: readonly string[], added: StringMap): unknown {
  if (Object.keys(added).length === 0 || typeof value !== "object" || value === null || Array.isArray(value))
    return value;
  if (key === undefined) return { ...value, ...added };
  return { ...value, [key]: withEntries(at(value, key) ?? {}, rest, added) };
}
