// Own objects of the site or an app: what their templates in own/ render.

import { pulledAs } from "../dokku/image.ts";
import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { podOptions } from "./docker-options.ts";
import { labelValue, processName, selectorLabels, serviceName } from "./labels.ts";
import { portOf } from "./ports.ts";
import { pullSecrets } from "./registry-secret.ts";
import { envOf, envSecretName } from "./secret.ts";

export interface OwnContext {
  readonly app: string;
  /** By its digest, where that is known. */
  readonly image: string;
  /** Names. */
  readonly imagePullSecrets: readonly string[];
  /** Name of the Secret with the app's env; null when the env is empty. */
  readonly envSecret: string | null;
  readonly domains: readonly string[];
  /** Finds every pod of the app. */
  readonly selector: StringMap;
  readonly processes: readonly {
    /** As in the Procfile. */
    readonly type: string;
    /** Of its Deployment and container. */
    readonly name: string;
    readonly service: string;
    /** The scale; 0 is present. */
    readonly quantity: number;
    /** Null when there is no Service. */
    readonly port: number | null;
    /** Finds its pods. */
    readonly selector: StringMap;
  }[];
}

export function ownContext(app: App): OwnContext {
  return {
    app: app.name,
    image: pulledAs(app.image),
    imagePullSecrets: pullSecrets(app),
    envSecret: envSecretName(app, envOf(app, podOptions(app, "deploy", "_default_"))),
    domains: app.domains,
    selector: { app: labelValue(app.name) },
    processes: app.processes.map(({ type, quantity }) => ({
      type,
      name: processName(app.name, type),
      service: serviceName(app.name, type),
      quantity,
      port: portOf(app, type),
      selector: selectorLabels(app.name, type),
    })),
  };
}
