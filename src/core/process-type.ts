// Which process types Kubernetes can take: they become part of the names of objects.
import { SchedulerError } from "./errors.ts";

/** Throws BAD_APP with every name that is not a DNS subdomain. `release` is a task of Dokku's and becomes no object. */
export function checkProcessTypes(types: readonly string[]): void {
  const bad = types.filter((type) => type !== "release" && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(type));
  if (bad.length === 0) return;
  throw new SchedulerError(
    "BAD_APP",
    "read the process types of the Procfile",
    bad.map((type) => `Invalid process type name specified for kubernetes deploy (${type})`),
    "use a-z, 0-9 and - only, with a letter or digit first and last",
  );
}
