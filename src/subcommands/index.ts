// The subcommands, `dokku scheduler-kubernetes:NAME`. Each has a wrapper plugin/subcommands/NAME and is loaded only when it is called.
// Not named after Dokku's word "commands": `dokku help` runs every file and folder of that name that it finds below a plugin.

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

export const subcommands: Readonly<Record<string, Subcommand>> = {
  default: {
    usage: "",
    summary: "Show this list",
    load: () => import("./help.ts"),
  },
  help: {
    usage: "[SUBCOMMAND]",
    summary: "Show this list or explain one subcommand",
    load: () => import("./help.ts"),
  },
  report: {
    usage: "[APP|--global] [FLAG] [--format json|stdout]",
    summary: "Show the properties of one or all apps or of the site",
    load: () => import("./report.ts"),
  },
  set: {
    usage: "APP|--global KEY [VALUE]",
    summary: "Set a property or unset it when VALUE is left out",
    load: () => import("./set.ts"),
  },
  "show-manifest": {
    usage: "APP [PROCESS-TYPE] [KIND] [--format yaml|json] [--show-secrets]",
    summary: "Show the object that a deploy would send",
    load: () => import("./show-manifest.ts"),
  },
};
