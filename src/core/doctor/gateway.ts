// Whether somebody does what the app's routes on a Gateway say.
import { conditionsOf } from "../diagnose/conditions.ts";
import { ofGatewayItself } from "../diagnose/gateway.ts";
import type { SchedulerError } from "../errors.ts";
import type { App } from "../model/app.ts";
import { kubectlOf } from "../model/cluster.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at } from "../model/read.ts";
import { attachmentsOf, gatewayOf } from "../objects/gateways.ts";
import { unheard } from "../objects/http-route.ts";
import { readGateway } from "../objects/listeners.ts";
import { routesOf } from "../objects/routes.ts";
import { isOnGateway } from "../objects/routing.ts";
import { streamIssues } from "../objects/stream-routes.ts";
import { streamsOf } from "../objects/streams.ts";
import { type GatewayWanted, gatewayWanted, missing, notServed } from "../plan/gateway.ts";
import { type Check, type Finding, ok, orOk, unknown, warning, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const gateway: Check<AppFacts> = {
  name: "gateway",
  of: ({ app, answers }) => {
    const routes = app === null ? [] : routesOf(app);
    if (app === null || answers === null || (routes.length === 0 && streamsOf(app).length === 0)) return [];
    if (!routes.every(isOnGateway)) return ok("none is needed: an Ingress routes it");
    const wanted = gatewayWanted(app);
    // Neither Gateway nor GatewayClass is named, which rendering tells.
    if (wanted === null) return [];
    if (!answers.isGatewayServed) return refused(notServed(app.name));
    const { gateways, gatewayClasses } = answers;
    if (gateways === null || gatewayClasses === null) return unknown("Gateways or GatewayClasses may not be read");
    const there =
      "gatewayClass" in wanted
        ? gatewayClasses
        : gateways.filter(({ metadata }) => metadata.namespace === wanted.namespace);
    const absent = missing(app.name, wanted, there);
    return absent === null ? judged(app, wanted, gateways, gatewayClasses) : refused(absent);
  },
};

const refused = ({ because, next }: SchedulerError) => wrong(because[0] ?? "", next);

function judged(
  app: App,
  wanted: GatewayWanted,
  gateways: readonly KubeObject[],
  classes: readonly KubeObject[],
): readonly Finding[] {
  const { namespace, name } = gatewayOf(app);
  const found = gateways.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  const className = "gatewayClass" in wanted ? wanted.gatewayClass : String(at(found?.spec, "gatewayClassName") ?? "");
  const nobody = withoutController(app.name, className, classes);
  if (nobody !== null) return nobody;
  const title = `Gateway ${namespace}/${name}, of GatewayClass ${className}`;
  if (found === undefined) return ok(`the next deploy makes ${title}`);
  const { troubles, unanswered } = ofGatewayItself(app.name, found);
  const [trouble] = troubles;
  if (trouble !== undefined) return wrong(trouble.says, trouble.helps);
  const [waiting] = unanswered;
  if (waiting !== undefined) return warning(waiting, `${kubectlOf(app.name)} describe gateway ${name} -n ${namespace}`);
  const seen = { ...app, gateway: "gatewayClass" in wanted ? null : readGateway(found) };
  const findings = [
    ...unheard(seen, attachmentsOf(seen)).flatMap(({ message }) => wrong(message, `dokku domains:report ${app.name}`)),
    ...streamIssues(seen).flatMap(({ message }) => wrong(message, `dokku ports:report ${app.name}`)),
  ];
  return orOk(findings, `${title}, is programmed`);
}

/** Null where its controller has accepted the class. */
function withoutController(app: string, name: string, classes: readonly KubeObject[]): readonly Finding[] | null {
  const found = classes.find(({ metadata }) => metadata.name === name);
  const has = classes.map(({ metadata }) => metadata.name).join(", ") || "none";
  if (found === undefined) return wrong(`the cluster has no GatewayClass ${name}; it has: ${has}`);
  const accepted = conditionsOf(found).find(({ type }) => type === "Accepted");
  if (accepted?.status === "True") return null;
  const because = accepted?.message ?? accepted?.reason ?? "it has no status yet";
  const controller = at(found.spec, "controllerName");
  return wrong(
    `GatewayClass ${name} is not accepted by its controller ${controller}: ${because}`,
    `${kubectlOf(app)} describe gatewayclass ${name}`,
  );
}
