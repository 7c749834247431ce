// The credentials the image is pulled with: Dokku's own, unless Secrets of the namespace are named.
import { commaList } from "../dokku/words.ts";
import type { App, RegistryLogin } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { appLabels } from "./labels.ts";
import { nameOf, SUBDOMAIN } from "./names.ts";

export interface RegistrySecretContext {
  /** base64 of a docker config.json. */
  readonly dockerConfig: string;
}

/** Names of the Secrets that pods pull their image with. Ours keeps its name: a new login needs no new pods. */
export function pullSecrets(app: App): readonly string[] {
  const named = commaList(app.properties.imagePullSecrets);
  if (named.length > 0 || app.registryLogin === null) return named;
  return [pullSecretName(app.name)];
}

export const pullSecretName = (app: string) => nameOf([app, "registry"], SUBDOMAIN);

/** base64 of a docker config.json. */
export function dockerConfig({ server, auth }: RegistryLogin): string {
  return Buffer.from(JSON.stringify({ auths: { [server]: { auth } } })).toString("base64");
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
    const context: RegistrySecretContext = { dockerConfig: dockerConfig(app.registryLogin) };
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
