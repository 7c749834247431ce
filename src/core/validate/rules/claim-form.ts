// What a claim asks for: a way to mount it, and an amount.
import { at, list } from "../../model/read.ts";
import { type Fact, type Root, ruleOf } from "./facts.ts";

const CLAIMS: readonly (readonly [root: Root, path: string])[] = [
  ["kind PersistentVolumeClaim", "spec"],
  ["kind StatefulSet", "spec.volumeClaimTemplates.*.spec"],
  ["pod", "volumes.*.ephemeral.volumeClaimTemplate.spec"],
];

export const claimForm = ruleOf(CLAIMS.map(([root, path]): Fact => [root, path, whyNot]));

function whyNot(spec: unknown): string | null {
  if (list(at(spec, "accessModes")).length === 0) return "must have accessModes, such as [ReadWriteOnce]";
  if (at(spec, "resources", "requests", "storage") == null)
    return "must request an amount of storage: resources.requests.storage";
  return null;
}
