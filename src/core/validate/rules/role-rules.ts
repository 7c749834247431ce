// What a Role allows: verbs, on resources of API groups; paths of the API belong to no namespace.
import { at, list } from "../../model/read.ts";
import { ruleOf } from "./facts.ts";

export const roleRules = ruleOf([["kind Role", "rules.*", whyNot]]);

function whyNot(rule: unknown): string | null {
  if (list(at(rule, "nonResourceURLs")).length > 0) return "must have no nonResourceURLs: those need a ClusterRole";
  const missing = ["verbs", "apiGroups", "resources"].find((name) => list(at(rule, name)).length === 0);
  return missing === undefined ? null : `must have ${missing}`;
}
