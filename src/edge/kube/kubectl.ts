// kubectl as verbs. Its English is shown, never parsed; what we decide on is asked for as JSON.
import { isDomain } from "../../core/dokku/words.ts";
import { SchedulerError } from "../../core/errors.ts";
import { type Cluster, ofCluster, type Place, placeName } from "../../core/model/cluster.ts";
import { toYamlJson } from "../../core/model/json.ts";
import {
  isTerminating,
  type KubeObject,
  key,
  type Manifest,
  type Ref,
  refOf,
  type StringMap,
} from "../../core/model/manifest.ts";
import { at } from "../../core/model/read.ts";
import { type Versions, versionsIn } from "../../core/model/versions.ts";
import { MANAGER, managedLabel, otherServerOf, serverLabel, serverSelectors } from "../../core/objects/labels.ts";
import { isCustom, type ServedKind } from "../../core/plan/custom.ts";
import { exec, startAhead } from "../exec.ts";
import { warn } from "../log.ts";
import { readServerId } from "../server-id.ts";
import { failureOf, kubectl } from "./call.ts";
import { flagsOf } from "./kubeconfig.ts";

/** How long the API server may take to answer a read, milliseconds. Without it kubectl tries for over a minute. */
const READ_TIMEOUT = 8_000;
const WRITE_TIMEOUT = 120_000;

export interface Scope extends Place {
  /** Milliseconds; the usual time of a read or a write when absent. */
  readonly timeout?: number;
  /** Who owns which field; as large as the objects themselves, so it is only read when asked for. */
  readonly managedFields?: boolean;
}

/** The objects of some kinds that carry the labels; all of them when the selector is null. */
export async function list(
  kinds: readonly string[],
  selector: string | null,
  scope: Scope,
): Promise<readonly KubeObject[]> {
  const doing = `list the ${kinds.join(", ")}${selector === null ? "" : ` of ${selector}`} in ${placeName(scope)}`;
  const { stdout } = await kubectl(doing, listArgs(kinds, selector, scope), {
    cluster: scope.cluster,
    timeout: scope.timeout ?? READ_TIMEOUT,
  });
  return items(stdout);
}

/** As `list`, for a caller who has an answer of its own when the cluster gives none: null, and no time spent on finding out why. */
export async function listOrNull(
  kinds: readonly string[],
  selector: string | null,
  scope: Scope,
): Promise<readonly KubeObject[] | null> {
  const stdout = await asked(scope.cluster, listArgs(kinds, selector, scope), scope.timeout);
  return stdout === null ? null : items(stdout);
}

/** As many pods with these labels, and no more; null when the cluster gives no answer. */
export async function firstPods(
  selector: string,
  limit: number,
  { cluster, namespace }: Place,
): Promise<readonly KubeObject[] | null> {
  const query = `labelSelector=${encodeURIComponent(selector)}&limit=${limit}`;
  const stdout = await asked(cluster, ["get", "--raw", `/api/v1/namespaces/${namespace}/pods?${query}`]);
  // What is in a list does not say what it is.
  return stdout === null ? null : items(stdout).map((pod) => ({ ...pod, apiVersion: "v1", kind: "Pod" }));
}

export interface Readable {
  readonly objects: readonly KubeObject[];
  /** The kinds that may not be read. */
  readonly hidden: readonly string[];
  /** Why not, in kubectl's words. */
  readonly says: readonly string[];
}

/** All namespaces where there is none. */
type Where = Omit<Scope, "namespace"> & { readonly namespace: string | null };

/** As `list`, what may be read of it. Throws as `list` does where that is nothing. */
export async function listReadable(kinds: readonly string[], selector: string | null, where: Where): Promise<Readable> {
  const { cluster, namespace, timeout = READ_TIMEOUT } = where;
  const outcome = await exec("kubectl", [...flagsOf(cluster), ...listArgs(kinds, selector, where)], { timeout });
  if (outcome.exitCode === 0) return { objects: items(outcome.stdout), hidden: [], says: [] };
  const place = namespace === null ? `all namespaces${ofCluster(cluster)}` : placeName({ cluster, namespace });
  const doing = `list the ${kinds.join(", ")} in ${place}`;
  if (outcome.timedOut || !outcome.stdout.startsWith("{")) throw await failureOf(doing, outcome, { cluster, timeout });
  const each = kinds.map((kind) => asked(cluster, listArgs([kind], selector, where), timeout));
  const answers = await Promise.all(each);
  const says = outcome.stderr.split("\n").filter((line) => line.trim() !== "");
  return { objects: items(outcome.stdout), hidden: kinds.filter((_, index) => answers[index] === null), says };
}

