// The facts of a kind: its definition's, or those of a kind that others define.
import { type Facts, ordinary } from "./definition.ts";
import { definitions } from "./index.ts";

const others: ReadonlyMap<string, Facts> = new Map([
  // Data outlives a release.
  ["PersistentVolumeClaim", { ...ordinary, keptOnRemoval: true }],
]);

export function factsOf(kind: string): Facts {
  return definitions.find((one) => one.kind === kind) ?? others.get(kind) ?? ordinary;
}
