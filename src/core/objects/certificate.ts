// One Certificate per app, so that a domain that cannot be validated holds up no other app.
import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { gatewayOf } from "./gateways.ts";
import { issuerOf } from "./issuer.ts";
import { appLabels } from "./labels.ts";
import { routesOf, tlsName } from "./routes.ts";
import { usesGateway } from "./routing.ts";

export interface CertificateContext {
  readonly secretName: string;
  /** Sorted. */
  readonly dnsNames: readonly string[];
  readonly issuer: { readonly name: string; readonly kind: string };
}

export const certificate: Definition = {
  ...ordinary,
  kind: "Certificate",
  apiVersion: "cert-manager.io/v1",
  template: "certificate",
  namespaced: true,
  perProcess: false,
  routes: true,
  makes: [{ bearer: "secret", at: ["spec", "secretTemplate"] }],
  contexts: (app: App): readonly Draft[] => {
    const issuer = issuerOf(app);
    const name = tlsName(app.name);
    const dnsNames = routesOf(app).flatMap(({ host, tlsSecret }) => (tlsSecret === name ? [host] : []));
    if (issuer === null || dnsNames.length === 0) return [];
    const context: CertificateContext = {
      secretName: name,
      dnsNames,
      issuer: { name: issuer.name, kind: issuer.kind },
    };
    const annotations = issuer.acme !== null && usesGateway(app) ? answeredBy(app) : {};
    return [{ name, processType: null, labels: appLabels(app.name), annotations, context, issues: [] }];
  },
};

/** The Gateway on which cert-manager answers the challenges of an ACME server. */
function answeredBy(app: App): StringMap {
  const { namespace, name } = gatewayOf(app);
  return {
    "acme.cert-manager.io/http01-parentrefkind": "Gateway",
    "acme.cert-manager.io/http01-parentrefname": name,
    "acme.cert-manager.io/http01-parentrefnamespace": namespace,
  };
}
