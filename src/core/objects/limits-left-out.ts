// The limits of requests that nobody reads who follows what routes the app.
import type { App } from "../model/app.ts";
import { inUnits, isRead, limits } from "./controllers.ts";
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
    .filter((limit) => usesGateway(app) || !isRead(limit, ingressClass))
    .map((limit) => `ignored: ${limit} of ${app.name}, ${why}`);
}
