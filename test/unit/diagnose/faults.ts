// The recorded faults as evidence, whole or with something changed.
import { readFileSync } from "node:fs";
import { diagnose } from "../../../src/core/diagnose/diagnose.ts";
import type { Evidence } from "../../../src/core/diagnose/evidence.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { isWorkload } from "../../../src/core/objects/workloads.ts";

export interface Recorded {
  readonly objects: readonly KubeObject[];
  readonly events: readonly KubeObject[];
}

export const faults = JSON.parse(readFileSync(new URL("faults.json", import.meta.url), "utf8")) as Record<
  string,
  Recorded
>;

export function evidence(name: string, more: Partial<Evidence> = {}): Evidence {
  const { objects, events } = faults[name] as Recorded;
  const workloads = objects.filter(isWorkload);
  return { app: "shop", workloads, objects, events, seconds: 40, now: Date.parse("2026-11-23T00:07:00Z"), ...more };
}

export const found = (name: string, more: Partial<Evidence> = {}) => diagnose(evidence(name, more));

/** The recorded fault with something changed in the objects of one kind. */
export function changed(name: string, kind: string, change: (object: KubeObject) => object): readonly KubeObject[] {
  const { objects } = faults[name] as Recorded;
  return objects.map((object) => (object.kind === kind ? ({ ...object, ...change(object) } as KubeObject) : object));
}

export const RECORDED = Date.parse("2026-11-26T01:44:44Z");

/** The pod of the recorded crash with another status of its container. */
export const POD = (faults.crash as Recorded).objects.find(({ kind }) => kind === "Pod")?.metadata.name ?? "";
export function waits(status: object, more: Partial<Evidence> = {}) {
  const container = { name: "shop-crash", image: "x:1", ready: false, restartCount: 0, ...status };
  const objects = changed("crash", "Pod", () => ({ status: { phase: "Pending", containerStatuses: [container] } }));
  return found("crash", { events: [], objects, ...more });
}
