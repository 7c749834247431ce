// Who signs an app's certificate: an issuer that the site named, or one that we create for an ACME server.
import type { App } from "../model/app.ts";
import { type PropertyName, properties } from "../properties/table.ts";
import { contentName } from "./content-name.ts";
import { usesGateway } from "./routing.ts";

export interface Issuer {
  readonly name: string;
  readonly kind: string;
  /** Null for one that is not ours to create. */
  readonly acme: { readonly server: string; readonly email: string } | null;
}

const LETS_ENCRYPT: Readonly<Record<string, string>> = {
  [properties["cert-manager-server"].default]: "letsencrypt-prod",
  "https://acme-staging-v02.api.letsencrypt.org/directory": "letsencrypt-staging",
};

/** Null when the app wants no certificate, or an ACME account would have no address. */
export function issuerOf(app: App): Issuer | null {
  const value = (name: PropertyName) => app.properties[name];
  if (value("cert-manager-enabled") !== "true") return null;
  const named = value("cert-manager-issuer");
  if (named !== "") return { name: named, kind: value("cert-manager-issuer-kind"), acme: null };
  const server = value("cert-manager-server");
  const email = value("cert-manager-email") || app.env.CERT_MANAGER_EMAIL || "";
  if (email === "") return null;
  return {
    name: acmeName(server, usesGateway(app) ? "gateway" : value("ingress-class")),
    kind: "ClusterIssuer",
    acme: { server, email },
  };
}

/** Apps of the whole cluster share it, so everything that makes a difference to another app is in the name. */
function acmeName(server: string, answers: string): string {
  const name = LETS_ENCRYPT[server] ?? contentName("acme", new URL(server).hostname, server);
  return answers === properties["ingress-class"].default ? name : `${name}-${answers}`;
}

/** What we make answers HTTP01 challenges, which cannot validate a wildcard. */
export function canCertify(issuer: Issuer | null, host: string): boolean {
  return issuer !== null && (issuer.acme === null || !host.startsWith("*."));
}
