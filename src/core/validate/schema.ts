// One object against Kubernetes' own schema of its kind.
import { validators } from "../../../schemas/validators.js";
import type { Issue, KubeObject } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { issuesOf } from "./schema-issues.ts";

export function schemaIssues(object: KubeObject): readonly Issue[] {
  const kind = `${object.apiVersion}/${object.kind}`;
  const validator = entryOf(validators, kind);
  if (validator !== undefined) return issuesOf(validator, object);
  return [{ severity: "warning", path: "", message: `no schema is known for ${kind}: its fields were not checked` }];
}
