// When a CronJob of a template's own runs. Those of app.json are read, and told of, where they are laid out.
import { readSchedule } from "../../objects/cron-schedule.ts";
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

export const cronSchedule: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    found(manifest, "kind CronJob", "spec.schedule").flatMap(({ path, value }) => {
      const wrong = typeof value === "string" ? judge(value) : null;
      return wrong === null ? [] : [error(manifest, path, `"${value}": ${wrong}`)];
    }),
  );

function judge(text: string): string | null {
  const plain = text.trim().split(/\s+/).join(" ");
  const read = readSchedule(plain);
  if (typeof read === "string") return read;
  return read.schedule.toLowerCase() === plain.toLowerCase() ? null : `Kubernetes wants it as ${read.schedule}`;
}
