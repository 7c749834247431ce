// Patches of a site or an app: small changes to rendered objects, merged before the plugin's own labels and before validation.
import { SchedulerError } from "../errors.ts";
import type { KubeObject, Source } from "../model/manifest.ts";
import { pathInWords, valueAt } from "../model/read.ts";
import type { Target } from "../objects/index.ts";
import { podTypeOf } from "../objects/pod.ts";
import { didYouMean } from "../words/nearest.ts";
import { type Layout, printed } from "./layout.ts";
import { type Shape, shapeOf } from "./merge-keys.ts";
import { isNothing, NoObject, parseMap } from "./parse.ts";
import { follow, merge, Unmergeable } from "./strategic-merge.ts";
import type { Patch } from "./template.ts";
import { rowsOf } from "./yaml-rows.ts";

/** An object on its way from its template through its patches. */
export interface Piece {
  readonly object: KubeObject;
  readonly locate: Source["locate"];
  /** Paths of those that changed it. */
  readonly patches: readonly string[];
}

/** What no patch changes: it would be another object. */
const IDENTITY: readonly string[] = ["/apiVersion", "/kind", "/metadata/name", "/metadata/namespace"];

const typeOf = ({ processType, context }: Target) => processType ?? podTypeOf(context);

export function concerns(patch: Patch, target: Target): boolean {
  if (target.isOwn || target.template !== patch.of) return false;
  return patch.processType === null || patch.processType === typeOf(target);
}

/**
 * An app's patch is for something that the app has. A site's is for the apps that have it, and a run's Job is of no release. Throws
 * TEMPLATE_BROKEN.
 */
export function mustApply(patches: readonly Patch[], targets: readonly Target[], app: string): void {
  const idle = patches.filter(
    (patch) =>
      ["app", "repository"].includes(patch.origin) &&
      patch.of !== "job" &&
      !targets.some((target) => concerns(patch, target)),
  );
  if (idle.length === 0) return;
  const because = idle.map(({ path, of, processType }) => {
    const types = targets.filter(({ template }) => template === of).flatMap((target) => typeOf(target) ?? []);
    if (processType === null || types.length === 0) return `${path}: the app has no ${of}`;
    return `${path}: the app has no ${of} of ${processType}${didYouMean(processType, types)}`;
  });
  throw new SchedulerError("TEMPLATE_BROKEN", `patch the objects of ${app}`, because, "remove it, or rename it");
}

/** Throws TEMPLATE_BROKEN with the line of the patch. */
export function patched(before: Piece, layout: Layout, { title, context }: Target): Piece {
  return printed(layout, title, context, (text, locate) => {
    if (isNothing(text)) return before;
    const patch = parseMap(text);
    const shape = shapeOf(before.object);
    try {
      const object = merge(before.object, patch, shape) as KubeObject;
      mustStay(before.object, object);
      const { path } = layout.file.template;
      const patches = [...before.patches, path];
      return { object, patches, locate: locator(before, object, { patch, locate }, shape) };
    } catch (error) {
      if (!(error instanceof Unmergeable)) throw error;
      const where = pathInWords(error.at);
      throw new NoObject(where === "" ? error.message : `${where}: ${error.message}`, rowsOf(text)(error.at));
    }
  });
}

function mustStay(before: KubeObject, after: KubeObject): void {
  const changed = IDENTITY.find((path) => valueAt(before, path) !== valueAt(after, path));
  if (changed === undefined) return;
  const was = valueAt(before, changed);
  throw new Unmergeable(changed, was === undefined ? "cannot be set by a patch" : `must stay ${was} in a patch`);
}

/** The patch where it has the value, or leads nearer to it than what it changed. */
function locator(
  before: Piece,
  object: KubeObject,
  { patch, locate }: { readonly patch: unknown; readonly locate: Source["locate"] },
  shape: Shape,
): Source["locate"] {
  return (path) => {
    const inPatch = follow(object, patch, path, shape);
    const inBefore = follow(object, before.object, path, shape);
    if (inPatch.isWhole || inPatch.steps > inBefore.steps) return locate(inPatch.pointer);
    return before.locate(inBefore.pointer);
  };
}