/** What the pods use, by metrics.k8s.io; null where nobody serves it. */
export async function podMetrics(selector: string, place: Place): Promise<readonly KubeObject[] | null> {
  return listOrNull(["pods.metrics.k8s.io"], selector, place);
}

/** What kubectl prints, for a caller who has an answer of its own when there is none: null, and nothing is said. */
async function asked(cluster: Cluster, args: readonly string[], timeout = READ_TIMEOUT): Promise<string | null> {
  const outcome = await exec("kubectl", [...flagsOf(cluster), ...args], { timeout });
  return outcome.exitCode === 0 && !outcome.timedOut ? outcome.stdout : null;
}

/** The Ingresses of all namespaces; none where nobody may see them. */
export async function allIngresses(cluster: Cluster): Promise<readonly KubeObject[]> {
  const stdout = await asked(cluster, ["get", "ingresses", "--all-namespaces", "-o", "json"]);
  return stdout === null ? [] : items(stdout);
}

/** The cluster's warnings in a namespace within the last hour; none when it does not answer. */
export async function warnings({ cluster, namespace }: Place): Promise<readonly KubeObject[]> {
  const args = ["get", "events", "-n", namespace, "--field-selector", "type=Warning", "-o", "json"];
  const stdout = await asked(cluster, args);
  return stdout === null ? [] : items(stdout);
}

const listArgs = (kinds: readonly string[], selector: string | null, { namespace, managedFields }: Where) => [
  "get",
  kinds.join(","),
  ...(selector === null ? [] : ["-l", selector]),
  ...(namespace === null ? ["--all-namespaces"] : ["-n", namespace]),
  ...(managedFields ? ["--show-managed-fields"] : []),
  "-o",
  "json",
];

const items = (stdout: string) => (JSON.parse(stdout) as { items: KubeObject[] }).items;

/** One object, cluster-scoped where the namespace is null; null when there is none. */
export async function get(
  kind: string,
  name: string,
  { cluster, namespace }: { readonly cluster: Cluster; readonly namespace: string | null },
): Promise<KubeObject | null> {
  const where = namespace === null ? [] : ["-n", namespace];
  const args = ["get", kind, name, ...where, "-o", "json", "--ignore-not-found"];
  const { stdout } = await kubectl(`look for ${kind} ${name}${ofCluster(cluster)}`, args, {
    cluster,
    timeout: READ_TIMEOUT,
  });
  return stdout.trim() === "" ? null : (JSON.parse(stdout) as KubeObject);
}

/** What is below an API path, `/api/v1/namespaces/store/pods`. */
export async function getRaw(doing: string, path: string, cluster: Cluster): Promise<unknown> {
  return JSON.parse((await kubectl(doing, ["get", "--raw", path], { cluster, timeout: READ_TIMEOUT })).stdout);
}

/** The API versions that the cluster serves beside v1, `apps/v1`. */
export async function servedVersions(cluster: Cluster): Promise<ReadonlySet<string>> {
  const { groups } = (await getRaw("ask the cluster which kinds it knows", "/apis", cluster)) as {
    groups: { versions: { groupVersion: string }[] }[];
  };
  return new Set(groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion)));
}

/** The namespaces that this server made; none where nobody may see them. */
export async function ownNamespaces(cluster: Cluster): Promise<readonly string[]> {
  const labels = { ...managedLabel, ...serverLabel(await readServerId()) };
  const selector = Object.entries(labels).map((label) => label.join("="));
  const stdout = await asked(cluster, ["get", "namespaces", "-l", selector.join(","), "-o", "json"]);
  return (stdout === null ? [] : items(stdout)).flatMap((object) =>
    isTerminating(object) ? [] : object.metadata.name,
  );
}

/** The names of the kinds whose objects are in namespaces; none when that cannot be told. */
export function placedKinds(cluster: Cluster): Promise<readonly string[]> {
  return names(cluster, ["api-resources", "--namespaced", "--verbs=list,delete"]).then((kinds) => kinds ?? []);
}

/** The objects of these kinds, as `configmap/kube-root-ca.crt`; null when that cannot be told. */
export async function namesOf(kinds: readonly string[], place: Place): Promise<readonly string[] | null> {
  if (kinds.length === 0) return null;
  return names(place.cluster, ["get", kinds.join(","), "-n", place.namespace, "--ignore-not-found"]);
}

