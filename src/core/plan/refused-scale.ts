// A scale that Dokku has stored and that the cluster does not run: the release that brought it failed and was rolled back.
import { isAutoscaler } from "../model/manifest.ts";
import type { History } from "./history.ts";

export interface RefusedScale {
  readonly type: string;
  /** What Dokku has stored. */
  readonly stored: number;
  readonly runs: number;
  /** The number of the release that failed. */
  readonly failed: number;
}

/** `stored` is Dokku's scale by process type. An autoscaler runs what it wants. */
export function refusedScale(history: History, stored: Readonly<Record<string, number>>): readonly RefusedScale[] {
  const last = history.at(-1);
  const restored = history.find(({ number }) => number === last?.returnedTo);
  if (last === undefined || restored === undefined) return [];
  const isAutoscaled = (type: string) =>
    restored.manifests.some(({ processType, object }) => processType === type && isAutoscaler(object));
  return Object.entries(stored).flatMap(([type, quantity]) => {
    const runs = restored.scale[type] ?? 0;
    if (quantity === runs || quantity !== last.scale[type] || isAutoscaled(type)) return [];
    return [{ type, stored: quantity, runs, failed: last.number }];
  });
}

/** What is the matter, and the command that makes Dokku's scale what runs. */
export function refusedScaleLines(app: string, refused: readonly RefusedScale[]): readonly string[] {
  if (refused.length === 0) return [];
  const says = refused.map(
    ({ type, stored, runs, failed }) =>
      `Dokku keeps ${type}=${stored}, with which release ${failed} failed: ${type}=${runs} runs`,
  );
  return [
    ...says,
    `to keep what runs: dokku ps:scale ${app} ${refused.map(({ type, runs }) => `${type}=${runs}`).join(" ")}`,
  ];
}
