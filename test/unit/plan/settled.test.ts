import * as assert from "uvu/assert";
import { NO_METADATA } from "../../../src/core/dokku/metadata.ts";
import type { KubeObject, Manifest } from "../../../src/core/model/manifest.ts";
import { isSettled, isUnchanged, ownPart } from "../../../src/core/plan/settled.ts";
import { suite, table } from "../suite.ts";

const rule = (host: string, name: string) => ({ host, http: { paths: [{ backend: { service: { name } } }] } });
const spec = (...rules: readonly (readonly [string, string])[]) => ({
  ingressClassName: "nginx",
  rules: rules.map(([host, name]) => rule(host, name)),
});
const tls = (...hosts: readonly string[]) => hosts.map((host) => ({ hosts: [host], secretName: host }));
const ingress = (spec: object): KubeObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "app-ingress", namespace: "store" },
  spec,
});
const manifest = (object: KubeObject) => ({ object }) as Manifest;

suite("an Ingress that is as it should be", {
  ...table(
    [
      ["the same", { a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
      ["with what the cluster adds", { a: [{ b: 1 }] }, { a: [{ b: 1, c: 2 }], d: 3 }, true],
      ["another value", { a: 1 }, { a: 2 }, false],
      ["one rule less", { a: [1] }, { a: [1, 2] }, false],
      ["not there", { a: 1 }, null, false],
    ] as const,
    (_title, wanted, live, is) => assert.is(isUnchanged(wanted, live), is),
  ),
});

/** As it is in the cluster after we applied it. */
function applied(metadata: { readonly annotations?: object; readonly labels?: object }): KubeObject {
  const names = (map: object) => Object.fromEntries(Object.keys(map).map((name) => [`f:${name}`, {}]));
  const owned = Object.fromEntries(Object.entries(metadata).map(([name, map]) => [`f:${name}`, names(map)]));
  const entry = {
    manager: "dokku-scheduler-kubernetes",
    operation: "Apply",
    fieldsV1: { "f:metadata": owned, "f:spec": { "f:ingressClassName": {}, "f:rules": {} } },
  };
  const object = ingress(spec(["a.example", "shop-web"]));
  return { ...object, metadata: { ...object.metadata, ...metadata, managedFields: [entry] } } as KubeObject;
}
const here = { "dokku.com/server": "here" };

suite("an Ingress that an apply would not change", {
  ...table(
    [
      ["as it was applied", applied({ labels: here }), true],
      ["not there", null, false],
      ["from before servers had ids", applied({}), false],
      ["with an annotation of ours that is to go", applied({ labels: here, annotations: { old: "1" } }), false],
      ["with a label of ours that is to go", applied({ labels: { ...here, old: "1" } }), false],
      ["never applied by us", ingress(spec(["a.example", "shop-web"])), false],
    ] as const,
    (_title, live, is) => assert.is(isSettled(ingress(spec(["a.example", "shop-web"])), live, "here"), is),
  ),
});

const deployment = (container: object): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop-web" },
  spec: { template: { spec: { containers: [{ name: "web", ...container }] } } },
});
const ports = [{ containerPort: 5000 }];
const container = (fields: object) => ({
  "f:metadata": { "f:labels": { "f:dokku.com/server": {} }, "f:finalizers": { 'v:"a"': {} } },
  "f:spec": {
    "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:name": {}, ...fields } } } },
  },
});

suite("a Deployment that an apply would not change", {
  ...table(
    [
      ["a default in a key", { ports }, { "f:ports": { 'k:{"containerPort":5000,"protocol":"TCP"}': {} } }, true],
      [
        "a port of ours that is to go",
        { ports },
        { "f:ports": { 'k:{"containerPort":9,"protocol":"TCP"}': {} } },
        false,
      ],
      ["a limit of ours that is to go", { resources: {} }, { "f:resources": { "f:limits": { "f:cpu": {} } } }, false],
      ["a field of ours that is to go", {}, { "f:workingDir": {} }, false],
    ] as const,
    (_title, fields, owned, is) => {
      const wanted = deployment(fields);
      const withSet = { ...wanted, metadata: { ...wanted.metadata, finalizers: ["a"] } } as KubeObject;
      const entry = { manager: "dokku-scheduler-kubernetes", operation: "Apply", fieldsV1: container(owned) };
      const metadata = { ...withSet.metadata, labels: here, managedFields: [entry] };
      assert.is(isSettled(withSet, { ...withSet, metadata } as KubeObject, "here"), is);
      assert.not(isSettled(wanted, { ...withSet, metadata } as KubeObject, "here"));
    },
  ),
});

suite("the part of an app in an Ingress that others share", {
  "its rules are the wanted, the others' those that are there": () => {
    const wanted = manifest(
      ingress({
        ...spec(["new.example", "shop-web"], ["bad_.example", "blog-web"]),
        tls: tls("new.example", "bad_.example"),
      }),
    );
    const live = ingress({
      ...spec(["old.example", "shop-web"], ["blog.example", "blog-web"]),
      tls: tls("blog.example"),
    });
    assert.equal(ownPart(wanted, live, "shop-web", NO_METADATA).object.spec, {
      ...spec(["blog.example", "blog-web"], ["new.example", "shop-web"]),
      tls: tls("blog.example", "new.example"),
    });
  },
  "so is what it has set": () => {
    const annotations = { own: "1", same: "2", others: "bad", new: "bad" };
    const rules = spec(["shop.example", "shop-web"]);
    const wanted = { ...ingress(rules), metadata: { ...ingress(rules).metadata, annotations } };
    const live = {
      ...ingress(rules),
      metadata: { ...ingress(rules).metadata, annotations: { others: "2", far: "x" } },
    };
    const set = { annotations: { own: "1", others: "another" }, labels: {} };
    const part = ownPart(manifest(wanted), live, "shop-web", set);
    assert.equal(part.object.metadata.annotations, { own: "1", others: "2" });
  },
  "an app that stops routing leaves the others": () => {
    const live = ingress(spec(["old.example", "shop-web"], ["blog.example", "blog-web"]));
    const part = ownPart(manifest(ingress(spec(["bad_.example", "blog-web"]))), live, "shop-web", NO_METADATA);
    assert.equal(part.object.spec, spec(["blog.example", "blog-web"]));
  },
});
