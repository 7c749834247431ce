// Who may connect to the pods of an app, by property. What they may connect to stays open.
import { commaList, isAddressRange } from "../dokku/words.ts";
import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { type Definition, type Draft, issue, ordinary } from "./definition.ts";
import { appLabels, labelValue } from "./labels.ts";
import { nameOf, SUBDOMAIN } from "./names.ts";
import { routesOf } from "./routes.ts";
import { usesGateway } from "./routing.ts";
import { streamsOf } from "./streams.ts";

export interface AppNetworkPolicyContext {
  /** All pods of the app, those of runs and cron tasks too. */
  readonly selector: StringMap;
  /** A LabelSelector of the pods of the namespace that may connect. */
  readonly peers: { readonly matchLabels?: StringMap };
  /** Other namespaces all of whose pods may. */
  readonly namespaces: readonly string[];
  /** And ranges of addresses. */
  readonly addresses: readonly string[];
}

export const networkPolicy: Definition = {
  ...ordinary,
  kind: "NetworkPolicy",
  apiVersion: "networking.k8s.io/v1",
  template: "app-network-policy",
  namespaced: true,
  perProcess: false,
  contexts: (app: App): readonly Draft[] => {
    const mode = app.properties["network-policy"];
    if (mode === "off") return [];
    const selector = { "app.kubernetes.io/part-of": labelValue(app.name) };
    const set = commaList(app.properties["network-policy-allow"]);
    const isOnGateway = usesGateway(app);
    const told = isOnGateway ? [] : app.controllerNamespaces;
    const from = set.length > 0 ? set : (told ?? []);
    const context: AppNetworkPolicyContext = {
      selector,
      peers: mode === "app" ? { matchLabels: selector } : {},
      namespaces: from.filter((word) => !isAddressRange(word)),
      addresses: from.filter(isAddressRange),
    };
    const untold = isOnGateway
      ? ""
      : `, and IngressClass ${app.properties["ingress-class"]} does not tell where its own is`;
    const reached = routesOf(app).length > 0 ? "domains" : "ports on a Gateway";
    const isReached = routesOf(app).length > 0 || streamsOf(app).length > 0;
    const message = `lets no ingress controller connect, and the app has ${reached}${untold}: dokku scheduler-kubernetes:set ${app.name} network-policy-allow NAMESPACE`;
    const issues = told !== null && from.length === 0 && isReached ? [issue("/spec/ingress", message)] : [];
    return [
      {
        name: nameOf([app.name], SUBDOMAIN),
        processType: null,
        labels: appLabels(app.name),
        annotations: {},
        context,
        issues,
      },
    ];
  },
};
