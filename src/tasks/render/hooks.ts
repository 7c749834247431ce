// Lets other plugins look at each manifest before it is applied, and change it; and look at what was applied.
import { afterHook, hookArguments, hookFailed, hookText, preHooks } from "../../core/hooks.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { findHooks, type Hook, runHook, withFile } from "../../edge/dokku/hooks.ts";

/** The manifests as the hooks leave them, not yet validated. Throws HOOK_FAILED. */
export async function runPreHooks(app: string, manifests: readonly Manifest[]): Promise<readonly Manifest[]> {
  const hooks = findHooks(preHooks);
  if (hooks.length === 0) return manifests;
  const after: Manifest[] = [];
  for (const manifest of manifests) {
    let latest = manifest;
    for (const hook of hooks) latest = afterHook(latest, await call(app, latest, hook), hook);
    after.push(latest);
  }
  return after;
}

/** What a hook does to its file has no effect any more. Throws HOOK_FAILED. */
export async function runPostHooks(app: string, manifests: readonly Manifest[], hooks: readonly Hook[]): Promise<void> {
  for (const manifest of manifests) for (const hook of hooks) await call(app, manifest, hook);
}

/** What the hook leaves in its file. */
function call(app: string, manifest: Manifest, hook: Hook): Promise<string> {
  const before = hookText(manifest.object);
  const args = hookArguments(hook.trigger, app, manifest);
  if (args === null) return Promise.resolve(before);
  return withFile(before, async (file, read) => {
    const wrong = await runHook(hook, args(file));
    if (wrong !== null) throw hookFailed(hook, manifest, wrong);
    return read();
  });
}
