// Objects that were applied client-side, as the original plugin did, come over to server-side apply: what was applied then becomes ours, so
// that the next apply also removes what the release no longer says, in the same change.
import type { KubeObject } from "../model/manifest.ts";
import { MANAGER, managedLabel, serverLabel } from "../objects/labels.ts";

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Field sets as the API server writes them: `{"f:spec": {"f:replicas": {}}}`. */
interface Fields {
  readonly [key: string]: Fields;
}

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
  readonly fieldsV1: Fields;
}

/** Whether it carries the copy of itself that client-side apply compares with. */
export function isAppliedClientSide({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[LAST_APPLIED] !== undefined;
}

/** Whoever created it by hand or with another program. What has a subresource is a controller's: a status, a scale. */
export function adoptAll(live: KubeObject, server: string): KubeObject {
  const { metadata, ...rest } = adopt(live, ({ subresource }) => subresource === undefined);
  const labels = { ...metadata.labels, ...managedLabel, ...serverLabel(server) };
  return { ...rest, metadata: { ...metadata, labels } } as KubeObject;
}

/** The live object, read with its managed fields, as it should be put back: the same but for who owns its fields. */
export function adopt(live: KubeObject, isTheirs: (entry: Entry) => boolean = ownsLastApplied): KubeObject {
  const { [LAST_APPLIED]: _, ...annotations } = live.metadata.annotations ?? {};
  const entries = (live.metadata as { readonly managedFields?: readonly Entry[] }).managedFields ?? [];
  const applied = entries.filter((entry) => isOurs(entry) || isTheirs(entry));
  const others = entries.filter((entry) => !applied.includes(entry));
  const [first] = applied;
  const ours = first && {
    ...first,
    manager: MANAGER,
    operation: "Apply",
    fieldsV1: withoutLastApplied(applied.map(({ fieldsV1 }) => fieldsV1).reduce(union)),
  };
  return {
    ...live,
    metadata: {
      ...live.metadata,
      annotations,
      managedFields: ours ? [...others, ours] : others,
    } as KubeObject["metadata"],
  };
}

const isOurs = ({ manager, operation }: Entry) => manager === MANAGER && operation === "Apply";

const ownsLastApplied = ({ operation, fieldsV1 }: Entry) =>
  operation === "Update" && fieldsV1["f:metadata"]?.["f:annotations"]?.[`f:${LAST_APPLIED}`] !== undefined;

function union(a: Fields, b: Fields): Fields {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...keys].map((key) => [key, union(a[key] ?? {}, b[key] ?? {})]));
}

function withoutLastApplied(fields: Fields): Fields {
  const { [`f:${LAST_APPLIED}`]: _, ...annotations } = fields["f:metadata"]?.["f:annotations"] ?? {};
  return { ...fields, "f:metadata": { ...fields["f:metadata"], "f:annotations": annotations } };
}
