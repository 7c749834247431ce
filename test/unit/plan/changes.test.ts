import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import type { Ref, Release } from "../../../src/core/model/manifest.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { definitions } from "../../../src/core/objects/index.ts";
import { type ChangeOptions, type ChangeSet, changes, inventory } from "../../../src/core/plan/changes.ts";
import { render } from "../../../src/core/render/render.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, schemas, templates } from "../fixtures.ts";
import { suite } from "../suite.ts";

function release(fields: Partial<App> = {}): Release {
  const shop = app(fields);
  const valid = validate(shop, render(shop, templates()), schemas).release;
  if (valid === null) throw new Error("the release is not valid");
  return valid;
}

const ALL: ChangeOptions = { processType: null, secretsInUse: [], keepsRoutes: false };
const two = { processes: [process("web"), process("worker")], env: { A: "1" }, domains: ["a.test"] };

const ref = (text: string, namespace: string | null = "default", apiVersion = "v1"): Ref => {
  const [kind = "", name = ""] = text.split("/");
  return { apiVersion, kind, namespace, name };
};
const record = (...objects: readonly Ref[]) => ({ objects }) as unknown as ReleaseRecord;
const names = (refs: readonly Ref[]) => refs.map(({ kind, name }) => `${kind}/${name}`);
const after = (before: ReleaseRecord | null, { apply, unroute, unscale, prune }: ChangeSet) =>
  inventory(before, apply, [...unroute, ...unscale, ...prune]);
const applied = (fields: Partial<App>, options = ALL) =>
  names(changes(release(fields), null, options).apply.map(({ ref }) => ref));
const pruned = (fields: Partial<App>, objects: readonly Ref[], options = ALL) =>
  names(changes(release(fields), record(...objects), options).prune);

const OLD_SECRET = ref("Secret/shop-env-0123456789ab");
const CURRENT = release(two).manifests.map((manifest) => manifest.ref);

suite("apply", {
  "everything, in the order of the registry": () => {
    const store = { ...two, namespace: { name: "store", managed: true } };
    const rank = (name: string) => definitions.findIndex(({ kind }) => name.startsWith(`${kind}/`));
    const all = applied(store);
    assert.equal(
      all,
      [...all].sort((a, b) => rank(a) - rank(b)),
    );
    assert.equal(all, names(release(store).manifests.map((manifest) => manifest.ref)));
    assert.ok(all.includes("Namespace/store") && all.includes("Ingress/app-ingress"), all.join());
  },
  "of one process type: its own objects and those of none": () => {
    const webs = ["Deployment/shop-web", "Service/shop-web"];
    assert.equal(
      names(CURRENT).filter((name) => !applied(two, { ...ALL, processType: "worker" }).includes(name)),
      webs,
    );
    assert.ok(applied(two, { ...ALL, processType: "worker" }).includes("Deployment/shop-worker"));
  },
});

suite("track", {
  "Deployments that run pods": () => {
    const processes = [process("a", { quantity: 0 }), process("b"), process("web", { quantity: 3 })];
    const { track } = changes(release({ processes }), null, ALL);
    assert.equal(
      track.map(({ metadata }) => metadata.name),
      ["shop-b", "shop-web"],
    );
  },
});

suite("prune", {
  "nothing before the first release": () => assert.equal(changes(release(two), null, ALL).prune, []),
  "nothing that is still rendered": () => assert.equal(pruned(two, CURRENT), []),
  "nothing because an API version moved": () =>
    assert.equal(pruned(two, [ref("Deployment/shop-web", "default", "apps/v2")]), []),
  "a process type that went, with its Service": () =>
    assert.equal(pruned({}, [ref("Deployment/shop-old", "default", "apps/v1"), ref("Service/shop-old")]), [
      "Deployment/shop-old",
      "Service/shop-old",
    ]),
  "the canary of web with web": () =>
    assert.equal(
      pruned(two, [ref("Deployment/shop-web-canary-2574a175", "default", "apps/v1")], { ...ALL, processType: "web" })
        .length,
      1,
    ),
  "nothing of another namespace": () =>
    assert.equal(pruned({}, [ref("Service/shop-old", "before"), ref("Ingress/app-ingress", "before")]), []),
  "never data and never a namespace": () =>
    assert.equal(
      pruned({}, [ref("PersistentVolumeClaim/data"), ref("Namespace/store", null), ref("ClusterIssuer/x", null)]),
      [],
    ),
  "never from an empty release": () => {
    const empty = { ...release(), manifests: [] };
    assert.equal(changes(empty, record(...CURRENT), ALL).prune, []);
  },
  "an autoscaler before anything else, for it would undo the scale": () => {
    const before = record(...CURRENT, ref("HorizontalPodAutoscaler/shop-web", "default", "autoscaling/v2"));
    const change = changes(release(two), before, ALL);
    assert.equal(names(change.unscale), ["HorizontalPodAutoscaler/shop-web"]);
    assert.equal(change.prune, []);
    assert.equal(names(after(before, change)).sort(), names(CURRENT).sort());
  },
  "a Secret once no ReplicaSet names it": () => {
    assert.equal(
      pruned(two, [OLD_SECRET, ...CURRENT]),
      [OLD_SECRET.name].map((name) => `Secret/${name}`),
    );
    assert.equal(pruned(two, [OLD_SECRET], { ...ALL, secretsInUse: [OLD_SECRET.name] }), []);
  },
  "at once the Ingress that nobody routes through any more": () => {
    const old = ref("Ingress/app-ingress", "default", "networking.k8s.io/v1");
    const { unroute, prune } = changes(release(), record(old), ALL);
    assert.equal([unroute, prune], [[old], []]);
  },
  "of one process type, nothing of the others": () => {
    const objects = [
      ref("Service/shop-worker"),
      ref("Service/shop-web-old"),
      ref("Deployment/shop-old", "default", "apps/v1"),
      ref("LimitRange/site"),
      OLD_SECRET,
    ];
    assert.equal(pruned(two, objects, { ...ALL, processType: "worker" }), [
      "Service/shop-worker",
      `Secret/${OLD_SECRET.name}`,
    ]);
  },
});

suite("inventory", {
  "is what was applied, without what was pruned": () => {
    const before = record(OLD_SECRET, ref("PersistentVolumeClaim/data"), ref("Service/shop-web"));
    const change = changes(release(two), before, ALL);
    assert.equal(names(after(before, change)), ["PersistentVolumeClaim/data", ...names(CURRENT)]);
  },
  "keeps the other process types after a release of one": () => {
    const before = record(...CURRENT);
    const change = changes(release(two), before, { ...ALL, processType: "worker" });
    assert.equal(names(after(before, change)).sort(), names(CURRENT).sort());
  },
  "of a first release": () => assert.equal(after(null, changes(release(two), null, ALL)), CURRENT),
});
