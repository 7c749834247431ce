// The triggers with which other plugins see manifests: which of them an object has, and how a hook may change it.
import { SchedulerError } from "./errors.ts";
import { type KubeObject, type Manifest, unlocated } from "./model/manifest.ts";
import { fields } from "./model/read.ts";
import { factsOf } from "./objects/kinds.ts";

export const preHooks = [
  "pre-deploy-kubernetes-apply",
  "pre-ingress-kubernetes-apply",
  // What the original plugin's code called the previous one.
  "pre-kubernetes-ingress-apply",
] as const;

export const postHooks = ["post-deploy-kubernetes-apply"] as const;

/** Asked at the end of each step of a canary: whoever fails refuses it. */
export const checkHooks = ["canary-check"] as const;

export type HookName = (typeof preHooks | typeof postHooks)[number];

/** A hook's words, given the file with the object's JSON; null when the trigger is not for the object. */
export function hookArguments(
  trigger: HookName,
  app: string,
  { ref, processType }: Manifest,
): ((file: string) => readonly string[]) | null {
  const { hook } = factsOf(ref.kind);
  if (trigger === "pre-ingress-kubernetes-apply" || trigger === "pre-kubernetes-ingress-apply")
    return hook === "ingress" ? (file) => [app, file] : null;
  if (processType === null || hook !== "deploy") return null;
  return (file) => [app, processType, file, ref.kind.toLowerCase()];
}

export function hookText(object: KubeObject): string {
  return `${JSON.stringify(object, null, 2)}\n`;
}

/** The manifest as a hook left it. Throws HOOK_FAILED when that is not the same object any more. */
export function afterHook(manifest: Manifest, text: string, hook: { trigger: HookName; plugin: string }): Manifest {
  const { ref, source } = manifest;
  if (text === hookText(manifest.object)) return manifest;
  const object = readObject(text);
  if (typeof object === "string") throw hookFailed(hook, manifest, object);
  const { apiVersion, kind } = object;
  const { name, namespace = null } = fields(object.metadata);
  const now = { apiVersion, kind, namespace, name };
  const moved = (["apiVersion", "kind", "namespace", "name"] as const).filter((key) => now[key] !== ref[key]);
  if (moved.length > 0) {
    const changes = moved.map((key) => `${key} ${ref[key]} to ${now[key] ?? "nothing"}`).join(", ");
    throw hookFailed(hook, manifest, `it turned it into another object: ${changes}`);
  }
  const template = `${source.template}, changed by ${hook.trigger} of plugin ${hook.plugin}`;
  return { ...manifest, source: unlocated(template, "trigger"), object: object as KubeObject };
}

/** A sentence when it is not one. */
function readObject(text: string): Readonly<Record<string, unknown>> | string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
    return "it left JSON that is not an object";
  } catch (error) {
    return text.trim() === "" ? "it left an empty file" : `it left invalid JSON: ${(error as Error).message}`;
  }
}

export function hookFailed(
  { trigger, plugin }: { readonly trigger: HookName; readonly plugin: string },
  { ref }: Manifest,
  why: string,
): SchedulerError {
  const isPost = trigger === "post-deploy-kubernetes-apply";
  return new SchedulerError(
    "HOOK_FAILED",
    `run ${trigger} of plugin ${plugin} for ${ref.kind} ${ref.name}`,
    [why, isPost ? "the objects were applied" : "nothing was applied"],
    `fix the plugin, or disable it: dokku plugin:disable ${plugin}`,
  );
}
