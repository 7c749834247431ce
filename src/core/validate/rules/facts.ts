// Where in a manifest a fact of a rule's table holds.
import type { Manifest } from "../../model/manifest.ts";
import { at, containersOf, entryOf, type Place, placesAt, podsOf } from "../../model/read.ts";
import type { SchemaSet } from "../schema-set.ts";
import { typedMaps } from "../typed.ts";
import { error, type Rule } from "./rule.ts";

/**
 * What a path begins at: every container, every pod (its spec), its template with metadata, a Job or the Jobs of a CronJob, an object of any
 * or of one kind.
 */
export type Root = Whole | `kind ${string}`;

type Whole = "container" | "pod" | "template" | "job" | "object";

type Roots = Readonly<Record<Whole, readonly Place[]>>;

/** Many facts ask for the same. */
const known = new WeakMap<Manifest, Roots>();

/** `ports.*.name`, of which `*` is every entry of a list or map. */
export function found(manifest: Manifest, root: Root, path: string): readonly Place[] {
  const steps = path === "" ? [] : path.split(".");
  return rootsOf(manifest, root).flatMap((start) => placesAt(start, steps));
}

const typed = new WeakMap<Manifest, ReturnType<typeof typedMaps>>();

/** Every map of a type, wherever in the object: `core.v1.Container`. */
export function mapsOf(manifest: Manifest, schemas: SchemaSet, type: string): readonly Place[] {
  const all = typed.get(manifest) ?? typedMaps(schemas, manifest.object);
  typed.set(manifest, all);
  return all.get(type) ?? [];
}

function rootsOf(manifest: Manifest, root: Root): readonly Place[] {
  const roots = known.get(manifest) ?? readRoots(manifest);
  known.set(manifest, roots);
  if (root in roots) return roots[root as keyof Roots];
  return root === `kind ${manifest.ref.kind}` ? roots.object : [];
}

const JOBS: Readonly<Record<string, readonly string[]>> = { Job: ["spec"], CronJob: ["spec", "jobTemplate", "spec"] };

function readRoots({ object, ref }: Manifest): Roots {
  const whole: Place = { path: "", value: object };
  const [pods, job] = [podsOf(object), entryOf(JOBS, ref.kind)];
  return {
    object: [whole],
    job: job === undefined ? [] : placesAt(whole, job),
    template: pods === null ? [] : [{ path: pods.path, value: pods.template }],
    pod: pods === null ? [] : placesAt({ path: pods.path, value: pods.template }, ["spec"]),
    container: containersOf(object).map(({ path, container }) => ({ path, value: container })),
  };
}

/** What is wrong with what stands at a path, as the end of a sentence that begins with the path; null where nothing is. */
export type Fact = readonly [root: Root, path: string, whyNot: (value: unknown) => string | null];

/** The rule that all of these hold. */
export function ruleOf(facts: readonly Fact[]): Rule {
  return (manifests) =>
    manifests.flatMap((manifest) =>
      facts.flatMap(([root, path, whyNot]) =>
        found(manifest, root, path).flatMap(({ path: where, value }) => {
          // A null is as if it were left out.
          const wrong = value === null ? null : whyNot(value);
          return wrong === null ? [] : [error(manifest, where, wrong)];
        }),
      ),
    );
}

/** Of texts alone: another type is for the schema to refuse. */
export const text =
  (isRight: (text: string) => boolean, must: string) =>
  (value: unknown): string | null =>
    typeof value !== "string" || isRight(value) ? null : `${must}; it is "${value}"`;

/** Which of the fields are set. */
export const setIn = (value: unknown, names: readonly string[]) => names.filter((name) => at(value, name) != null);
