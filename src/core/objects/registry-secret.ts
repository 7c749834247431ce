// The credentials the image is pulled with: Dokku's own, unless Secrets of the namespace are named.
import { commaList } from "../dokku/words.ts";
import type { App } from "../model/app.ts";
import { contentName } from "./content-name.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { appLabels } from "./labels.ts";

export interface RegistrySecretContext {
  /** base64 of a docker config.json. */
  readonly dockerConfig: string;
}

/** Names of the Secrets that pods pull their image with. */
export function pullSecrets(app: App): readonly string[] {
  const named = commaList(app.properties.imagePullSecrets);
  if (named.length > 0 || app.registryLogin === null) return named;
  return [contentName(app.name, "registry", app.registryLogin)];
}

export const registrySecret: Definition = {
  ...ordinary,
  kind: "Secret",
  apiVersion: "v1",
  template: "registry-secret",
  namespaced: true,
  perProcess: false,
  trackedAs: null,
  remembered: false,
  contexts: (app: App): readonly Draft[] => {
    if (app.registryLogin === null || app.properties.imagePullSecrets !== "") return [];
    const { server, auth } = app.registryLogin;
    const config = JSON.stringify({ auths: { [server]: { auth } } });
    const context: RegistrySecretContext = { dockerConfig: Buffer.from(config).toString("base64") };
    return pullSecrets(app).map((name) => ({
      name,
      processType: null,
      labels: appLabels(app.name),
      annotations: {},
      context,
      issues: [],
    }));
  },
};
