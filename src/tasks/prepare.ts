// From an App to its release: render, validate. Deploying, and every command that only looks, share it.
import { SchedulerError } from "../core/errors.ts";
import type { App } from "../core/model/app.ts";
import type { Release } from "../core/model/manifest.ts";
import { render } from "../core/render/render.ts";
import { issueReport } from "../core/validate/report.ts";
import { type Validated, validate } from "../core/validate/validate.ts";
import { warn } from "../edge/log.ts";
import { readTemplates } from "../edge/templates.ts";

/** Every manifest with its issues. Throws TEMPLATE_BROKEN. */
export async function renderAndValidate(app: App): Promise<Validated> {
  return validate(app, render(app, await readTemplates(app.name)));
}

/** Throws MANIFEST_INVALID with every issue of every manifest, or TEMPLATE_BROKEN. Warnings are said and stop nobody. */
export async function prepare(app: App): Promise<Release> {
  const { release, manifests } = await renderAndValidate(app);
  const report = issueReport(manifests);
  if (release === null) {
    throw new SchedulerError(
      "MANIFEST_INVALID",
      `validate ${manifests.length} objects of ${app.name}`,
      [...report, "nothing was applied"],
      `see: dokku scheduler-kubernetes:show-manifest ${app.name}`,
    );
  }
  for (const line of report) warn(line);
  return release;
}
