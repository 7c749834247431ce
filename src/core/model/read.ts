// Reading objects of unknown shape: what is missing, or of another type, is empty.

export type Fields = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A map, or an empty one. */
export function fields(value: unknown): Fields {
  return isMap(value) ? value : {};
}

/** A list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((inner, key) => (Object.hasOwn(fields(inner), key) ? fields(inner)[key] : undefined), value);
}

/** The entry of a table for a name that people choose: none for `constructor`, which any object seems to have. */
export function entryOf<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Names of the Services that an Ingress sends to; none for anything else. */
export function backendsOf(ingress: unknown): readonly unknown[] {
  const paths = list(at(ingress, "spec", "rules")).flatMap((rule) => list(at(rule, "http", "paths")));
  return paths.map((path) => at(path, "backend", "service", "name"));
}

export interface Place {
  /** JSON pointer. */
  readonly path: string;
  readonly value: unknown;
}

/** What stands at `steps`, of which `*` is every entry of a list or map. */
export function placesAt({ path, value }: Place, [step, ...rest]: readonly string[]): readonly Place[] {
  if (step === undefined) return value === undefined ? [] : [{ path, value }];
  const inner = Array.isArray(value) ? value : fields(value);
  if (step !== "*" && !Object.hasOwn(inner, step)) return NOWHERE;
  const keys = step === "*" ? Object.keys(inner) : [step];
  return keys.flatMap((key) => placesAt({ path: path + pointer(key), value: (inner as Fields)[key] }, rest));
}

const NOWHERE: readonly Place[] = [];

/** JSON pointer of `keys`. */
export function pointer(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The keys of a JSON pointer. */
export function keysOf(pointer: string): readonly string[] {
  const [, ...keys] = pointer.split("/");
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Where a JSON pointer leads to, as people write it: `spec.containers[0].image`, `metadata.annotations[example.com/owner]`, as the API server writes it. */
export function pathInWords(pointer: string): string {
  const words = keysOf(pointer).map((key) => {
    if (/^\d+$/.test(key)) return `[${key}]`;
    return /^[\w$-]+$/.test(key) ? `.${key}` : `[${key}]`;
  });
  return words.join("").replace(/^\./, "");
}

/** What a JSON pointer leads to; undefined when there is nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  return keysOf(pointer).reduce<unknown>(
    (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : at(inner, key)),
    value,
  );
}

export interface Pods {
  /** Where the pod template is. */
  readonly path: string;
  readonly template: Fields;
}

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  Pod: [],
  PodTemplate: ["template"],
};

/** The pod template of a Deployment, StatefulSet, DaemonSet, Job or CronJob, and a Pod itself; null for anything else. */
export function podsOf(object: unknown): Pods | null {
  const path = entryOf(TEMPLATES, String(at(object, "kind"))) ?? ["spec", "template"];
  const template = at(object, ...path);
  return at(template, "spec") === undefined ? null : { path: pointer(...path), template: fields(template) };
}

export interface Container {
  readonly path: string;
  readonly container: Fields;
}

/** Init containers too. */
export function containersOf(object: unknown): readonly Container[] {
  const pods = podsOf(object);
  if (pods === null) return [];
  return ["initContainers", "containers"].flatMap((name) =>
    list(at(pods.template, "spec", name)).map((container, index) => ({
      path: pods.path + pointer("spec", name, index),
      container: fields(container),
    })),
  );
}
