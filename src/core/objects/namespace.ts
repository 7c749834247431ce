// The namespace, when it is ours: an existing one is not changed.
import type { App } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { type Definition, type Draft, ordinary } from "./definition.ts";
import { MANAGER, managedLabel } from "./labels.ts";
import { isStandard } from "./pod-security.ts";

export const namespace: Definition = {
  ...ordinary,
  kind: "Namespace",
  apiVersion: "v1",
  template: "namespace",
  namespaced: false,
  perProcess: false,
  keptOnRemoval: true,
  shared: true,
  contexts: ({ namespace, properties }: App): readonly Draft[] => {
    if (!namespace.managed || namespace.name === "default") return [];
    const level = properties["pod-security"];
    const labels = isStandard(level) ? { ...managedLabel, [ENFORCE]: level } : managedLabel;
    return [{ name: namespace.name, processType: null, labels, annotations, context: {}, issues: [] }];
  },
};

/** The API server then takes no pod into it that is below the level. */
export const ENFORCE = "pod-security.kubernetes.io/enforce";

const annotations = { "kubernetes.io/description": `Made by ${MANAGER} for apps of Dokku` };

/** For what is created before an app's first deploy; that deploy renders it again. */
export function newNamespace(name: string): KubeObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: managedLabel, annotations } };
}
