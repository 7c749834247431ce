import * as assert from "uvu/assert";
import type { KubeObject, Manifest } from "../../../src/core/model/manifest.ts";
import { drift, taken } from "../../../src/core/plan/drift.ts";
import { foreign, isForeign, isIngressTaken, isMovable, withoutShared } from "../../../src/core/plan/foreign.ts";
import { takenHosts } from "../../../src/core/plan/taken-hosts.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const OURS = "dokku-scheduler-kubernetes";

function object(kind: string, metadata: object, managers: readonly string[] = ["kubectl-create"]): KubeObject {
  const managedFields = managers.map((manager) => ({ manager, operation: "Update", fieldsV1: {} }));
  return {
    apiVersion: "v1",
    kind,
    metadata: { name: "shop-web", namespace: "default", managedFields, ...metadata },
  } as KubeObject;
}

/** As the original plugin applied it. */
function ingress({ path = "/", port = 5000 }, metadata: object = {}): KubeObject {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
  const service = { name: "shop-web", port: { number: port } };
  const paths = [{ path, pathType: "ImplementationSpecific", backend: { service } }];
  const rules = [{ host: "shop.example.com", http: { paths } }];
  return { ...object("Ingress", { name: "app-ingress", annotations, ...metadata }), spec: { rules } };
}

const made = (server: string) => ({ labels: { "app.kubernetes.io/managed-by": OURS, "dokku.com/server": server } });

suite("another Dokku server's", {
  "it is named, with the server and the way to move": () => {
    const manifests = render(app(), templates());
    const error = foreign("shop", manifests, [object("Service", made("there"))], "here");
    assert.match(error?.because.join("\n") ?? "", "Service shop-web (by server there)\nnothing was applied");
    assert.match(error?.next ?? "", "scheduler-kubernetes:adopt shop --server");
    assert.is(foreign("shop", manifests, [object("Service", made("here"))], "here"), null);
  },
  "what all apps need is left to it": () => {
    const release = { manifests: render(app({ namespace: { name: "store", managed: true } }), templates()) };
    const kinds = (server: string) => {
      const live = [object("Namespace", { name: "store", namespace: undefined, ...made(server) })];
      return withoutShared(release, live, "here").manifests.map(({ ref }) => ref.kind);
    };
    assert.ok(kinds("here").includes("Namespace"));
    assert.not.ok(kinds("there").includes("Namespace"));
  },
  ...table(
    [
      ["a Service", object("Service", made("there")), true],
      ["one of this server", object("Service", made("here")), false],
      ["an Ingress that routes to the app alone", ingress({}, made("there")), true],
      ["a Namespace", object("Namespace", { namespace: undefined, ...made("there") }), false],
    ] as const,
    (_title, one, is) => assert.is(isMovable("shop", one, "here"), is),
  ),
  "an Ingress that routes to others too does not move": () =>
    assert.is(isMovable("blog", ingress({}, made("there")), "here"), false),
  "its Ingress is in the way of an app that would share it, of no other": () => {
    const manifests = (ingressClass: string) => {
      const properties = computeProperties({ "ingress-class": ingressClass }, {});
      return render(app({ domains: ["shop.example.com"], properties }), templates());
    };
    const taken = (ingressClass: string) =>
      isIngressTaken(manifests(ingressClass), [ingress({}, made("there"))], "here");
    assert.equal([taken("nginx"), taken("traefik")], [true, false]);
  },
});

suite("hosts of somebody else's Ingress", {
  ...table(
    [
      ["applied by hand", ingress({}), 1],
      ["of another server", ingress({}, made("there")), 1],
      ["ours", ingress({}, made("here")), 0],
    ] as const,
    (_title, one, count) => assert.is(takenHosts("shop", ["shop.example.com"], [one], "here").length, count),
  ),
  "another host is nobody's business": () => assert.equal(takenHosts("shop", ["b.example"], [ingress({})], "here"), []),
});

