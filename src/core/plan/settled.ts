// Objects that an apply would not change, and the parts of an Ingress that several apps share: what the cluster refuses of one need not stop the rest.
import { type Metadata, type Sort, sorts } from "../dokku/metadata.ts";
import type { KubeObject, Manifest } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { MANAGER, serverLabel } from "../objects/labels.ts";

/** Whether `live` has all that the manifest sets. */
export function isUnchanged(wanted: unknown, live: unknown): boolean {
  if (Array.isArray(wanted))
    return wanted.length === list(live).length && wanted.every((item, index) => isUnchanged(item, list(live)[index]));
  if (typeof wanted === "object" && wanted !== null)
    return Object.entries(wanted).every(([name, value]) => isUnchanged(value, at(live, name)));
  return wanted === live;
}

/** Whether an apply would change nothing: all is there, this server made it, and we own nothing that would go. */
export function isSettled(wanted: KubeObject, live: KubeObject | null, server: string): boolean {
  const { labels } = wanted.metadata;
  const labelled = { ...wanted, metadata: { ...wanted.metadata, labels: { ...labels, ...serverLabel(server) } } };
  const entry = list(at(live, "metadata", "managedFields")).find(
    (one) => at(one, "manager") === MANAGER && at(one, "operation") === "Apply",
  );
  const owned = at(entry, "fieldsV1");
  return owned !== undefined && isUnchanged(labelled, live) && isWanted(owned, labelled);
}

/** Whether all that is owned, in the API server's words, is wanted still. */
function isWanted(owned: unknown, wanted: unknown): boolean {
  return Object.entries(fields(owned)).every(([name, inner]) => {
    const rest = name.slice(2);
    if (name.startsWith("f:")) return at(wanted, rest) !== undefined && isWanted(inner, at(wanted, rest));
    if (name.startsWith("v:")) return list(wanted).includes(JSON.parse(rest));
    if (!name.startsWith("k:")) return true;
    const item = list(wanted).find((one) => hasKeys(one, fields(JSON.parse(rest))));
    return item !== undefined && isWanted(inner, item);
  });
}

/** A key that is not said, the protocol of a port for instance, has its default. */
const hasKeys = (item: unknown, keys: Readonly<Record<string, unknown>>) =>
  Object.entries(keys).every(([key, value]) => [undefined, value].includes(at(item, key)));

/** The wanted rules of one app and what it has set for the Ingress, where all others' are as they are in the cluster. */
export function ownPart(wanted: Manifest, live: KubeObject, service: string, set: Metadata): Manifest {
  const isOwnRule = (rule: unknown) =>
    list(at(rule, "http", "paths")).some((path) => at(path, "backend", "service", "name") === service);
  const rules = [
    ...list(at(live.spec, "rules")).filter((rule) => !isOwnRule(rule)),
    ...list(at(wanted.object.spec, "rules")).filter(isOwnRule),
  ];
  const hosts = new Set(rules.filter(isOwnRule).map((rule) => at(rule, "host")));
  const isOwnTls = (tls: unknown) => list(at(tls, "hosts")).some((host) => hosts.has(host));
  const tls = [
    ...list(at(live.spec, "tls")).filter((one) => !isOwnTls(one)),
    ...list(at(wanted.object.spec, "tls")).filter(isOwnTls),
  ];
  const spec = { ...fields(wanted.object.spec), rules, ...(tls.length > 0 ? { tls } : {}) };
  const carried = (sort: Sort) =>
    Object.entries(wanted.object.metadata[sort] ?? {}).flatMap(([name, value]) => {
      const now = set[sort][name] === value ? value : live.metadata[sort]?.[name];
      return now === undefined ? [] : [[name, now]];
    });
  const metadata = Object.fromEntries(sorts.map((sort) => [sort, Object.fromEntries(carried(sort))]));
  return { ...wanted, object: { ...wanted.object, metadata: { ...wanted.object.metadata, ...metadata }, spec } };
}
