// What every template may use of an app: what Dokku has of it, and values of the site's own.
import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { allShown } from "../properties/table.ts";

export interface DokkuContext {
  readonly dokku: {
    readonly app: string;
    readonly namespace: string;
    /** Null for an object of the whole app. */
    readonly processType: string | null;
    /** Dokku's name, with the tag. */
    readonly image: string;
    readonly domains: readonly string[];
    /** The port mappings. */
    readonly ports: readonly {
      readonly scheme: string;
      readonly hostPort: number;
      readonly containerPort: number;
    }[];
    /** Names in the config; values are in a Secret. */
    readonly configKeys: readonly string[];
    readonly processes: readonly {
      readonly type: string;
      /** The scale; 0 is present. */
      readonly quantity: number;
    }[];
    /** This plugin's, by name: `{{dokku.properties.[ingress-class]}}`. Empty where none is set. */
    readonly properties: StringMap;
    /** What `:set APP template-values.KEY VALUE` has set, or the same with `--global`. One that is not set is null. */
    readonly values: StringMap;
  };
}

export function dokkuContext(app: App, processType: string | null): DokkuContext {
  return {
    dokku: {
      app: app.name,
      namespace: app.namespace.name,
      processType,
      image: app.image.reference,
      domains: app.domains,
      ports: app.ports.map(({ scheme, hostPort, containerPort }) => ({ scheme, hostPort, containerPort })),
      configKeys: Object.keys(app.env).sort(),
      processes: app.processes.map(({ type, quantity }) => ({ type, quantity })),
      properties: allShown(app.properties),
      values: nullable({ ...app.siteSettings.values, ...app.settings.values }),
    },
  };
}

/** Any name is one that a site may set: it is no error where an app has no value. */
function nullable(values: StringMap): StringMap {
  return new Proxy(values, {
    get: (target, name) =>
      Object.hasOwn(target, name) ? Reflect.get(target, name) : typeof name === "string" ? null : undefined,
  });
}
