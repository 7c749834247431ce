// App + templates -> manifests. A template that makes no object stops us; an object that is wrong is for validate to say.
import type { App } from "../model/app.ts";
import { type KubeObject, type Manifest, refOf } from "../model/manifest.ts";
import { type Target, targetsOf } from "../objects/index.ts";
import { registrySecret } from "../objects/registry-secret.ts";
import { inTime, Unbounded } from "./bounds.ts";
import { broken, type Layout, layouts, printed } from "./layout.ts";
import { withMetadata } from "./metadata.ts";
import { isNothing, parseObject } from "./parse.ts";
import { concerns, mustApply, type Piece, patched } from "./patch.ts";
import { limited } from "./repository.ts";
import type { Template, Templates } from "./template.ts";

/** All objects of the app in apply order, not yet validated. Throws TEMPLATE_BROKEN with `file:line`. */
export function render(app: App, templates: Templates): readonly Manifest[] {
  const targets = targetsOf(app, Object.keys(templates.own).sort());
  mustApply(templates.patches, targets, app.name);
  return renderTargets(targets, templates);
}

export function renderTargets(targets: readonly Target[], templates: Templates): readonly Manifest[] {
  const { repository } = templates;
  const manifests = renderAll(targets, templates);
  const namespace = targets[0]?.context.dokku.namespace;
  if (repository === null || namespace === undefined) return manifests;
  const trusted = targets.filter(({ isOwn, template }) => !isOwn || Object.hasOwn(repository.without.own, template));
  return limited(manifests, renderAll(trusted, repository.without), repository, namespace);
}

function renderAll(targets: readonly Target[], templates: Templates): readonly Manifest[] {
  let current: { readonly doing: string; readonly template: Template } | undefined;
  const note = (what: string, template: Template): Template => {
    current = { doing: `render ${what} from ${template.path}`, template };
    return template;
  };
  try {
    return inTime(() => {
      const layoutOf =
        compiled.get(templates) ?? layouts(templates.partials, (template) => note("all objects", template));
      compiled.set(templates, layoutOf);
      return targets.flatMap((target) => {
        const enter = (template: Template) => layoutOf(target.template, note(target.title, template));
        return renderTarget(target, templates, enter) ?? [];
      });
    });
  } catch (error) {
    if (!(error instanceof Unbounded) || current === undefined) throw error;
    throw broken(current.doing, { ...current.template, line: null }, error.message);
  }
}

/** Null when there is no such object. */
function renderTarget(target: Target, templates: Templates, enter: (template: Template) => Layout): Manifest | null {
  const { template: name, isOwn } = target;
  const template = (isOwn ? templates.own : templates.objects)[name];
  if (template === undefined) throw new Error(`there is no template "${name}"`);
  const start = startOf(enter(template), target);
  if (start === null) return null;
  const piece = templates.patches
    .filter((patch) => concerns(patch, target))
    .reduce((before, patch) => patched(before, enter(patch), target), start);
  const touched = [template, ...Object.values(templates.partials)].some(isTouched) || piece.patches.length > 0;
  return manifestOf(template, touched, piece, target);
}

/** Who renders many apps with the same templates compiles them once. */
const compiled = new WeakMap<Templates, ReturnType<typeof layouts>>();

const isTouched = ({ origin }: Template) => origin !== "built-in";

/** What a template prints; null when there is no such object. */
function startOf(layout: Layout, { title, namespace, isOwn, context }: Target): Piece | null {
  return printed(layout, title, context, (text, locate) => {
    if (isOwn && isNothing(text)) return null;
    return { object: inNamespace(parseObject(text), namespace), locate, patches: [] };
  });
}

function manifestOf({ path, origin }: Template, touched: boolean, piece: Piece, target: Target): Manifest {
  const { locate, patches } = piece;
  const { processType, issues } = target;
  const object = withMetadata(changeable(piece.object, target), target);
  return {
    source: { template: path, origin, patches, touched, locate },
    ref: refOf(object),
    processType,
    object,
    issues,
  };
}

/** A copy of an earlier template of the pull Secret, whose name changed with the login, would have each new login refused. */
function changeable(object: KubeObject, { template, isOwn }: Target): KubeObject {
  if (isOwn || template !== registrySecret.template) return object;
  const { immutable: _, ...rest } = object;
  return rest;
}

/** A template may leave the namespace to us. */
function inNamespace(object: KubeObject, namespace: string | null): KubeObject {
  if (namespace === null || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
