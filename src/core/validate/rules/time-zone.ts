// Time zones of CronJobs: IANA's names, as the Go program that an API server is knows them.
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

export const timeZone: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    found(manifest, "kind CronJob", "spec.timeZone")
      .filter(({ value }) => typeof value === "string" && !isKnown(value))
      .map(({ path, value }) =>
        error(manifest, path, `"${value}" is not the name of a time zone, which are such as Europe/Berlin and UTC`),
      ),
  );

/** Intl takes any case, and hours from UTC; Go looks for a file of that name. */
function isKnown(zone: string): boolean {
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(zone)) return false;
  try {
    const { timeZone: canonical } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    return canonical === zone || canonical.toLowerCase() !== zone.toLowerCase();
  } catch {
    return false;
  }
}