suite("somebody else's", {
  ...table(
    [
      ["without labels", object("Service", {}), true],
      ["of another app", object("Service", { labels: { app: "blog" } }), true],
      ["with our label", object("Service", { labels: { "app.kubernetes.io/managed-by": OURS } }), false],
      ["ours that lost its labels", object("Service", {}, ["kubectl-label", OURS]), false],
      ["the original plugin's", object("Service", { labels: { app: "shop" } }), false],
      ["an Ingress of the name that apps share", object("Ingress", { name: "app-ingress" }), true],
      ["the same applied with kubectl, with a path", ingress({ path: "/api" }), true],
      ["with another port", ingress({ port: 8080 }), true],
      ["with labels", ingress({}, { labels: { team: "edge" } }), true],
      ["the original plugin's Ingress", ingress({}), false],
      ["our Ingress", ingress({ path: "/api" }, { labels: { "app.kubernetes.io/managed-by": OURS } }), false],
      ["an empty one, of which nobody set a field", object("ConfigMap", {}, []), false],
      ["a Namespace", object("Namespace", { namespace: undefined }), false],
    ] as const,
    (_title, one, is) => assert.is(isForeign("shop", one), is),
  ),
  "it is named, with who made it": () => {
    const manifests = render(app(), templates());
    const error = foreign("shop", manifests, [object("Service", {}), object("Secret", { name: "other" })], "here");
    assert.match(error?.because.join("\n") ?? "", "Service shop-web (by kubectl-create)\nnothing was applied");
    assert.is(foreign("shop", manifests, [], "here"), null);
  },
});

const manifests = render(app(), templates());
const inventory = manifests.map(({ ref }) => ref);
const deployed = manifests.map((manifest) => manifest.object);

/** The live objects after somebody has changed the Deployment. */
function edited(spec: object, fieldsV1: object, manager = "kubectl-edit"): readonly KubeObject[] {
  return deployed.map((one) =>
    one.kind !== "Deployment"
      ? one
      : ({
          ...one,
          metadata: { ...one.metadata, managedFields: [{ manager, operation: "Update", fieldsV1 }] },
          spec: { ...(one.spec as object), ...spec },
        } as KubeObject),
  );
}

const replicas = { "f:spec": { "f:replicas": {} } };
const container = {
  "f:spec": { "f:template": { "f:spec": { "f:containers": { 'k:{"name":"shop-web"}': { ".": {}, "f:image": {} } } } } },
};
const template = { spec: { containers: [{ name: "shop-web", image: "other:1" }] } };

function takenFrom(manager: string) {
  const live = edited({ replicas: 5 }, replicas, manager).find(({ kind }) => kind === "Deployment");
  const manifest = manifests.find(({ ref }) => ref.kind === "Deployment");
  return taken(manifest as Manifest, live as KubeObject);
}

suite("drift", {
  ...table(
    [
      ["none", deployed, []],
      [
        "a scale",
        edited({ replicas: 5 }, replicas),
        ["web was scaled to 5 by hand (kubectl-edit): it is set back to 1"],
      ],
      ["the same scale", edited({ replicas: 1 }, replicas), []],
      ["by a controller", edited({ replicas: 5 }, replicas, "kube-controller-manager"), []],
      ["a field that no release sets", edited({ paused: true }, { "f:spec": { "f:paused": {} } }), []],
      [
        "in a list",
        edited({ template }, container),
        ["spec.template.spec.containers.image of Deployment shop-web was changed by kubectl-edit: it is reset"],
      ],
      [
        "deleted",
        deployed.filter(({ kind }) => kind !== "Service"),
        ["Service shop-web was missing: it is created again"],
      ],
    ] as const,
    (_title, live, says) => assert.equal(drift(manifests, live, inventory), says),
  ),
  "nothing before the first release": () => assert.equal(drift(manifests, [], []), []),
  ...table(
    [
      ["taken from a controller", "robot", [{ manager: "robot", path: "spec.replicas" }]],
      ["not taken from a person: that is drift", "kubectl-edit", []],
      ["not taken from ourselves", "dokku-scheduler-kubernetes-autoscale", []],
    ] as const,
    (_title, manager, fields) => assert.equal(takenFrom(manager), fields),
  ),
});
