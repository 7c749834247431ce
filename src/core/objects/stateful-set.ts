// One StatefulSet per process type whose pods have a name and disks of their own.
import type { App } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { type ClaimTemplate, readClaimTemplates } from "../properties/claim-templates.ts";
import { valueFor } from "../properties/table.ts";
import { type Definition, type Draft, issue, ordinary } from "./definition.ts";
import { headlessName, managedLabel, partLabel } from "./labels.ts";
import type { PodContext } from "./pod.ts";
import { draftsOf } from "./process-draft.ts";

export interface StatefulSetContext {
  /** The scale; 0 is present. Null while a HorizontalPodAutoscaler sets it. */
  readonly replicas: number | null;
  /** How long a pod has to stay ready: as set, the `uptime` of a check, or Dokku's wait. */
  readonly minReadySeconds: unknown;
  /** Can never be changed once the StatefulSet exists. */
  readonly selector: StringMap;
  /** Name of the Service that gives each pod a name in DNS. Can never be changed either. */
  readonly service: string;
  /** Of these only the size can be changed. */
  readonly claimTemplates: readonly {
    readonly name: string;
    readonly labels: StringMap;
    readonly size: string;
    /** Null for the cluster's default. */
    readonly storageClass: string | null;
  }[];
}

export const statefulSet: Definition = {
  ...ordinary,
  kind: "StatefulSet",
  apiVersion: "apps/v1",
  template: "stateful-set",
  namespaced: true,
  perProcess: true,
  hook: "deploy",
  typed: true,
  makes: [{ bearer: "pod", at: ["spec", "template", "metadata"] }],
  contexts: (app: App): readonly Draft[] =>
    draftsOf(app, "StatefulSet", ({ type }, common) => {
      const templates = readClaimTemplates(valueFor(app.properties, "claim-templates", type)) ?? [];
      const { container } = common;
      const mounts = templates.map(({ name, path }) => ({ name, path, readOnly: false }));
      const context: StatefulSetContext & PodContext = {
        ...common,
        container: { ...container, volumeMounts: [...container.volumeMounts, ...mounts] },
        service: headlessName(app.name, type),
        claimTemplates: templates.map(({ name, size, storageClass }) => ({
          name,
          labels: { ...partLabel(app.name), ...managedLabel },
          size,
          storageClass,
        })),
      };
      return { context, issues: takenNames(app, common, templates) };
    }),
};

/** A StatefulSet puts its claim in the place of a volume of the same name. */
function takenNames(app: App, { pod }: PodContext, templates: readonly ClaimTemplate[]): readonly Issue[] {
  const taken = templates.filter(({ name }) => pod.volumes.some((volume) => volume.name === name));
  return taken.map(({ name }) =>
    issue(
      "/spec/volumeClaimTemplates",
      `${name} is the name of a volume of the pods already: give the claim template of ${app.name} another`,
    ),
  );
}
