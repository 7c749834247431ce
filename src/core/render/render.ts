// App + templates -> manifests. A template that makes no object stops us; an object that is wrong is for validate to say.
import type { App } from "../model/app.ts";
import { type KubeObject, type Manifest, refOf } from "../model/manifest.ts";
import { type Target, targetsOf } from "../objects/index.ts";
import { inTime, Unbounded } from "./bounds.ts";
import { broken, type Layout, layouts, printed } from "./layout.ts";
import { withMetadata } from "./metadata.ts";
import { isNothing, parseObject } from "./parse.ts";
import { concerns, mustApply, type Piece, patched } from "./patch.ts";
import type { Template, Templates } from "./template.ts";

/** All objects of the app in apply order, not yet validated. Throws TEMPLATE_BROKEN with `file:line`. */
export function render(app: App, templates: Templates): readonly Manifest[] {
  const targets = targetsOf(app, Object.keys(templates.own).sort());
  mustApply(templates.patches, targets, app.name);
  return renderTargets(targets, templates);
}

export function renderTargets(targets: readonly Target[], templates: Templates): readonly Manifest[] {
  const layoutOf = layouts(templates.partials);
  const partialsTouched = Object.values(templates.partials).some(isTouched);
  let current: { readonly title: string; readonly template: Template } | undefined;
  const renderOne = (target: Target): readonly Manifest[] => {
    const { title, template: name, isOwn } = target;
    const enter = (template: Template): Layout => {
      current = { title, template };
      return layoutOf(name, template);
    };
    const template = (isOwn ? templates.own : templates.objects)[name];
    if (template === undefined) throw new Error(`there is no template "${name}"`);
    const start = startOf(enter(template), target);
    if (start === null) return [];
    const piece = templates.patches
      .filter((patch) => concerns(patch, target))
      .reduce((before, patch) => patched(before, enter(patch), target), start);
    const touched = partialsTouched || isTouched(template) || piece.patches.length > 0;
    return [manifestOf(template, touched, piece, target)];
  };
  try {
    return inTime(() => targets.flatMap(renderOne));
  } catch (error) {
    if (!(error instanceof Unbounded) || current === undefined) throw error;
    const { title, template } = current;
    throw broken(`render ${title} from ${template.path}`, { ...template, line: null }, error.message);
  }
}

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
  const object = withMetadata(piece.object, target);
  return {
    source: { template: path, origin, patches, touched, locate },
    ref: refOf(object),
    processType,
    object,
    issues,
  };
}

/** A template may leave the namespace to us. */
function inNamespace(object: KubeObject, namespace: string | null): KubeObject {
  if (namespace === null || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
