// Which lists of Kubernetes' objects are merged entry by entry, and by which field: x-kubernetes-patch-merge-key of an API server's own
// OpenAPI (`kubectl get --raw /openapi/v2`, 1.35; the same since 1.31). Every other list is replaced whole.
import type { KubeObject } from "../model/manifest.ts";
import { type Fields, keysOf, podsOf } from "../model/read.ts";

export interface Shape {
  /** The field that tells the entries of a list apart; null for a list that has none, and for what is no list. */
  readonly key: string | null;
  /** Of the map, or of each entry of the list: those with a list somewhere in them that is merged. */
  readonly fields: Readonly<Record<string, Shape>>;
}

export const PLAIN: Shape = { key: null, fields: {} };

const inside = (fields: Shape["fields"]): Shape => ({ key: null, fields });
const keyed = (key: string, fields: Shape["fields"] = {}): Shape => ({ key, fields });

const METADATA = inside({ ownerReferences: keyed("uid") });

const CONTAINERS = keyed("name", {
  env: keyed("name"),
  ports: keyed("containerPort"),
  volumeDevices: keyed("devicePath"),
  volumeMounts: keyed("mountPath"),
});

const POD = inside({
  metadata: METADATA,
  spec: inside({
    containers: CONTAINERS,
    initContainers: CONTAINERS,
    ephemeralContainers: CONTAINERS,
    hostAliases: keyed("ip"),
    imagePullSecrets: keyed("name"),
    resourceClaims: keyed("name"),
    schedulingGates: keyed("name"),
    topologySpreadConstraints: keyed("topologyKey"),
    volumes: keyed("name"),
  }),
});

const SERVICE = inside({ metadata: METADATA, spec: inside({ ports: keyed("port") }) });

export function shapeOf(object: KubeObject): Shape {
  if (object.kind === "Service") return SERVICE;
  const pods = podsOf(object);
  if (pods === null) return inside({ metadata: METADATA });
  const { fields } = keysOf(pods.path).reduceRight((inner, key) => inside({ [key]: inner }), POD);
  return inside({ metadata: METADATA, ...fields });
}

/** Whether two entries of a list are one. Only ports have a protocol, and may share a number. */
export function isSame(one: Fields, other: Fields, key: string): boolean {
  return String(one[key]) === String(other[key]) && (one.protocol ?? "TCP") === (other.protocol ?? "TCP");
}
