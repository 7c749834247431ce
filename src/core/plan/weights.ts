// The share of a canary where a Gateway routes its app: the weight of its Service beside that of web, in the routes as they are in the cluster.
import type { KubeObject, Manifest } from "../model/manifest.ts";
import { at, fields, list } from "../model/read.ts";
import { CANARY, serviceName } from "../objects/labels.ts";
import { isRoute } from "../objects/routing.ts";

/** Weights in a route are whole numbers: each is made this much larger while there is a canary. */
const WHOLE = 100;

const backendsOf = (rule: unknown) => list(at(rule, "backendRefs"));
const weightOf = (backend: unknown) => Number(at(backend, "weight") ?? 1);
const portOf = (backend: unknown) => at(backend, "port");
const isTo = (service: string) => (backend: unknown) => at(backend, "name") === service;

function backendsIn(route: KubeObject): readonly unknown[] {
  return isRoute(route) ? list(at(route.spec, "rules")).flatMap(backendsOf) : [];
}

/** Whether it sends requests to web, of which a canary can get some. */
export const isDivisible = (app: string, route: KubeObject) => backendsIn(route).some(isTo(serviceName(app, "web")));

/** The routes that can give the canary a share, where its Service is among the objects: it lacks a port that only web has since. */
export function divisible(app: string, live: readonly KubeObject[]): readonly KubeObject[] {
  const own = live.filter(({ kind, metadata }) => kind === "Service" && metadata.name === serviceName(app, CANARY));
  const ports = own.flatMap(({ spec }) => list(at(spec, "ports"))).map(portOf);
  return live.filter((route) => isDivisible(app, route) && leadsOnlyTo(app, route, ports));
}

const leadsOnlyTo = (app: string, route: KubeObject, ports: readonly unknown[]) =>
  backendsIn(route)
    .filter(isTo(serviceName(app, "web")))
    .every((backend) => ports.includes(portOf(backend)));

/** The routes that give it one. */
export const divided = (app: string, live: readonly KubeObject[]) => live.filter((route) => isDivided(app, route));

/** Whether it sends requests to the canary. */
export const isDivided = (app: string, route: KubeObject) => backendsIn(route).some(isTo(serviceName(app, CANARY)));

/** Percent of the requests to web that the canary gets by these routes; null for none. */
export function shareIn(app: string, routes: readonly KubeObject[]): number | null {
  const route = routes.find((one) => isDivided(app, one));
  if (route === undefined) return null;
  const weight = (type: string) => weightOf(backendsIn(route).find(isTo(serviceName(app, type))));
  return (WHOLE * weight(CANARY)) / (weight("web") + weight(CANARY));
}

/** The route with that share, whichever it had before; null is none, and the route as it was without. */
export function withShare(app: string, route: KubeObject, percent: number | null): KubeObject {
  const rules = list(at(route.spec, "rules")).map((rule) =>
    backendsOf(rule).length === 0
      ? rule
      : { ...fields(rule), backendRefs: shared(app, undivided(app, backendsOf(rule)), percent) },
  );
  return { ...route, spec: { ...fields(route.spec), rules } };
}

function shared(app: string, backends: readonly unknown[], percent: number | null): readonly unknown[] {
  const web = serviceName(app, "web");
  if (percent === null || !backends.some(isTo(web))) return backends;
  return backends.flatMap((backend) => {
    const weighs = (weight: number) => ({ ...fields(backend), weight: weightOf(backend) * weight });
    if (!isTo(web)(backend)) return [weighs(WHOLE)];
    return [weighs(WHOLE - percent), { ...weighs(percent), name: serviceName(app, CANARY) }];
  });
}

function undivided(app: string, backends: readonly unknown[]): readonly unknown[] {
  const [web, canary] = [isTo(serviceName(app, "web")), isTo(serviceName(app, CANARY))];
  const taken = backends.find(canary);
  if (taken === undefined) return backends;
  return backends
    .filter((backend) => !canary(backend))
    .map((backend) => {
      const weight = weightOf(backend) + (web(backend) ? weightOf(taken) : 0);
      return { ...fields(backend), weight: weight / WHOLE };
    });
}

/** Routes that are rendered anew while a canary serves have its share, as those in the cluster have it; but none to a port that only web has since. */
export function keepingShare(
  app: string,
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
): readonly Manifest[] {
  const share = shareIn(app, live);
  if (share === null) return manifests;
  const ports = live
    .flatMap(backendsIn)
    .filter(isTo(serviceName(app, CANARY)))
    .map(portOf);
  return manifests.map((one) =>
    isDivisible(app, one.object) && leadsOnlyTo(app, one.object, ports)
      ? { ...one, object: withShare(app, one.object, share) }
      : one,
  );
}
