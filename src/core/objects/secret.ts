// The app's env: one immutable Secret per content, so that a rollback finds the env it ran with.
import type { App } from "../model/app.ts";
import { contentName } from "./content-name.ts";
import type { Definition, Draft, StringMap } from "./definition.ts";
import { appLabels } from "./labels.ts";

export interface SecretContext {
  /** base64, so that every value arrives byte for byte. */
  readonly data: StringMap;
}

/** Null when the env is empty: then there is no Secret. */
export function envSecretName(app: App): string | null {
  const entries = sorted(app.env);
  if (entries.length === 0) return null;
  return contentName(app.name, "env", entries);
}

export const secret: Definition = {
  kind: "Secret",
  apiVersion: "v1",
  template: "secret",
  namespaced: true,
  perProcess: false,
  trackedAs: null,
  contexts: (app: App): readonly Draft[] => {
    const name = envSecretName(app);
    return name === null ? [] : [envDraft(name, appLabels(app.name), app.env)];
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