/** Which of the names a kind has in a namespace; null when that cannot be told. */
export async function present(
  kind: string,
  wanted: readonly string[],
  { cluster, namespace }: Place,
): Promise<readonly string[] | null> {
  // Somebody else has written the names: none of them is an option.
  const words = wanted.filter(isDomain);
  const flags = ["-n", namespace, "--ignore-not-found", "-o", "name"];
  if (words.length === 0) return [];
  const found = (await asked(cluster, ["get", ...flags, "--", kind, ...words]))?.split("\n").filter(Boolean);
  return found?.map((line) => line.slice(line.indexOf("/") + 1)) ?? null;
}

async function names(cluster: Cluster, args: readonly string[]): Promise<readonly string[] | null> {
  return (await asked(cluster, [...args, "-o", "name"]))?.split("\n").filter(Boolean) ?? null;
}

/** Of kubectl and the cluster; null when the cluster does not tell. */
export async function readVersions(cluster: Cluster): Promise<Versions | null> {
  const stdout = await asked(cluster, ["version", "-o", "json"]);
  return stdout === null ? null : versionsIn(JSON.parse(stdout), new Date().toISOString());
}

/** Those of all nodes, or of one that has this architecture; none where nobody may see them. */
export async function nodeArchitectures(cluster: Cluster, wanted: string | null): Promise<readonly string[]> {
  const one = wanted === null ? "" : `?limit=1&labelSelector=${encodeURIComponent(`kubernetes.io/arch=${wanted}`)}`;
  const stdout = await asked(cluster, ["get", "--raw", `/api/v1/nodes${one}`]);
  return (stdout === null ? [] : items(stdout)).flatMap(({ status }) => {
    const architecture = at(status, "nodeInfo", "architecture");
    return typeof architecture === "string" ? [architecture] : [];
  });
}

/** What the API server tells of the fields of `example.com/v1`; null when it does not. */
export async function openApiOf(apiVersion: string, cluster: Cluster): Promise<unknown> {
  const stdout = await asked(cluster, ["get", "--raw", `/openapi/v3/apis/${apiVersion}`]);
  return stdout === null ? null : JSON.parse(stdout);
}

/** The kinds of an API version, `example.com/v1`, and their scope. */
export async function servedKinds(apiVersion: string, cluster: Cluster): Promise<readonly ServedKind[]> {
  const doing = `ask the cluster what ${apiVersion} has`;
  const { resources } = (await getRaw(
    doing,
    `/${apiVersion.includes("/") ? "apis" : "api"}/${apiVersion}`,
    cluster,
  )) as {
    resources: Omit<ServedKind, "apiVersion">[];
  };
  return resources.map(({ kind, namespaced }) => ({ apiVersion, kind, namespaced }));
}

/**
 * Applies all manifests in one call, as one List of JSON on stdin, server-side: nothing of them is repeated in an annotation
 * (Secrets, and its limit of 256 KiB), and what another manager changed in our fields comes back. Each says which server made it.
 */
export async function apply(
  doing: string,
  manifests: readonly Pick<Manifest, "object">[],
  cluster: Cluster,
): Promise<void> {
  await applyWith(NAMES, doing, manifests, cluster);
}

/** The objects as `apply` would leave them; it changes nothing. */
export async function dryRun(
  doing: string,
  manifests: readonly Pick<Manifest, "object">[],
  cluster: Cluster,
): Promise<readonly KubeObject[]> {
  return printed(await applyWith(["--dry-run=server", "-o", "json"], doing, manifests, cluster));
}

async function applyWith(
  flags: readonly string[],
  doing: string,
  manifests: readonly Pick<Manifest, "object">[],
  cluster: Cluster,
): Promise<string> {
  const input = asList(await asSent(manifests));
  return (await kubectl(doing, applyArgs(flags), { cluster, input, timeout: WRITE_TIMEOUT })).stdout;
}

// Of a list kubectl fetches all schemas and refuses a null that the API server takes, which refuses what it does not know anyway.
const HOW = ["--server-side", "--force-conflicts", "--validate=ignore", `--field-manager=${MANAGER}`];
const applyArgs = (flags: readonly string[]) => ["apply", ...HOW, ...flags, "-f", "-"];

const NAMES = ["-o", "name"];
const GET_ALL = ["get", "--ignore-not-found", "--show-managed-fields", "-o", "json", "-f", "-"];

/** Starts what `getAll` and `apply` run next, so that they do not wait for it. */
export function startReadAndApply(cluster: Cluster): void {
  for (const args of [GET_ALL, applyArgs(NAMES)]) startAhead("kubectl", [...flagsOf(cluster), ...args]);
}

