// The account at an ACME server that certificates are ordered with, unless the site named an issuer of its own.
import type { App } from "../model/app.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { issuerOf } from "./issuer.ts";
import { managedLabel } from "./labels.ts";
import { routesOf } from "./routes.ts";
import { usesGateway } from "./routing.ts";

export interface ClusterIssuerContext {
  readonly server: string;
  readonly email: string;
  /** Where cert-manager keeps the account's key; named as the original plugin did, so that its account is kept. */
  readonly accountSecret: string;
  /** Of the Ingress that answers challenges; null where an HTTPRoute does, on the Gateway that each Certificate names. */
  readonly ingressClass: string | null;
}

export const clusterIssuer: Definition = {
  ...ordinary,
  kind: "ClusterIssuer",
  apiVersion: "cert-manager.io/v1",
  template: "cluster-issuer",
  namespaced: false,
  perProcess: false,
  keptOnRemoval: true,
  shared: true,
  routes: true,
  contexts: (app: App): readonly Draft[] => {
    const issuer = issuerOf(app);
    if (!issuer?.acme || !routesOf(app).some(({ tlsSecret }) => tlsSecret !== null)) return [];
    const context: ClusterIssuerContext = {
      ...issuer.acme,
      accountSecret: `${issuer.name}-private-key`,
      ingressClass: usesGateway(app) ? null : app.properties["ingress-class"],
    };
    return [{ name: issuer.name, processType: null, labels: managedLabel, annotations: {}, context, issues: [] }];
  },
};
