// The app's env: one immutable Secret per content, so that a rollback finds the env it ran with.

import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { contentName } from "./content-name.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import type { PodOptions } from "./docker-option-table.ts";
import { podOptions } from "./docker-options.ts";
import { appLabels } from "./labels.ts";

export interface SecretContext {
  /** base64, so that every value arrives byte for byte. */
  readonly data: StringMap;
}

/** The app's config, and over it what docker options name: the order in which Docker gets them. */
export function envOf(app: App, { env }: Pick<PodOptions, "env">): StringMap {
  return { ...app.env, ...env };
}

/** Of pods that run once. */
export const runEnv = (app: App): StringMap => envOf(app, podOptions(app, "run", "_default_"));

/** Null when the env is empty: then there is no Secret. */
export function envSecretName(app: App, env: StringMap): string | null {
  const entries = sorted(env);
  if (entries.length === 0) return null;
  return contentName(app.name, "env", entries);
}

export const secret: Definition = {
  ...ordinary,
  kind: "Secret",
  apiVersion: "v1",
  template: "secret",
  namespaced: true,
  perProcess: false,
  remembered: false,
  contexts: (app: App): readonly Draft[] => {
    // Objects of a site's or an app's own have what every process type has.
    const deployed = ["_default_", ...app.processes.map(({ type }) => type)].map((type) =>
      podOptions(app, "deploy", type),
    );
    const run = app.cron.tasks.length > 0 ? [podOptions(app, "run", "_default_")] : [];
    const envs = new Map(
      [...deployed, ...run].map((options) => {
        const env = envOf(app, options);
        return [envSecretName(app, env), env] as const;
      }),
    );
    return [...envs].flatMap(([name, env]) => (name === null ? [] : [envDraft(name, appLabels(app.name), env)]));
  },
};

export function envDraft(name: string, labels: StringMap, env: StringMap): Draft {
  const data = Object.fromEntries(sorted(env).map(([key, value]) => [key, Buffer.from(value).toString("base64")]));
  const context: SecretContext = { data };
  return { name, processType: null, labels, annotations: {}, context, issues: [] };
}

function sorted(env: StringMap): readonly (readonly [string, string])[] {
  return Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
}
