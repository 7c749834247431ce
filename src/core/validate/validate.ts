// Manifests -> Release. Every manifest is held against its schema and then against the others; nothing stops at the first issue.
import type { App } from "../model/app.ts";
import type { Issue, Manifest, Release } from "../model/manifest.ts";
import { rules } from "./rules/registry.ts";
import type { Finding } from "./rules/rule.ts";
import { type RuleId, rulesAbout, softIds } from "./rules/table.ts";
import { asRead, schemaIssues } from "./schema.ts";
import type { SchemaSet } from "./schema-set.ts";

export interface Validated {
  /** Null when any issue is an error. */
  readonly release: Release | null;
  /** The same manifests with all their issues. */
  readonly manifests: readonly Manifest[];
}

export function validate(app: App, manifests: readonly Manifest[], schemas: SchemaSet): Validated {
  const warnings = app.properties["rule-warnings"].split(",");
  const softened = softIds.filter((id) => warnings.includes(id));
  const seen = manifests.map((manifest) => ({ ...manifest, object: asRead(manifest.object, schemas) }));
  const builtIn = seen.filter(({ ref }) => schemas.isBuiltIn(ref.apiVersion));
  const findings = (Object.keys(rules) as RuleId[]).flatMap((id) =>
    rules[id](rulesAbout[id].of === "all" ? seen : builtIn, app, schemas).map(({ manifest, issue }) => ({
      manifest,
      issue: byRule(id, issue, softened),
    })),
  );
  const judged = manifests.map((manifest, index): Manifest => {
    const known = [...manifest.issues, ...schemaIssues(manifest, schemas)];
    const places = known.filter(isError).map(({ path }) => path);
    // What was found where an error is already would say the same in other words.
    const found = findings
      .filter(({ manifest: of, issue }) => of === seen[index] && !places.includes(issue.path))
      .map(({ issue }) => issue);
    const first = (issue: Issue) => found.find((other) => isError(other) && other.path === issue.path) ?? issue;
    return { ...manifest, issues: [...known, ...found.filter((issue) => first(issue) === issue)] };
  });
  const valid = !judged.some(({ issues }) => issues.some(isError));
  return { release: valid ? seal(app, judged) : null, manifests: judged };
}

function byRule(rule: RuleId, issue: Finding["issue"], softened: readonly RuleId[]): Issue {
  return { ...issue, rule, severity: softened.includes(rule) ? "warning" : issue.severity };
}

const isError = ({ severity }: Issue) => severity === "error";

/** The brand exists in the type only: a Release has always passed through here. */
function seal(app: App, manifests: readonly Manifest[]): Release {
  return { app: app.name, namespace: app.namespace.name, manifests } as unknown as Release;
}
