// A label selector as kubectl takes it, `queue=jobs,tier!=test,region in (eu,us),!legacy`, as the object the API wants.
import type { StringMap } from "../model/manifest.ts";
import { keyIssue, labelIssue } from "./metadata.ts";

export interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly Requirement[];
}

interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

/** A string says what is wrong. */
export function readSelector(text: string): LabelSelector | string {
  const requirements: Requirement[] = [];
  // A comma inside brackets separates values.
  for (const part of text.split(/,(?![^()]*\))/)) {
    const requirement = readRequirement(part.trim());
    const wrong = requirement === null ? `"${part}" is not a label requirement` : issueOf(requirement);
    if (requirement === null || wrong !== null) return wrong ?? "";
    requirements.push(requirement);
  }
  const labels = new Map<string, string>();
  const expressions = requirements.filter(({ key, operator, values = [] }) => {
    const [value = "", ...more] = values;
    if (operator !== "In" || more.length > 0 || labels.has(key)) return true;
    labels.set(key, value);
    return false;
  });
  return {
    ...(labels.size === 0 ? {} : { matchLabels: Object.fromEntries(labels) }),
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
  };
}

const FORM = /^(?:(!)\s*)?([^\s!=(),]+)(?:\s*(==?|!=)\s*([^\s!=(),]*)|\s+(in|notin)\s*\(([^()]*)\))?$/;

function readRequirement(text: string): Requirement | null {
  const [matched, not, key = "", sign, value = "", word, list = ""] = FORM.exec(text) ?? [];
  if (matched === undefined || (not && (sign || word))) return null;
  if (not) return { key, operator: "DoesNotExist" };
  if (sign) return { key, operator: sign === "!=" ? "NotIn" : "In", values: [value] };
  if (word)
    return { key, operator: word === "in" ? "In" : "NotIn", values: list.split(",").map((item) => item.trim()) };
  return { key, operator: "Exists" };
}

function issueOf({ key, values = [] }: Requirement): string | null {
  return keyIssue("labels", key) ?? values.map(labelIssue).find((wrong) => wrong !== null) ?? null;
}
