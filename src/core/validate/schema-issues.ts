// The errors of a schema become sentences here and nowhere else.
import type { Validator } from "../../../schemas/file-validators.js";
import type { Issue } from "../model/manifest.ts";
import { pointer } from "../model/read.ts";
import type { SchemaError } from "./check.ts";

export function issuesOf(validator: Validator, object: unknown): readonly Issue[] {
  if (validator(object)) return [];
  return (validator.errors ?? []).map(toIssue);
}

export function toIssue({ instancePath, keyword, params, message = "is not valid" }: SchemaError): Issue {
  const issue = (path: string, text: string): Issue => ({ severity: "error", rule: null, path, message: text });
  switch (keyword) {
    case "additionalProperties":
      return issue(instancePath + pointer(String(params.additionalProperty)), "is not a field that Kubernetes knows");
    case "required":
      return issue(instancePath + pointer(String(params.missingProperty)), "is missing");
    case "type":
      return issue(instancePath, `must be ${[params.type].flat().join(" or ")}`);
    case "enum":
      return issue(instancePath, `must be one of ${(params.allowedValues as readonly unknown[]).join(", ")}`);
    case "pattern":
      return issue(
        instancePath,
        `must be ${FORMS.find(([part]) => String(params.pattern).includes(part))?.[1] ?? message}`,
      );
    default:
      return issue(instancePath, message);
  }
}

// What the patterns of prune.ts are for, told by a part of each.
const FORMS: readonly (readonly [part: string, form: string])[] = [
  ["KMGTPE", "a quantity such as 250m, 2 or 512Mi"],
  ["A-Za-z0-9+/", "base64"],
  ["T[0-9:.]", "a time such as 2030-01-31T12:00:00Z"],
];
