// The subcommands, `dokku scheduler-kubernetes:NAME`. Each has a wrapper plugin/subcommands/NAME and is loaded only when it is called.
// Not named after Dokku's word "commands": `dokku help` runs every file and folder of that name that it finds below a plugin.
import { sorts, storeName } from "../core/dokku/metadata.ts";
import type { Subcommand, Subcommands } from "./subcommand.ts";

type Entry = readonly [name: string, load: () => Promise<Subcommand>];

/** `deployment-annotations-set` and its like, which the original had, `annotations-set` for any kind, `annotations-report`: for each sort. */
const metadata = sorts.flatMap((sort): readonly Entry[] => [
  ...(["deployment", "pod", "service"] as const).map(
    (bearer): Entry => [
      `${storeName(bearer, sort, null)}-set`,
      async () => (await import("./metadata-set.ts")).bearerSet(bearer, sort),
    ],
  ),
  [`${storeName("ingress", sort, null)}-set`, async () => (await import("./metadata-set.ts")).namespaceSet(sort)],
  [`${sort}-set`, async () => (await import("./metadata-set.ts")).kindSet(sort)],
  [`${sort}-report`, async () => (await import("./metadata-report.ts")).metadataReport(sort)],
]);

export const subcommands: Subcommands = {
  ...Object.fromEntries(metadata),
  "add-pvc": async () => (await import("./pvc.ts")).add,
  adopt: () => import("./adopt.ts"),
  "autoscale-apply": () => import("./autoscale-apply.ts"),
  "autoscale-rule-add": async () => (await import("./autoscale-rule.ts")).add,
  "autoscale-rule-list": async () => (await import("./autoscale-rule.ts")).list,
  "autoscale-rule-remove": async () => (await import("./autoscale-rule.ts")).remove,
  "autoscale-set": () => import("./autoscale-set.ts"),
  canary: () => import("./canary.ts"),
  cleanup: () => import("./cleanup.ts"),
  cp: () => import("./cp.ts"),
  default: async () => (await import("./help.ts")).help(subcommands),
  deploy: () => import("./deploy.ts"),
  diff: () => import("./diff.ts"),
  doctor: () => import("./doctor.ts"),
  events: () => import("./events.ts"),
  "exec-env": async () => (await import("./kubectl.ts")).execEnv,
  help: async () => (await import("./help.ts")).help(subcommands),
  history: () => import("./history.ts"),
  kubectl: async () => (await import("./kubectl.ts")).kubectl,
  "list-mount": async () => (await import("./mount.ts")).list,
  "list-pvc": async () => (await import("./pvc.ts")).list,
  mount: async () => (await import("./mount.ts")).mount,
  "remove-pvc": async () => (await import("./pvc.ts")).remove,
  plan: () => import("./plan.ts"),
  "port-forward": () => import("./port-forward.ts"),
  rbac: () => import("./rbac.ts"),
  render: () => import("./render.ts"),
  report: () => import("./report.ts"),
  rollback: () => import("./rollback.ts"),
  "rolling-update": () => import("./rolling-update.ts"),
  set: () => import("./set.ts"),
  "show-manifest": () => import("./show-manifest.ts"),
  status: () => import("./status.ts"),
  "template-check": () => import("./template-check.ts"),
  "template-diff": () => import("./template-diff.ts"),
  "template-init": () => import("./template-init.ts"),
  "template-merge": () => import("./template-merge.ts"),
  templates: () => import("./templates.ts"),
  top: () => import("./top.ts"),
  unmount: async () => (await import("./mount.ts")).unmount,
  "unmount-all": async () => (await import("./mount.ts")).unmountAll,
  version: () => import("./version.ts"),
};
