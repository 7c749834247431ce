// The facts of a kind: its definition's, or those of a kind that others define.
import type { Bearer } from "../dokku/metadata.ts";
import { type Facts, ordinary } from "./definition.ts";
import { definitions } from "./index.ts";

const POD_TEMPLATE = { bearer: "pod", at: ["spec", "template", "metadata"] };

const others: ReadonlyMap<string, Facts> = new Map<string, Facts>([
  // A run is of no release.
  ["Job", { ...ordinary, typed: true, makes: [POD_TEMPLATE] }],
  // Data outlives a release.
  ["PersistentVolumeClaim", { ...ordinary, keptOnRemoval: true }],
]);

export function factsOf(kind: string): Facts {
  return definitions.find((one) => one.kind === kind) ?? others.get(kind) ?? ordinary;
}

/** A kind in the word that kubectl has for it: `NetworkPolicy` and `network-policy` are `networkpolicy`. */
export function kindWord(kind: string): string {
  return kind.replaceAll("-", "").toLowerCase();
}

/** The kinds that annotations and labels are set on, and what is particular to them; a site's own objects may be of any other. */
export const bearers: ReadonlyMap<Bearer, Facts> = new Map<Bearer, Facts>([
  ...[...definitions.map(({ kind }) => kind), ...others.keys()].map((kind) => [kindWord(kind), factsOf(kind)] as const),
  ["pod", { ...ordinary, typed: true }],
]);
