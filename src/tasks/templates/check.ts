// Renders every app with a candidate for the site's templates before it is put in place: what would be refused, and what would change.
import { stat } from "node:fs/promises";
import { SchedulerError, survived } from "../../core/errors.ts";
import type { App } from "../../core/model/app.ts";
import type { Manifest } from "../../core/model/manifest.ts";
import { difference, type ObjectChange } from "../../core/render/difference.ts";
import { render } from "../../core/render/render.ts";
import type { Templates } from "../../core/render/template.ts";
import type { Checked } from "../../core/words/template-check.ts";
import { type Asking, ONE_APP, questionsOf } from "../../edge/dokku/app.ts";
import { readImage } from "../../edge/dokku/image.ts";
import { readOnce } from "../../edge/dokku/neighbours.ts";
import { type Ask, askAhead } from "../../edge/dokku/plugn.ts";
import { explained } from "../../edge/system.ts";
import { hasTemplates, readTemplates } from "../../edge/templates.ts";
import { readOffline } from "../render/preview.ts";
import { validated } from "../render/render.ts";
import { inLanes } from "../steps/lanes.ts";

/** Apps that Dokku is asked about at once. */
const AT_ONCE = 20;

/** Of those, one is rendered while Dokku answers for the other. */
const LANES = 2;

/** `folder` is compared with the site's; null is the site's, and then nothing changes. No hook of another plugin runs. */
export async function checkTemplates(apps: readonly string[], folder: string | null): Promise<readonly Checked[]> {
  return inLanes(apps, { atOnce: AT_ONCE, lanes: LANES }, checker(folder));
}

/** Throws BAD_USAGE. */
export async function mustBeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error)
    throw new SchedulerError("BAD_USAGE", `check the templates in ${folder}`, [found.message]);
  if (!found.isDirectory())
    throw new SchedulerError("BAD_USAGE", `check the templates in ${folder}`, ["it is no folder"]);
}

function checker(folder: string | null): (apps: readonly string[]) => Promise<readonly Checked[]> {
  const reads = readOnce();
  const current = templatesFrom(undefined);
  const candidate = templatesFrom(folder ?? undefined);
  const checkOne = async (name: string, asking: Asking): Promise<Checked> => {
    try {
      const app = await readOffline(name, asking, reads);
      const { manifests } = await validated(app, render(app, await candidate(app)));
      const changes = folder === null ? [] : changesOf(app, await current(app), manifests);
      return { app: name, manifests: manifests.filter(({ issues }) => issues.length > 0), changes, stopped: null };
    } catch (thrown) {
      const stopped = survived(explained(thrown));
      return { app: name, manifests: [], changes: [], stopped };
    }
  };
  return async (apps) => {
    const ask = await askAhead(apps.flatMap(questionsOf));
    return Promise.all(apps.map((app) => checkOne(app, asRecorded(ask))));
  };
}

/** What runs is what would be rendered again, and the record knows how it was built. */
export const asRecorded = (ask: Ask): Asking => ({
  ...ONE_APP,
  ask,
  readImage: async (app, tag, record) => record?.image ?? readImage(app, tag, record),
});

/** None where the current templates cannot be rendered: there is nothing to compare with. */
function changesOf(app: App, current: Templates, manifests: readonly Manifest[]): readonly ObjectChange[] {
  try {
    return difference(render(app, current), manifests);
  } catch (error) {
    if (error instanceof SchedulerError) return [];
    throw error;
  }
}

/** Those of apps that have none of their own are read once. */
function templatesFrom(site: string | undefined): (app: App) => Promise<Templates> {
  const shared = readTemplates(null, site);
  shared.catch(() => {});
  return async (app) => ((await hasTemplates(app)) ? readTemplates(app, site) : shared);
}
