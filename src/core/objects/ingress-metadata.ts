// Annotations and labels of an Ingress: several apps may share it and have set some each.

import { entriesOf, type Metadata, type Sort, sorts } from "../dokku/metadata.ts";
import { type App, NO_SETTINGS, type Settings } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { limitAnnotations } from "./controllers.ts";
import { warned } from "./definition.ts";
import { nginxAnnotations } from "./nginx.ts";

interface Combined extends Metadata {
  readonly issues: readonly Issue[];
}

/** What was set for the app alone, or for the namespace that shares it, wins over what was set for the site. */
export function ingressMetadata(
  app: App,
  sharing: readonly string[],
  ingressClass: string,
  isShared: boolean,
): Combined {
  const { limits } = app.siteSettings;
  const site = metadataOf({ ...app.siteSettings, limits: {} }, ingressClass);
  const own = sharing.map((name): readonly [string, Metadata] => {
    const settings = name === app.name ? app.settings : (entryOf(app.otherSettings, name) ?? NO_SETTINGS);
    // What the site has an app can only be without as a whole.
    return [name, metadataOf({ ...settings, limits: { ...limits, ...settings.limits } }, ingressClass)];
  });
  // The first in the alphabet: the same one whoever is deployed.
  const apps = [...own].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, metadata]) => metadata);
  const layers = isShared ? [site, ...apps, app.ingressMetadata] : [site, app.ingressMetadata, ...apps];
  const combined = (sort: Sort): StringMap => Object.assign({}, ...layers.map((metadata) => metadata[sort]));
  return {
    annotations: combined("annotations"),
    labels: combined("labels"),
    issues: isShared ? disagreements(app, own) : [],
  };
}

/** What an app, or the site, has set for its Ingress. */
export function metadataOf(settings: Settings, ingressClass: string): Metadata {
  const { annotations, labels } = entriesOf([settings.metadata], "ingress", null);
  const said = {
    ...nginxAnnotations(settings.nginx, ingressClass),
    ...limitAnnotations(settings.limits, ingressClass),
  };
  return { annotations: { ...said, ...annotations }, labels };
}

/** What is set for the namespace settles it. */
function disagreements(
  { name, ingressMetadata }: App,
  apps: readonly (readonly [string, Metadata])[],
): readonly Issue[] {
  const [, own] = apps.find(([app]) => app === name) ?? [];
  if (own === undefined) return [];
  return apps.flatMap(([other, theirs]): readonly Issue[] => {
    const keys = sorts.flatMap((sort) =>
      Object.entries(own[sort]).flatMap(([key, value]) => {
        const another = entryOf(theirs[sort], key);
        const isOpen = another !== undefined && another !== value && !Object.hasOwn(ingressMetadata[sort], key);
        return isOpen ? [key] : [];
      }),
    );
    if (keys.length === 0) return [];
    const [first = "", second = ""] = [name, other].sort();
    const message = `${first} and ${second} share it and differ in ${keys.join(", ")}: it has what ${first} has set. To give ${second} its own: dokku scheduler-kubernetes:set ${second} ingress-per-app true`;
    return [warned("/metadata", message)];
  });
}
