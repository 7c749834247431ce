// The rights of an account as text: YAML with a comment for each rule.
import type { Document } from "../rights/account.ts";
import type { Right } from "../rights/table.ts";
import { yamlOf } from "./rendered.ts";

export function rightsYaml(documents: readonly Document[]): string {
  return documents.map(({ object, rights }) => `---\n${yamlWith(object, rights)}`).join("");
}

function yamlWith({ rules, ...rest }: Document["object"], rights: readonly Right[]): string {
  const lines = Array.isArray(rules) ? rules.flatMap((rule, index) => ruleLines(rule, rights[index])) : [];
  return [yamlOf(rest), ...(lines.length === 0 ? [] : ["rules:\n"]), ...lines.map((line) => `${line}\n`)].join("");
}

function ruleLines(rule: object, right: Right | undefined): readonly string[] {
  const { why = "", without = null } = right ?? {};
  const comment = without === null ? why : `${why}; without it ${without}`;
  const fields = Object.entries(rule).map(([key, values]) => `${key}: ${JSON.stringify(values)}`);
  return [`  # ${comment}`, ...fields.map((field, index) => `  ${index === 0 ? "-" : " "} ${field}`)];
}
