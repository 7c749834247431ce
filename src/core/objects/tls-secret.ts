// The certificate of `certs:add`, under one name, so that a new one replaces the old one in one write.
import type { App } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { appLabels } from "./labels.ts";
import { addedTlsName, routesOf } from "./routes.ts";

export interface TlsSecretContext {
  /** base64 of PEM. */
  readonly crt: string;
  readonly key: string;
}

export const tlsSecret: Definition = {
  ...ordinary,
  kind: "Secret",
  apiVersion: "v1",
  template: "tls-secret",
  namespaced: true,
  perProcess: false,
  remembered: false,
  contexts: (app: App): readonly Draft[] => {
    const { certificate } = app;
    const name = addedTlsName(app.name);
    if (certificate === null || certificate.problem !== null) return [];
    if (!routesOf(app).some(({ tlsSecret }) => tlsSecret === name)) return [];
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const context: TlsSecretContext = { crt: base64(certificate.crt), key: base64(certificate.key) };
    return [{ name, processType: null, labels: appLabels(app.name), annotations: {}, context, issues: [] }];
  },
};
