// The subcommands, `dokku scheduler-kubernetes:NAME`. Each has a wrapper plugin/subcommands/NAME and is loaded only when it is called.
// Not named after Dokku's word "commands": `dokku help` runs every file and folder of that name that it finds below a plugin.
import { type Bearer, bearers, sorts, storeName } from "../core/dokku/metadata.ts";

export interface Subcommand {
  /** The words after the name. One that starts with APP takes the app of `dokku --app` too. */
  readonly usage: string;
  /** No comma: help puts its columns at commas. */
  readonly summary: string;
  readonly load: () => Promise<SubcommandModule>;
}

export interface SubcommandModule {
  /** What the help of one subcommand says below the summary. */
  readonly details: readonly string[];
  /** A number is the exit code. */
  readonly run: (args: readonly string[]) => Promise<number> | Promise<void>;
}

const BEARERS: Readonly<Record<Bearer, string>> = {
  deployment: "an app's Deployments",
  pod: "an app's pods",
  service: "an app's Services",
  ingress: "a namespace's Ingress",
};

export const REPORT_USAGE = "[APP] [--format json|stdout]";

/** Of commands that are about a namespace and no app. */
export const CLUSTER_USAGE = "[--kubeconfig PATH] [--kube-context NAME]";

export const metadataUsage = (bearer: Bearer) =>
  bearer === "ingress" ? "NAMESPACE NAME [VALUE]" : "APP NAME [VALUE] [--process-type PROCESS-TYPE]";

/** `deployment-annotations-set`, `annotations-report` and so on, for each object and sort. */
const metadata = sorts.flatMap((sort) => [
  ...bearers.map((bearer): readonly [string, Subcommand] => [
    `${storeName(bearer, sort, null)}-set`,
    {
      usage: metadataUsage(bearer),
      summary: `Set or unset one of the ${sort} of ${BEARERS[bearer]}`,
      load: async () => (await import("./metadata-set.ts")).metadataSet(bearer, sort),
    },
  ]),
  [
    `${sort}-report`,
    {
      usage: REPORT_USAGE,
      summary: `List the ${sort} that were set for one or all apps`,
      load: async () => (await import("./metadata-report.ts")).metadataReport(sort),
    },
  ] as const,
]);

export const subcommands: Readonly<Record<string, Subcommand>> = {
  ...Object.fromEntries(metadata),
  "add-pvc": {
    usage: `NAME SIZE [--access-mode MODE] [--namespace NAMESPACE] [--storage-class-name CLASS] ${CLUSTER_USAGE}`,
    summary: "Create a persistent volume claim",
    load: async () => (await import("./pvc.ts")).add,
  },
  adopt: {
    usage: "APP",
    summary: "Let an app take over objects that it did not create",
    load: () => import("./adopt.ts"),
  },
  "autoscale-apply": {
    usage: "APP PROCESS-TYPE",
    summary: "Apply the autoscaling of a process type at once",
    load: () => import("./autoscale-apply.ts"),
  },
  "autoscale-rule-add": {
    usage: "APP PROCESS-TYPE RULE",
    summary: "Add or replace an autoscaling rule of a process type",
    load: async () => (await import("./autoscale-rule.ts")).add,
  },
  "autoscale-rule-list": {
    usage: "APP PROCESS-TYPE",
    summary: "List the autoscaling rules of a process type",
    load: async () => (await import("./autoscale-rule.ts")).list,
  },
  "autoscale-rule-remove": {
    usage: "APP PROCESS-TYPE RULE",
    summary: "Remove autoscaling rules of a process type",
    load: async () => (await import("./autoscale-rule.ts")).remove,
  },
  "autoscale-set": {
    usage: "APP PROCESS-TYPE min-replicas|max-replicas [VALUE]",
    summary: "Set or unset the minimum or maximum number of pods for autoscaling",
    load: () => import("./autoscale-set.ts"),
  },
  cleanup: {
    usage: "[APP] [--with-claims] [--force] [--format json|stdout]",
    summary: "Remove what an app left behind where it no longer runs",
    load: () => import("./cleanup.ts"),
  },
  default: {
    usage: "",
    summary: "Show this list",
    load: () => import("./help.ts"),
  },
  events: {
    usage: "APP",
    summary: "Print what the last deploy of an app did as JSON lines",
    load: () => import("./events.ts"),
  },
  help: {
    usage: "[SUBCOMMAND]",
    summary: "Show this list or explain one subcommand",
    load: () => import("./help.ts"),
  },
  history: {
    usage: "APP [--format json|stdout]",
    summary: "List the last releases of an app",
    load: () => import("./history.ts"),
  },
  "list-mount": {
    usage: "APP",
    summary: "List the claims that an app mounts",
    load: async () => (await import("./mount.ts")).list,
  },
  "list-pvc": {
    usage: `[NAMESPACE] [--format json|stdout] ${CLUSTER_USAGE}`,
    summary: "List the persistent volume claims of a namespace",
    load: async () => (await import("./pvc.ts")).list,
  },
  mount: {
    usage: "APP CLAIM PATH",
    summary: "Mount a persistent volume claim into an app",
    load: async () => (await import("./mount.ts")).mount,
  },
  "remove-pvc": {
    usage: `NAME [--namespace NAMESPACE] [--force] ${CLUSTER_USAGE}`,
    summary: "Remove a persistent volume claim",
    load: async () => (await import("./pvc.ts")).remove,
  },
  report: {
    usage: "[APP|--global] [FLAG] [--format json|stdout]",
    summary: "Show the properties of one or all apps or of the site",
    load: () => import("./report.ts"),
  },
  rollback: {
    usage: "APP [RELEASE]",
    summary: "Roll an app back to an earlier release",
    load: () => import("./rollback.ts"),
  },
  "rolling-update": {
    usage: "APP [PROCESS-TYPE]",
    summary: "Replace the pods of an app without a new release",
    load: () => import("./rolling-update.ts"),
  },
  set: {
    usage: "APP|--global KEY [VALUE]",
    summary: "Set a property or unset it when VALUE is left out",
    load: () => import("./set.ts"),
  },
  "show-manifest": {
    usage: "APP [PROCESS-TYPE] [KIND] [--format yaml|json] [--show-secrets]",
    summary: "Show an object that a deploy would apply",
    load: () => import("./show-manifest.ts"),
  },
  unmount: {
    usage: "APP CLAIM PATH",
    summary: "Unmount a persistent volume claim from an app",
    load: async () => (await import("./mount.ts")).unmount,
  },
  "unmount-all": {
    usage: "APP",
    summary: "Unmount all persistent volume claims from an app",
    load: async () => (await import("./mount.ts")).unmountAll,
  },
  templates: {
    usage: REPORT_USAGE,
    summary: "List the templates of an app and where each comes from",
    load: () => import("./templates.ts"),
  },
};
