// Characters that kubectl hands on as they are and the API server, which reads YAML, refuses anywhere in an object.

import type { Manifest } from "../../model/manifest.ts";
import { pointer } from "../../model/read.ts";
import { error, type Finding, type Rule } from "./rule.ts";

const REFUSED = /[\u007f-\u0084\u0086-\u009f\ufffe\uffff]/u;

export const characters: Rule = (manifests) =>
  manifests
    .filter(({ object }) => REFUSED.test(JSON.stringify(object)))
    .flatMap((manifest) => [...inside(manifest, "", manifest.object)]);

function* inside(manifest: Manifest, path: string, value: unknown): Iterable<Finding> {
  const say = (where: string, text: string) => {
    const code = REFUSED.exec(text)?.[0]?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    return error(manifest, where, `has the character U+${code}, which the API server does not read: remove it`);
  };
  if (typeof value === "string" && REFUSED.test(value)) yield say(path, value);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (REFUSED.test(key)) yield say(path, key);
    yield* inside(manifest, path + pointer(key), inner);
  }
}
