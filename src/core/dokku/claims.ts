// Persistent volume claims: what a claim is made of, which of an app's mounts name it, and who may mount it at once.
import { createHash } from "node:crypto";
import type { Mount } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { hasLabels, managedLabel, otherServerOf } from "../objects/labels.ts";
import type { Metadata } from "./metadata.ts";
import { isLabel } from "./words.ts";

export const accessModes: readonly string[] = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

export interface ClaimRequest {
  readonly name: string;
  readonly namespace: string;
  /** A quantity. */
  readonly size: string;
  readonly accessMode: string;
  /** Null takes the cluster's default. */
  readonly storageClass: string | null;
}

/** A claim is part of no release: no template renders it, and nothing but remove-pvc removes it. */
export function claim(
  { name, namespace, size, accessMode, storageClass }: ClaimRequest,
  { annotations, labels }: Metadata,
): KubeObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    // The original's label.
    metadata: { name, namespace, labels: { ...labels, pvc: name, ...managedLabel }, annotations },
    spec: {
      accessModes: [accessMode],
      ...(storageClass === null ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: size } },
    },
  };
}

/** Who else made a claim; null for one that this server or the original plugin made, which labelled it with its name. */
export function otherOwnerOf(found: KubeObject, server: string): string | null {
  const other = otherServerOf(found, server);
  if (other !== null) return `Dokku server ${other}`;
  const isOurs = hasLabels(found, managedLabel) || hasLabels(found, { pvc: found.metadata.name });
  return isOurs ? null : "somebody else";
}

/** Lines `CLAIM:PATH` of the property `volumes`. */
export function readMounts(text: string): readonly Mount[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [claim = "", ...path] = line.split(":");
    return { claim, path: path.join(":") };
  });
}

/** A claim's name may have dots and 253 characters, a volume's neither. */
export function volumeName(claim: string): string {
  if (isLabel(claim)) return claim;
  const hash = createHash("sha256").update(claim).digest("hex").slice(0, 8);
  return `${claim
    .slice(0, 50)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")}-${hash}`;
}

/** Names of claims that pods of two releases could not mount at once. */
export function exclusiveClaims(claims: readonly KubeObject[], severalNodes: boolean): readonly string[] {
  const exclusive = claims.filter(({ spec }) => {
    const modes = (spec as { readonly accessModes?: readonly string[] }).accessModes ?? [];
    if (modes.includes("ReadWriteOncePod")) return true;
    return severalNodes && !modes.includes("ReadWriteMany") && !modes.includes("ReadOnlyMany");
  });
  return exclusive.map(({ metadata }) => metadata.name);
}

export interface ClaimRow {
  readonly name: string;
  readonly status: string;
  readonly size: string;
  readonly access: string;
  readonly class: string;
  readonly mountedBy: string;
}

/** A StatefulSet gives its claims the labels of its selector. */
export const statefulApp = (labels: KubeObject["metadata"]["labels"]): readonly string[] =>
  labels?.["app-process-type"] === undefined ? [] : [labels.app ?? ""];

/** What list-pvc shows; `mounting` are apps by claim. */
export function claimRows(
  claims: readonly KubeObject[],
  mounting: ReadonlyMap<string, readonly string[]>,
): readonly ClaimRow[] {
  return claims.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    status: String(at(status, "phase") ?? ""),
    // Its actual capacity, which may be more than it requested.
    size: String(at(status, "capacity", "storage") ?? at(spec, "resources", "requests", "storage") ?? ""),
    access: list(at(spec, "accessModes")).join(","),
    class: String(at(spec, "storageClassName") ?? ""),
    mountedBy: [...(mounting.get(metadata.name) ?? []), ...statefulApp(metadata.labels)].join(","),
  }));
}
