// Fields that the API server changes in no object that is there: told all at once, with what to do instead.
import { kubectlOf, type Place } from "../model/cluster.ts";
import { type Issue, type KubeObject, key, type Manifest, type Ref, refOf } from "../model/manifest.ts";
import { at, entryOf, fields, keysOf, placesAt, pointer, valueAt } from "../model/read.ts";
import { quantity } from "../validate/rules/quantity.ts";
import { isCustom } from "./custom.ts";

/** `same`: what is wanted stands there. `not less`: an amount may grow. */
type Comparison = "same" | "not less";

type Field = readonly [path: string, comparison: Comparison];

interface Kept {
  /** Of a live object. */
  readonly fields: (live: KubeObject) => readonly Field[];
  readonly remedy: string;
}

const same = (...paths: readonly string[]) => paths.map((path): Field => [path, "same"]);

const DELETE = "delete it and deploy again: KUBECTL delete KIND NAME";

const SELECTED: Kept = {
  fields: () => same("spec.selector"),
  remedy: "delete it, which stops its pods, and deploy again: KUBECTL delete KIND NAME",
};

const dataOf = (live: KubeObject) => (live.immutable === true ? same("data", "binaryData") : []);

const KINDS: Readonly<Record<string, Kept>> = {
  Deployment: SELECTED,
  DaemonSet: SELECTED,
  ReplicaSet: SELECTED,
  StatefulSet: {
    fields: () => same("spec.serviceName", "spec.selector", "spec.podManagementPolicy"),
    remedy: "delete it without its pods, which go on, and deploy again: KUBECTL delete KIND NAME --cascade=orphan",
  },
  Job: {
    // Where its pods go may be changed before it has begun.
    fields: (live) =>
      at(live, "spec", "suspend") === true ? [] : same("spec.template", "spec.selector", "spec.completionMode"),
    remedy: `give it a name that changes with each release in the template, or ${DELETE}`,
  },
  Service: {
    fields: (live) => (at(live, "spec", "type") === "ExternalName" ? [] : same("spec.clusterIP")),
    remedy: `leave the address out of the template, or ${DELETE}`,
  },
  PersistentVolumeClaim: {
    fields: (live) => [
      ...same(...["accessModes", "volumeMode", "selector", "dataSource"].map((name) => `spec.${name}`)),
      // Those may be set once.
      ...same(...["storageClassName", "volumeName"].map((name) => `spec.${name}`)).filter(
        ([path]) => at(live, ...path.split(".")) !== undefined,
      ),
      ["spec.resources.requests.storage", "not less"],
    ],
    remedy: "make a claim of another name, and copy the data",
  },
  RoleBinding: { fields: () => same("roleRef"), remedy: DELETE },
  ConfigMap: { fields: dataOf, remedy: "it is immutable: give it another name in the template" },
  Secret: {
    fields: (live) => [...dataOf(live), ...same("type")],
    remedy: `give it another name in the template, or ${DELETE}`,
  },
};

/** The manifests that what is `live` cannot become, with the fields. */
export function immutableIssues(
  manifests: readonly Manifest[],
  live: readonly KubeObject[],
  app: string,
  { namespace }: Place,
): readonly Manifest[] {
  const there = new Map(live.map((object) => [key(refOf(object)), object]));
  return manifests.flatMap((manifest) => {
    const [object, kept] = [there.get(key(manifest.ref)), keptOf(manifest.ref)];
    if (object === undefined || kept === undefined) return [];
    const differing = kept.fields(object).flatMap(([path, how]) => differences(manifest.object, object, path, how));
    if (differing.length === 0) return [];
    const remedy = kept.remedy
      .replace("KUBECTL", `${kubectlOf(app)} -n ${namespace}`)
      .replace("KIND NAME", named(manifest.ref));
    const first = issue("", `it is there already, and these fields of it cannot be changed; ${remedy}`);
    return [{ ...manifest, issues: [first, ...differing.map((path) => sentence(manifest, object, path))] }];
  });
}

const keptOf = (ref: Ref) => (isCustom(ref) ? undefined : entryOf(KINDS, ref.kind));

const named = ({ kind, name }: Ref) => `${kind.toLowerCase()} ${name}`;

const issue = (path: string, message: string): Issue => ({ severity: "error", rule: null, path, message });

function sentence({ ref, object }: Manifest, live: KubeObject, path: string): Issue {
  if (ref.kind === "Secret" || keysOf(path).includes("env")) return issue(path, "differs in the cluster");
  return issue(path, `is ${shown(valueAt(live, path))} in the cluster, not ${shown(valueAt(object, path))}`);
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  return typeof value === "object" ? "another" : JSON.stringify(value);
}

/** The pointers of the innermost values that are not as they have to be. */
function differences(wanted: unknown, live: unknown, path: string, how: Comparison): readonly string[] {
  const steps = path.split(".");
  const [is] = placesAt({ path: "", value: live }, steps).map(({ value }) => value);
  return placesAt({ path: "", value: wanted }, steps).flatMap(({ path: where, value }) => {
    if (how === "not less") return quantity(value) < quantity(is) ? [where] : [];
    return [...unlike(value, is, where)];
  });
}

/** What is wanted and not there. What else is there, Kubernetes or somebody else has added. */
function* unlike(wanted: unknown, live: unknown, path: string): Iterable<string> {
  // The API server chooses what is left empty.
  if (isEmpty(wanted)) return;
  if (typeof wanted !== "object" || wanted === null || typeof live !== "object" || live === null) {
    if (!isSame(wanted, live)) yield path;
    return;
  }
  for (const [name, value] of Object.entries(wanted)) yield* unlike(value, fieldOf(live, name), path + pointer(name));
}

const fieldOf = (value: object, name: string) =>
  Array.isArray(value) ? (value[Number(name)] as unknown) : fields(value)[name];

/** Left out by who writes only what is set. */
function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isEmpty);
  return [null, "", 0, false].includes(value as null);
}

/** The API server writes amounts its own way. */
const isSame = (one: unknown, other: unknown) => String(one) === String(other) || quantity(one) === quantity(other);
