// The limits of requests that nobody reads who follows what routes the app.
import type { App } from "../model/app.ts";
import { inUnits, isRead, type Limit, limits } from "./controllers.ts";
import { attachmentsOf } from "./gateways.ts";
import { routesOf } from "./routes.ts";
import { usesGateway } from "./routing.ts";

/** In sentences. */
export function limitsLeftOut(app: App): readonly string[] {
  if (routesOf(app).length === 0) return [];
  const { "ingress-class": ingressClass } = app.properties;
  const why = usesGateway(app)
    ? "a route of a Gateway does not say it"
    : `no annotation for it is known of the ingress class ${ingressClass}`;
  return limits
    .filter((limit) => inUnits(limit, app.properties[limit]) !== null)
    .filter((limit) => !(usesGateway(app) ? isSaid(app, limit) : isRead(limit, ingressClass)))
    .map((limit) => `ignored: ${limit} of ${app.name}, ${why}`);
}

/** By a route: only one for HTTP says how long a request may take. */
const isSaid = (app: App, limit: Limit) =>
  limit === "ingress-timeout" && attachmentsOf(app).some(({ kind, port }) => kind === "HTTPRoute" && port !== null);
