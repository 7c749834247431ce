// Strikes a deploy down at every point there is: the app keeps serving, nothing is left behind, and the next deploy ends with exactly the
// objects of one that nobody disturbed.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { deployedApp, env, onSite, plugin, shell } from "../site.ts";
import { throughIngress } from "./clients.ts";
import { allPoints, makeShims, type Point, startCounting, strikingPath, titleOf } from "./points.ts";
import { tell } from "./tell.ts";

const APP_SIZE = 2;

export function kills(): Record<string, number> {
  const { app, namespace } = deployedApp(APP_SIZE);
  onSite(`dokku domains:set ${app} ${app}.example.test; dokku proxy:set ${app} nginx-ingress`);
  makeShims();
  // Each of the two leaves something for the other, the Secret of its env: only now it is all there.
  for (const release of ["a", "b"]) deploy(app, release);
  const expected = { a: undisturbed(app, namespace, "a"), b: undisturbed(app, namespace, "b") };
  const points = allPoints();

  onSite(
    `for _ in {1..100}; do curl -sfo /dev/null -H "Host: ${app}.example.test" "http://$CLUSTER_INGRESS_HTTP/" && break; sleep 0.2; done`,
  );
  const client = throughIngress(`${app}.example.test`, 20);
  let diverged = 0;
  let left = 0;
  let current: "a" | "b" = "b";
  for (const point of points) {
    tell(titleOf(point));
    const next: "a" | "b" = current === "a" ? "b" : "a";
    strike(app, next, point);
    const behind = leftBehind(app);
    if (behind !== "") {
      left++;
      tell(`left behind: ${behind}`);
    }
    deploy(app, next);
    const found = objects(namespace);
    if (found !== expected[next]) {
      diverged++;
      tell(`the next deploy ended elsewhere:\n${difference(expected[next], found)}`);
    }
    current = next;
  }
  const { requests, failed, failures } = client.stop();
  for (const failure of failures) tell(`a request failed: ${failure}`);
  return {
    kill_points: points.length,
    diverged,
    kill_points_left_behind: left,
    kill_requests: requests,
    kill_failed_requests: failed,
  };
}

/** What the namespace holds after a deploy that is only counted. */
function undisturbed(app: string, namespace: string, release: string): string {
  startCounting();
  deploy(app, release, { PATH: strikingPath() });
  return objects(namespace);
}

const words = (app: string) => ["kubernetes", app, "latest", ""];

/** The release `a` or `b` of the app: they differ in their env. */
function deploy(app: string, release: string, more: Record<string, string> = {}): void {
  onSite(`dokku config:set --no-restart ${app} RELEASE=${release}`);
  const result = spawnSync(join(plugin, "scheduler-deploy"), words(app), {
    env: { ...env, ...more },
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(`a deploy that nobody disturbed failed:\n${result.stdout}${result.stderr}`);
}

function strike(app: string, release: string, { start, when, signal }: Point): void {
  onSite(`dokku config:set --no-restart ${app} RELEASE=${release}`);
  startCounting();
  const more = { PATH: strikingPath(), POINT: `${start} ${when} ${signal}` };
  spawnSync(join(plugin, "scheduler-deploy"), words(app), { env: { ...env, ...more }, encoding: "utf8" });
}

/** Held locks, temporary files and processes of the deploy a second after its end; empty when there are none. */
function leftBehind(app: string): string {
  return onSite(`
    sleep 1
    for lock in "$DOKKU_LIB_ROOT/data/$PLUGIN/--locks"/*; do flock --nonblock "$lock" true || echo "lock $lock"; done
    find "$DOKKU_LIB_ROOT"/{data,config}/"$PLUGIN" -regex '.*[.][0-9]+' ! -path '*/--locks/*' -printf 'file %p\\n'
    ps -eo args | grep -E "^(node|kubedog|kubectl) .*${app}" || true`).trim();
}

/** What the namespace holds, without what the cluster notes down of its own. */
function objects(namespace: string): string {
  const kinds = "deployments,services,ingresses,secrets,poddisruptionbudgets,horizontalpodautoscalers,jobs,cronjobs";
  const { items } = JSON.parse(shell(`kubectl --namespace ${namespace} get ${kinds} --output json`)) as {
    items: { kind: string; metadata: Record<string, unknown>; status?: unknown }[];
  };
  const own = items.map(({ status: _, metadata, ...rest }) => {
    const {
      uid: _u,
      resourceVersion: _r,
      generation: _g,
      managedFields: _m,
      creationTimestamp: _c,
      ...kept
    } = metadata;
    const { "deployment.kubernetes.io/revision": _d, ...annotations } = (kept.annotations ?? {}) as Record<
      string,
      string
    >;
    return JSON.stringify({ ...rest, metadata: { ...kept, annotations } }, null, 1);
  });
  return own.sort().join("\n");
}

function difference(expected: string, found: string): string {
  return spawnSync("bash", ["-c", 'diff <(printf %s "$1") <(printf %s "$2") | head -40', "diff", expected, found], {
    encoding: "utf8",
  }).stdout;
}
