// Where in a manifest a fact of a rule's table holds.
import type { Manifest } from "../../model/manifest.ts";
import { containersOf, type Place, placesAt, podsOf } from "../../model/read.ts";

/** What a path begins at: every container, every pod, a Job or the Jobs of a CronJob, an object of any or of one kind. */
export type Root = "container" | "pod" | "job" | "object" | `kind ${string}`;

/** `ports.*.name`, of which `*` is every entry of a list or map. */
export function found(manifest: Manifest, root: Root, path: string): readonly Place[] {
  const steps = path === "" ? [] : path.split(".");
  return rootsOf(manifest, root).flatMap((start) => placesAt(start, steps));
}

function rootsOf({ object, ref }: Manifest, root: Root): readonly Place[] {
  const whole: Place = { path: "", value: object };
  switch (root) {
    case "container":
      return containersOf(object).map(({ path, container }) => ({ path, value: container }));
    case "pod": {
      const pods = podsOf(object);
      return pods === null ? [] : placesAt({ path: pods.path, value: pods.template }, ["spec"]);
    }
    case "job":
      if (ref.kind === "CronJob") return placesAt(whole, ["spec", "jobTemplate", "spec"]);
      return ref.kind === "Job" ? placesAt(whole, ["spec"]) : [];
    case "object":
      return [whole];
    default:
      return root === `kind ${ref.kind}` ? [whole] : [];
  }
}
