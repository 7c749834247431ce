// The one Ingress of a namespace: a rule for every host of every proxied app in it.
import type { App, Route } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { type Definition, type Draft, issue } from "./definition.ts";
import { managedLabel, processName } from "./labels.ts";
import { primaryPort } from "./ports.ts";

const PROXY_TYPES: readonly string[] = ["nginx-ingress", "kubernetes", "ingress"];

export interface IngressContext {
  /** Of all apps of the namespace, sorted by host. */
  readonly rules: readonly { readonly host: string; readonly service: string; readonly port: number }[];
}

/** What this app sends through the Ingress; it is kept in the app's record for the other apps' releases. */
export function routesOf(app: App): readonly Route[] {
  const web = app.processes.find(({ type }) => type === "web");
  if (!app.proxy.enabled || !PROXY_TYPES.includes(app.proxy.type) || web === undefined || web.quantity === 0) return [];
  const service = processName(app.name, "web");
  const port = primaryPort(app.ports);
  return hostsOf(app).map((host) => ({ app: app.name, host, service, port }));
}

/** An Ingress cannot name the catch-all `_` or an address, which Dokku takes as domains. */
function hostsOf(app: App): readonly string[] {
  const hosts = new Set(app.domains.map((domain) => domain.toLowerCase()));
  return [...hosts].filter((host) => host !== "_" && !isAddress(host)).sort();
}

const isAddress = (host: string) => /^[\d.]+$/.test(host) || host.includes(":");

export const ingress: Definition = {
  kind: "Ingress",
  apiVersion: "networking.k8s.io/v1",
  template: "ingress",
  namespaced: true,
  perProcess: false,
  trackedAs: null,
  contexts: (app: App): readonly Draft[] => {
    const routes = new Map(app.otherRoutes.map((route) => [route.host, route]));
    const issues: Issue[] = [];
    for (const route of routesOf(app)) {
      const first = routes.get(route.host);
      if (first === undefined) routes.set(route.host, route);
      else issues.push(taken(route, first));
    }
    if (routes.size === 0) return [];
    const rules = [...routes.values()]
      .sort((a, b) => (a.host < b.host ? -1 : 1))
      .map(({ host, service, port }) => ({ host, service, port }));
    const context: IngressContext = { rules };
    const { annotations } = app.ingressMetadata;
    const labels = { ...app.ingressMetadata.labels, ...managedLabel };
    return [{ name: "app-ingress", processType: null, labels, annotations, context, issues }];
  },
};

function taken({ app, host }: Route, first: Route): Issue {
  return issue(
    "/spec/rules",
    `host ${host} of ${app} is already taken by ${first.app}: dokku domains:remove ${app} ${host}`,
  );
}