/** The objects that `apply` sends: each says which server made it. */
export async function asSent(
  manifests: readonly Pick<Manifest, "object">[],
  serverId = readServerId,
): Promise<readonly KubeObject[]> {
  const id = await serverId();
  const label = id === "" ? {} : serverLabel(id);
  return manifests.map(({ object }) => withLabels(object, label));
}

function withLabels(object: KubeObject, labels: StringMap): KubeObject {
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } } };
}

/** Those of the objects that are there, with their managed fields. */
export async function getAll(doing: string, refs: readonly Ref[], cluster: Cluster): Promise<readonly KubeObject[]> {
  if (refs.length === 0) return [];
  const input = asList(refs.map(partOf));
  const { stdout } = await kubectl(doing, GET_ALL, { cluster, input, timeout: READ_TIMEOUT });
  return printed(stdout);
}

/** One object stands alone, several in a List. */
function printed(stdout: string): readonly KubeObject[] {
  if (stdout.trim() === "") return [];
  const found = JSON.parse(stdout) as KubeObject & { items?: readonly KubeObject[] };
  return found.items ?? [found];
}

/** Replaces whole live objects; one that changed meanwhile is refused. Not as the manager of what we apply. */
export async function replace(doing: string, objects: readonly KubeObject[], cluster: Cluster): Promise<void> {
  const input = asList(objects);
  await kubectl(doing, ["replace", `--field-manager=${MANAGER}-replace`, "-o", "name", "-f", "-"], {
    cluster,
    input,
    timeout: WRITE_TIMEOUT,
  });
}

/** How often an object may change, in its status for instance, between being read and put back. */
const CONFLICTS = 5;

/** Puts back what `read` gives, which reads and changes live objects: again where one of them was changed meanwhile. */
export async function rewrite(
  doing: string,
  read: () => Promise<readonly KubeObject[]>,
  cluster: Cluster,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const objects = await read();
    if (objects.length === 0) return;
    try {
      return await replace(doing, objects, cluster);
    } catch (error) {
      const isConflict = error instanceof SchedulerError && /object has been modified/.test(error.because.join(" "));
      if (!isConflict || tries === CONFLICTS) throw error;
    }
  }
}

/** As `autoscale`, not as the manager of what we apply. */
export async function patch(
  doing: string,
  { kind, name, namespace }: Ref,
  patch: object,
  cluster: Cluster,
): Promise<void> {
  const where = namespace === null ? [] : ["-n", namespace];
  const how = ["--type=merge", `--field-manager=${MANAGER}-autoscale`, "-p", JSON.stringify(patch), "-o", "name"];
  await kubectl(doing, ["patch", kind, name, ...where, ...how], { cluster, timeout: WRITE_TIMEOUT });
}

/** Asks for more disk, or only whether that would be taken. */
export async function growClaim(
  { kind, name, namespace }: Ref,
  size: string,
  cluster: Cluster,
  dry: boolean,
): Promise<void> {
  const patch = JSON.stringify({ spec: { resources: { requests: { storage: size } } } });
  const how = [
    "--type=merge",
    `--field-manager=${MANAGER}`,
    "-p",
    patch,
    "-o",
    "name",
    ...(dry ? ["--dry-run=server"] : []),
  ];
  const args = ["patch", kind, name, "-n", namespace ?? "", ...how];
  await kubectl(`let the claim ${name} grow to ${size}`, args, { cluster, timeout: WRITE_TIMEOUT });
}

/** Waits until it is gone, so that one of the same name can be made. */
export async function removeWithoutPods({ kind, name, namespace }: Ref, cluster: Cluster): Promise<void> {
  const args = ["delete", kind, name, "-n", namespace ?? "", "--cascade=orphan", "--ignore-not-found"];
  await kubectl(`make ${kind} ${name} anew around its pods`, args, { cluster, timeout: WRITE_TIMEOUT });
}

/** Sets the strategy Recreate and removes what belongs to a rolling update. */
export async function replaceStrategy(doing: string, deployments: readonly Ref[], cluster: Cluster): Promise<void> {
  const input = asList(deployments.map(partOf));
  const patch = JSON.stringify({ spec: { strategy: { type: "Recreate", rollingUpdate: null } } });
  const args = ["patch", "--type=merge", `--field-manager=${MANAGER}`, "-p", patch, "-o", "name", "-f", "-"];
  await kubectl(doing, args, { cluster, input, timeout: WRITE_TIMEOUT });
}

/** What kubectl reads on stdin. */
const asList = (items: readonly object[]) => toYamlJson({ apiVersion: "v1", kind: "List", items }) ?? "";

