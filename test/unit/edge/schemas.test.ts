import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { keepTold, readSchemas, unasked } from "../../../src/edge/schemas.ts";
import { suite } from "../suite.ts";

const versions = { server: "1.33", kubectl: "1.33", asked: "2026-11-26T06:00:00.000Z" };
const shop = { name: "shop", versions };
const manifest = (apiVersion: string) => ({ object: { apiVersion, kind: "Thing", metadata: { name: "x" } } });
const cluster = { kubeconfig: null, context: null };
const API = "things.example.com/v1";

/** With a kubeconfig of its own, so that there is a cluster to be told of. */
async function onServer(act: (lib: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "schemas-"));
  const before = { ...process.env };
  Object.assign(process.env, { DOKKU_ROOT: root, DOKKU_LIB_ROOT: join(root, "lib") });
  const config = {
    clusters: [{ name: "a", cluster: { server: "https://a.test:6443" } }],
    contexts: [{ name: "a", context: { cluster: "a" } }],
  };
  mkdirSync(join(root, ".kube"), { mode: 0o700 });
  writeFileSync(join(root, ".kube/config"), JSON.stringify({ ...config, "current-context": "a" }), { mode: 0o600 });
  try {
    await act(join(root, "lib/data/scheduler-kubernetes/--schemas/https_a.test_6443"));
  } finally {
    for (const name of ["DOKKU_ROOT", "DOKKU_LIB_ROOT"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    rmSync(root, { recursive: true });
  }
}

suite("the schemas of a release", {
  "of the cluster's version, which nobody is asked for": async () => {
    assert.is((await readSchemas(shop, [])).minor, 33);
    assert.ok((await readSchemas({ ...shop, versions: null }, [])).minor > 33);
  },
  "of the custom resources that it has, and no others": () =>
    onServer(async () => {
      const all = ["keda.sh/v1alpha1", "v1", "../kubernetes/v1", "../../x.y/v1"].map(manifest);
      const set = await readSchemas(shop, all);
      assert.is(set.kind("keda.sh/v1alpha1/ScaledObject")?.namespaced, true);
      assert.is(set.isExact("keda.sh/v1alpha1"), false);
      assert.is(set.kind("cert-manager.io/v1/Certificate"), null);
      assert.is(set.minor, 33);
    }),
  "what a cluster has told is used for all later reads, and is certain for an hour": () =>
    onServer(async (folder) => {
      const all = ["apps/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1", API, API].map(manifest);
      assert.equal(await unasked(cluster, all), [API]);
      const lines = [`${API}/Thing\t0\t{"definition":"a","namespaced":true}`];
      assert.is(await keepTold(cluster, API, lines), true);
      assert.is(await keepTold(cluster, API, lines), false, "that is no news");
      assert.equal(readdirSync(folder), ["things.example.com_v1.tsv"]);
      assert.equal(await unasked(cluster, all), []);
      const set = await readSchemas(shop, all);
      assert.is(set.kind(`${API}/Thing`)?.definition, "a");
      assert.is(set.isExact(API), true);
      const old = Date.now() / 1000 - 3_601;
      utimesSync(join(folder, "things.example.com_v1.tsv"), old, old);
      assert.equal(await unasked(cluster, all), [API]);
      const later = await readSchemas(shop, all);
      assert.equal([later.isExact(API), later.kind(`${API}/Thing`)?.definition], [false, "a"]);
      assert.is(await keepTold(cluster, API, []), true, "it may have no fields to tell of");
      assert.is((await readSchemas(shop, all)).kind("apps/v1/Deployment")?.namespaced, true);
    }),
});
