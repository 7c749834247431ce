// From an App to its release: render, let hooks change it, validate. Deploying, and every command that only looks, share it.
import { SchedulerError } from "../../core/errors.ts";
import type { App } from "../../core/model/app.ts";
import type { Manifest, Ref, Release } from "../../core/model/manifest.ts";
import type { Target } from "../../core/objects/index.ts";
import { render, renderTargets } from "../../core/render/render.ts";
import { issueReport } from "../../core/validate/report.ts";
import { type Validated, validate } from "../../core/validate/validate.ts";
import { warn } from "../../edge/log.ts";
import { readSchemas } from "../../edge/schemas.ts";
import { readTemplates } from "../../edge/templates.ts";
import { runPreHooks } from "./hooks.ts";

const ALL = () => true;

/** Every manifest with its issues, or the wanted alone. Throws TEMPLATE_BROKEN, HOOK_FAILED. */
export async function renderAndValidate(app: App, isWanted: (ref: Ref) => boolean = ALL): Promise<Validated> {
  const all = render(app, await readTemplates(app));
  const wanted = all.filter(({ ref }) => isWanted(ref));
  return validated(app, await runPreHooks(app.name, wanted));
}

/** Against the schemas of the app's cluster. */
export async function validated(app: App, manifests: readonly Manifest[]): Promise<Validated> {
  return validate(app, manifests, await readSchemas(app, manifests));
}

/** The manifests of what is part of no release. Throws MANIFEST_INVALID, TEMPLATE_BROKEN. */
export async function prepareTargets(
  app: App,
  doing: string,
  targets: readonly Target[],
): Promise<readonly Manifest[]> {
  const { release, manifests } = await validated(app, renderTargets(targets, await readTemplates(app)));
  if (release !== null) return release.manifests;
  throw new SchedulerError("MANIFEST_INVALID", doing, [...issueReport(manifests), "nothing was started"]);
}

/**
 * Throws MANIFEST_INVALID with every issue of every manifest, TEMPLATE_BROKEN or HOOK_FAILED. Warnings are said and stop nobody.
 */
export async function prepare(app: App, isWanted: (ref: Ref) => boolean = ALL): Promise<Release> {
  const { release, manifests } = await renderAndValidate(app, isWanted);
  const valid = mustBeValid(app, { release, manifests });
  for (const line of issueReport(manifests)) warn(line);
  return valid;
}

/** Throws MANIFEST_INVALID with every issue of every manifest. */
export function mustBeValid(app: App, { release, manifests }: Validated): Release {
  if (release !== null) return release;
  throw new SchedulerError(
    "MANIFEST_INVALID",
    `validate ${manifests.length} objects of ${app.name}`,
    [...issueReport(manifests), "nothing was applied"],
    `see: dokku scheduler-kubernetes:show-manifest ${app.name}`,
  );
}