const partOf = ({ apiVersion, kind, namespace, name }: Ref) => ({
  apiVersion,
  kind,
  metadata: namespace === null ? { name } : { name, namespace },
});

/**
 * Deletes exactly these; one that is gone already, or with its whole kind, is fine. What another Dokku server made stays, and so does what
 * belongs to no namespace, although a template of an earlier release gave it one: other apps may have it too. Does not wait for finalizers.
 * `live` is what is there of them, for who has just looked.
 */
export async function remove(
  doing: string,
  refs: readonly Ref[],
  cluster: Cluster,
  live: readonly KubeObject[] | null = null,
): Promise<void> {
  const served = refs.some(isCustom) ? await servedVersions(cluster) : null;
  const asked = refs.filter((ref) => !isCustom(ref) || served?.has(ref.apiVersion));
  const kept = await notToRemove(live ?? (await getAll(doing, asked, cluster)), asked);
  const items = asked.filter((ref) => !kept.has(key(ref))).map(partOf);
  if (items.length === 0) return;
  const input = asList(items);
  await kubectl(doing, ["delete", "--ignore-not-found", "--wait=false", "-f", "-"], {
    cluster,
    input,
    timeout: WRITE_TIMEOUT,
  });
}

/** The keys of those that are not ours to remove, which are named. */
async function notToRemove(live: readonly KubeObject[], refs: readonly Ref[]): Promise<ReadonlySet<string>> {
  const server = await readServerId();
  const elsewhere = live.filter((object) => otherServerOf(object, server) !== null).map(refOf);
  const unplaced = live.filter(({ metadata }) => metadata.namespace === undefined).map((object) => key(refOf(object)));
  const wide = refs.filter((ref) => ref.namespace !== null && unplaced.includes(key({ ...ref, namespace: null })));
  for (const { kind, name } of elsewhere) warn(`${kind} ${name} stays: another Dokku server made it`);
  for (const { kind, name } of wide)
    warn(`${kind} ${name} stays: it belongs to no namespace, so other apps may have it`);
  return new Set([...elsewhere, ...wide].map(key));
}

/** Deletes what carries the labels, of these kinds, unless another Dokku server made it. */
export async function removeLabelled(
  doing: string,
  kinds: readonly string[],
  selector: string,
  scope: Scope,
): Promise<void> {
  for (const ours of serverSelectors(await readServerId())) {
    const selected = ["-l", `${selector},${ours}`, "-n", scope.namespace];
    const args = ["delete", kinds.join(","), ...selected, "--ignore-not-found", "--wait=false"];
    await kubectl(doing, args, { cluster: scope.cluster, timeout: scope.timeout ?? WRITE_TIMEOUT });
  }
}

export async function scaleToZero(workloads: readonly KubeObject[], { cluster, namespace }: Place): Promise<void> {
  const args = ["scale", "-n", namespace, "--replicas=0", ...workloads.map(wordOf)];
  const names = workloads.map(({ metadata }) => metadata.name).join(", ");
  await kubectl(`scale ${names} to 0`, args, { cluster, timeout: WRITE_TIMEOUT });
}

/** `deployment/shop-web` */
const wordOf = ({ kind, metadata }: KubeObject) => `${kind.toLowerCase()}/${metadata.name}`;

/** Lets CronJobs start no more Jobs, or again. */
export async function suspend(
  app: string,
  cronJobs: readonly string[],
  suspended: boolean,
  { cluster, namespace }: Place,
): Promise<void> {
  const doing = `${suspended ? "suspend" : "resume"} ${cronJobs.length} cron tasks of ${app}`;
  const how = [
    "--type=merge",
    "--patch",
    JSON.stringify({ spec: { suspend: suspended } }),
    `--field-manager=${MANAGER}`,
  ];
  await kubectl(doing, ["patch", "cronjob", ...cronJobs, "-n", namespace, ...how, "-o", "name"], {
    cluster,
    timeout: WRITE_TIMEOUT,
  });
}

/** Adds annotations to pod templates, and changes nothing else of their objects. */
export async function annotatePods(
  doing: string,
  workloads: readonly KubeObject[],
  annotations: Readonly<Record<string, string>>,
  { cluster, namespace }: Place,
): Promise<void> {
  const patch = JSON.stringify({ spec: { template: { metadata: { annotations } } } });
  const how = ["--type=merge", "--patch", patch, `--field-manager=${MANAGER}`];
  await kubectl(doing, ["patch", ...workloads.map(wordOf), "-n", namespace, ...how], {
    cluster,
    timeout: WRITE_TIMEOUT,
  });
}
