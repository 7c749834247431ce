// The claims an app mounts, as volumes of its pods.
import { volumeName } from "../claims.ts";
import type { App, Process } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";

export interface Volume {
  readonly name: string;
  /** Of the PersistentVolumeClaim. */
  readonly claim: string;
}

export interface VolumeMount {
  /** Of the volume. */
  readonly name: string;
  /** In the container. */
  readonly path: string;
}

/** One for each claim, however often it is mounted. */
export function volumesOf({ mounts }: App): readonly Volume[] {
  return [...new Set(mounts.map(({ claim }) => claim))].map((claim) => ({ name: volumeName(claim), claim }));
}

export function volumeMountsOf({ mounts }: App): readonly VolumeMount[] {
  return mounts.map(({ claim, path }) => ({ name: volumeName(claim), path }));
}

/** A new pod would wait for a volume that the old one has, which waits for the new one: the old has to go first. */
export function mustStopFirst({ mounts, exclusiveClaims }: Pick<App, "mounts" | "exclusiveClaims">): boolean {
  return mounts.some(({ claim }) => exclusiveClaims.includes(claim));
}

export function volumeIssues(app: App, { quantity }: Process): readonly Issue[] {
  if (quantity < 2 || !mustStopFirst(app)) return [];
  const message = `${quantity} pods share a claim that one node or pod at a time can mount (${app.exclusiveClaims.join(", ")}): some of them may never start`;
  return [{ severity: "warning", path: "/spec/template/spec/volumes", message }];
}
