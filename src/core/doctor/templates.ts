// Copies of built-in templates, of the site or of an app.
import { type State, whose } from "../render/copied.ts";
import { type Check, type Finding, orOk } from "./check.ts";
import type { Copy } from "./facts.ts";

const SAYS: Readonly<Record<State, string | null>> = {
  current: null,
  unknown: null,
  behind: "is behind the built-in template",
  conflict: "holds a conflict of a merge",
};

export const templates: Check<{ readonly copies: readonly Copy[] }> = {
  name: "templates",
  of: ({ copies }) => orOk(copies.flatMap(findingOf), copies.length === 0 ? "the built-in ones" : "copies are current"),
};

function findingOf({ name, scope, state }: Copy): readonly Finding[] {
  const says = SAYS[state];
  if (says === null) return [];
  const mend = state === "behind" ? `dokku scheduler-kubernetes:template-merge ${name} ${scope}` : null;
  return [{ verdict: "warning", why: `${name} of ${whose(scope)} ${says}`, mend }];
}
