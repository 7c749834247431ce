// A mistake that no schema of a single field can see. One file per rule; registry.ts lists them.
import type { App } from "../../model/app.ts";
import type { Issue, Manifest } from "../../model/manifest.ts";
import type { SchemaSet } from "../schema-set.ts";

export interface Finding {
  readonly manifest: Manifest;
  readonly issue: Omit<Issue, "rule">;
}

/** Objects may have any shape here: what the schema refuses comes this way too. */
export type Rule = (manifests: readonly Manifest[], app: App, schemas: SchemaSet) => readonly Finding[];

export function error(manifest: Manifest, path: string, message: string): Finding {
  return { manifest, issue: { severity: "error", path, message } };
}

export function warning(manifest: Manifest, path: string, message: string): Finding {
  return { manifest, issue: { severity: "warning", path, message } };
}
