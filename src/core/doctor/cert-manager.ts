// Whether somebody issues the certificates that an app is set to get.
import { at, list } from "../model/read.ts";
import { type Issuer, issuerOf } from "../objects/issuer.ts";
import { routesOf } from "../objects/routes.ts";
import { type Check, type Finding, ok, unknown, wrong } from "./check.ts";
import type { Answers, AppFacts } from "./facts.ts";
import { isReady } from "./ingress-class.ts";

export const certManager: Check<AppFacts> = {
  name: "cert-manager",
  of: ({ app, answers }) => {
    if (app === null || answers === null || routesOf(app).length === 0) return [];
    const issuer = issuerOf(app);
    if (issuer === null) return [];
    if (!answers.isCertManagerServed)
      return wrong("the cluster has no cert-manager, so the app's domains get no certificate: install it");
    return issuerFinding(issuer, app.namespace.name, answers);
  },
};

function issuerFinding(issuer: Issuer, namespace: string, { issuers, controllers }: Answers): readonly Finding[] {
  const pods =
    controllers?.filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === "cert-manager") ?? [];
  if (pods.length > 0 && !pods.some(isReady)) return wrong("no pod of cert-manager is ready");
  const { kind, name, acme } = issuer;
  const all = issuers[kind] ?? null;
  if (all === null) return unknown(`not all objects of kind ${kind} can be read`);
  const found = all.find(
    ({ metadata }) => metadata.name === name && [undefined, namespace].includes(metadata.namespace),
  );
  if (found === undefined && acme !== null) return ok(`the next deploy makes the ${kind} ${name}`);
  if (found === undefined) return wrong(`the cluster has no ${kind} ${name}, which the app names`);
  const ready = list(at(found, "status", "conditions")).find((one) => at(one, "type") === "Ready");
  if (at(ready, "status") === "True") return ok(`${kind} ${name} is ready`);
  return wrong(`${kind} ${name} is not ready: ${at(ready, "message") ?? "it has no status yet"}`);
}
