// Whether somebody does what the app's Ingress says.
import type { App } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, entryOf, list } from "../model/read.ts";
import { CONTROLLERS, familyOf, familyWith, inUnits, limits } from "../objects/controllers.ts";
import { classWanted, controllerNamespaces } from "../objects/ingress-controller.ts";
import { routesOf } from "../objects/routes.ts";
import { isOnGateway } from "../objects/routing.ts";
import { type Check, type Finding, ok, unknown, warning, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const ingressClass: Check<AppFacts> = {
  name: "ingress-class",
  of: ({ app, answers }) => {
    const routes = app === null ? [] : routesOf(app);
    if (app === null || answers === null || routes.length === 0) return [];
    if (routes.every(isOnGateway)) return ok("none is needed: a Gateway routes it");
    const { ingressClasses, controllers } = answers;
    if (ingressClasses === null) return unknown("IngressClasses may not be read");
    const name = app.properties["ingress-class"];
    const found = ingressClasses.find(({ metadata }) => metadata.name === name);
    const has = ingressClasses.map(({ metadata }) => metadata.name).join(", ") || "none";
    if (found === undefined)
      return wrong(
        `the cluster has no IngressClass ${name}; it has: ${has}`,
        `dokku scheduler-kubernetes:set ${app.name} ingress-class NAME && dokku ps:rebuild ${app.name}`,
      );
    const controller = String(at(found, "spec", "controller"));
    return [...alive(name, controller, controllers), ...misread(app, name, controller), ...letIn(app, found)];
  },
};

/** The class's name is what an Ingress is written by. */
function misread({ name, properties }: App, ingressClass: string, controller: string): readonly Finding[] {
  const asked = limits.filter((limit) => inUnits(limit, properties[limit]) !== null);
  const family = familyWith(controller);
  if (asked.length === 0 || family === null || family === familyOf(ingressClass)) return [];
  return warning(
    `the Ingress of ${name} does not tell ${controller} of ${asked.join(", ")}: that takes an IngressClass of it with ${family} in its name, as ${family}-${ingressClass}`,
  );
}

/** What the NetworkPolicy of the next deploy gets of the class. */
function letIn(app: App, found: KubeObject): readonly Finding[] {
  if (classWanted(app) === null) return [];
  const [namespace] = controllerNamespaces(found);
  if (namespace !== undefined) return ok(`network-policy lets namespace ${namespace} connect, where its controller is`);
  return wrong(
    `IngressClass ${found.metadata.name} does not tell in which namespace its controller is, which network-policy has to let connect`,
    `dokku scheduler-kubernetes:set ${app.name} network-policy-allow NAMESPACE`,
  );
}

function alive(name: string, controller: string, pods: readonly KubeObject[] | null): readonly Finding[] {
  const label = entryOf(CONTROLLERS, controller);
  const its = pods?.filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] === label) ?? [];
  if (label === undefined || its.length === 0)
    return unknown(`IngressClass ${name} is there; whether its controller ${controller} runs is not known`);
  const ready = its.filter(isReady).length;
  if (ready === 0) return wrong(`no pod of ${controller}, the controller of IngressClass ${name}, is ready`);
  return ok(`IngressClass ${name}, whose controller has ${ready} ready pods`);
}

export const isReady = (pod: KubeObject) =>
  list(at(pod, "status", "conditions")).some((one) => at(one, "type") === "Ready" && at(one, "status") === "True");
