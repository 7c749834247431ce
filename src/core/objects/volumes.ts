// The claims an app mounts, as volumes of its pods.

import { createHash } from "node:crypto";
import { volumeName } from "../dokku/claims.ts";
import type { App, Process } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { warned } from "./definition.ts";

export interface Volume {
  readonly name: string;
  /** Of the PersistentVolumeClaim; null when it is the pod's own. */
  readonly claim: string | null;
  /** What a volume of the pod's own is like: `medium`, `sizeLimit`. */
  readonly emptyDir: StringMap | null;
}

export interface VolumeMount {
  /** Of the volume. */
  readonly name: string;
  /** In the container. */
  readonly path: string;
  readonly readOnly: boolean;
}

export const claimVolume = (claim: string): Volume => ({ name: volumeName(claim), claim, emptyDir: null });

export function emptyVolume(path: string, emptyDir: StringMap): Volume {
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 8);
  return { name: `own-${hash}`, claim: null, emptyDir };
}

/** One for each claim, however often it is mounted; `more` are those of docker options. */
export function volumesOf({ mounts }: App, more: readonly Volume[]): readonly Volume[] {
  const all = [...mounts.map(({ claim }) => claimVolume(claim)), ...more];
  return all.filter(({ name }, index) => all.findIndex((volume) => volume.name === name) === index);
}

/** One per path: `mount` takes precedence over docker options, and of those the last. */
export function volumeMountsOf({ mounts }: App, more: readonly VolumeMount[]): readonly VolumeMount[] {
  const ours = mounts.map(({ claim, path }) => ({ name: volumeName(claim), path, readOnly: false }));
  const all = [...more, ...ours];
  return all.filter(({ path }, index) => all.findLastIndex((mount) => mount.path === path) === index);
}

/** A new pod would wait for a volume that the old one has, which waits for the new one: the old one has to stop first. */
export function mustStopFirst({
  mounts,
  optionClaims,
  exclusiveClaims,
}: Pick<App, "mounts" | "optionClaims" | "exclusiveClaims">): boolean {
  return [...mounts.map(({ claim }) => claim), ...optionClaims].some((claim) => exclusiveClaims.includes(claim));
}

export function volumeIssues(app: App, { quantity }: Process): readonly Issue[] {
  if (quantity < 2 || !mustStopFirst(app)) return [];
  const message = `${quantity} pods share a claim that only one node or pod at a time can mount (${app.exclusiveClaims.join(", ")}): some of them may never start`;
  return [warned("/spec/template/spec/volumes", message)];
}
