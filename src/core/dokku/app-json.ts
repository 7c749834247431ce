// Reads an app.json, which may carry // and /* */ comments since Dokku 0.37.
import { validators } from "../../../schemas/file-validators.js";
import { SchedulerError } from "../errors.ts";
import { issuesOf } from "../validate/schema-issues.ts";

/** Throws BAD_APP when it is not a JSON object, or what we read of it has another form. */
export function parseAppJson(text: string): Readonly<Record<string, unknown>> {
  const plain = text.replace(
    // What is never closed is read to its end: starting over at each character would take minutes.
    /("(?:\\[\s\S]|[^"\\])*(?:"|\\?$))|\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*$)/g,
    (_, string: string | undefined) => string ?? " ",
  );
  let value: unknown;
  try {
    value = JSON.parse(plain, wellFormed);
  } catch (error) {
    throw bad(`it is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad("it is not a JSON object");
  const wrong = issuesOf(validators["app-json"], value).map(({ path, message }) => `${path} ${message}`);
  if (wrong.length > 0) throw bad(...wrong);
  return value as Readonly<Record<string, unknown>>;
}

/** Half of a surrogate pair is no character: Dokku, and kubectl, read U+FFFD in its place. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value;
}

function bad(...why: readonly string[]): SchedulerError {
  return new SchedulerError("BAD_APP", "read app.json", why, "fix app.json and push again");
}
