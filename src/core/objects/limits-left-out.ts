// The limits of requests that nobody reads who follows the app's Ingress.
import type { App } from "../model/app.ts";
import { inUnits, isRead, limits } from "./controllers.ts";
import { routesOf } from "./routes.ts";

/** In sentences. */
export function limitsLeftOut(app: App): readonly string[] {
  if (routesOf(app).length === 0) return [];
  const { "ingress-class": ingressClass } = app.properties;
  return limits
    .filter((limit) => inUnits(limit, app.properties[limit]) !== null && !isRead(limit, ingressClass))
    .map(
      (limit) => `ignored: ${limit} of ${app.name}, no annotation for it is known of the ingress class ${ingressClass}`,
    );
}
