// The triggers that this plugin implements; each has a wrapper plugin/NAME and is loaded only when Dokku fires it.

export interface TriggerModule {
  /** A number is the exit code. */
  readonly run: (args: readonly string[]) => Promise<number> | Promise<void>;
}

export const triggers: Readonly<Record<string, () => Promise<TriggerModule>>> = {
  "app-urls": () => import("./app-urls.ts"),
  commands: () => import("./commands.ts"),
  "post-app-clone-setup": () => import("./post-app-clone-setup.ts"),
  "post-app-rename": () => import("./post-app-rename.ts"),
  "post-app-rename-setup": () => import("./post-app-rename-setup.ts"),
  "post-certs-update": () => import("./post-certs-update.ts"),
  "post-delete": () => import("./post-delete.ts"),
  "post-domains-update": () => import("./update-routes.ts"),
  "post-extract": () => import("./post-extract.ts"),
  "post-proxy-ports-update": () => import("./post-proxy-ports-update.ts"),
  "proxy-build-config": () => import("./update-routes.ts"),
  "proxy-disable": () => import("./update-routes.ts"),
  "proxy-enable": () => import("./update-routes.ts"),
  "post-registry-login": () => import("./post-registry-login.ts"),
  report: () => import("./report.ts"),
  "scheduler-app-status": () => import("./scheduler-app-status.ts"),
  "scheduler-cron-write": () => import("./scheduler-cron-write.ts"),
  "scheduler-deploy": () => import("./scheduler-deploy.ts"),
  "scheduler-enter": () => import("./scheduler-enter.ts"),
  "scheduler-inspect": () => import("./scheduler-inspect.ts"),
  "scheduler-is-deployed": () => import("./scheduler-is-deployed.ts"),
  "scheduler-logs": () => import("./scheduler-logs.ts"),
  "scheduler-logs-failed": () => import("./scheduler-logs-failed.ts"),
  "scheduler-post-delete": () => import("./scheduler-post-delete.ts"),
  "scheduler-proxy-config": () => import("./scheduler-proxy-config.ts"),
  "scheduler-proxy-logs": () => import("./scheduler-proxy-logs.ts"),
  "scheduler-run": () => import("./scheduler-run.ts"),
  "scheduler-run-list": () => import("./scheduler-run-list.ts"),
  "scheduler-run-logs": () => import("./scheduler-run-logs.ts"),
  "scheduler-run-retire": () => import("./scheduler-run-retire.ts"),
  "scheduler-run-stop": () => import("./scheduler-run-stop.ts"),
  "scheduler-stop": () => import("./scheduler-stop.ts"),
};
