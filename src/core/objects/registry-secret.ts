// The credentials the image is pulled with: Dokku's own, unless Secrets of the namespace are named.
import { commaList } from "../dokku/words.ts";
import type { App, RegistryLogin } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, fields } from "../model/read.ts";
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
  return encoded({ auths: { [server]: { auth } } });
}

const encoded = (config: object) => Buffer.from(JSON.stringify(config)).toString("base64");

const CONFIG = ".dockerconfigjson";

export const isPullSecret = (app: string, { kind, name }: { readonly kind: string; readonly name: string }) =>
  kind === "Secret" && name === pullSecretName(app);

/** For a comparison: a login changes by itself, and no plan is another for it. */
export function withoutLogin(app: string, object: KubeObject): KubeObject {
  if (!isPullSecret(app, { kind: object.kind, name: object.metadata.name })) return object;
  const { data: _, ...rest } = object;
  return rest;
}

/** The Secret with that login in the place of the one before, and whatever else a template has put there. */
export function withLogin(secret: KubeObject, login: RegistryLogin): KubeObject {
  const config = configOf(at(secret, "data", CONFIG));
  const auths = { ...fields(config.auths), [login.server]: { auth: login.auth } };
  return { ...secret, data: { ...fields(secret.data), [CONFIG]: encoded({ ...config, auths }) } };
}

function configOf(data: unknown): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(Buffer.from(String(data), "base64").toString()));
  } catch {
    return {};
  }
}

export const registrySecret: Definition = {
  ...ordinary,
  kind: "Secret",
  apiVersion: "v1",
  template: "registry-secret",
  namespaced: true,
  perProcess: false,
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
