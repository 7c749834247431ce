// One object against Kubernetes' own schema of its kind.
import { validators } from "../../../schemas/validators.js";
import type { Issue, KubeObject } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { issuesOf } from "./schema-issues.ts";

export function schemaIssues(object: KubeObject): readonly Issue[] {
  const validator = validatorOf(object);
  if (validator !== undefined) return issuesOf(validator, object);
  const message = `no schema is known for ${nameOf(object)}: its fields were not checked`;
  return [{ severity: "warning", path: "", message }];
}

type Kind = Pick<KubeObject, "apiVersion" | "kind">;

export const hasSchema = (kind: Kind): boolean => validatorOf(kind) !== undefined;

const nameOf = ({ apiVersion, kind }: Kind) => `${apiVersion}/${kind}`;
const validatorOf = (kind: Kind) => entryOf(validators, nameOf(kind));
