// The ServiceAccounts that an app's pods run as, where the plugin is to make them. What one may do is for the cluster's admin to say.
import type { App } from "../model/app.ts";
import { partsOf } from "../properties/table.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { appLabels } from "./labels.ts";
import { pullSecrets } from "./registry-secret.ts";

export interface ServiceAccountContext {
  /** Names; with them, pods that others run as this account are pulled too. */
  readonly imagePullSecrets: readonly string[];
}

export const serviceAccount: Definition = {
  ...ordinary,
  kind: "ServiceAccount",
  apiVersion: "v1",
  template: "service-account",
  namespaced: true,
  perProcess: false,
  contexts: (app: App): readonly Draft[] => {
    if (app.properties["service-account-create"] !== "true") return [];
    const context: ServiceAccountContext = { imagePullSecrets: pullSecrets(app) };
    const shared = { processType: null, labels: appLabels(app.name), annotations: {}, context, issues: [] };
    return accountsOf(app).map((name) => ({ name, ...shared }));
  },
};

/** Of any process type, each once. Every namespace has one named `default` already. */
function accountsOf({ properties }: App): readonly string[] {
  const set = Object.entries(properties).filter(([key]) => partsOf(key).name === "service-account");
  return [...new Set(set.map(([, name]) => name))].filter((name) => name !== "" && name !== "default").sort();
}
