// Annotations and labels reach every kind of object, what is made of it, and a template that has some of its own.
import * as assert from "uvu/assert";
import { type App, NO_SETTINGS } from "../../../src/core/model/app.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { at, pointer } from "../../../src/core/model/read.ts";
import { jobTargets } from "../../../src/core/objects/job.ts";
import { bearers, factsOf, kindWord } from "../../../src/core/objects/kinds.ts";
import { typedCommand } from "../../../src/core/objects/start-command.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { render, renderTargets } from "../../../src/core/render/render.ts";
import { app, certificate, process, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

type Stores = Readonly<Record<string, Readonly<Record<string, string>>>>;

const set = (metadata: Stores) => ({ settings: { ...NO_SETTINGS, metadata } });
const setForAll = (metadata: Stores) => ({ siteSettings: { ...NO_SETTINGS, metadata } });

const texts = templates();

/** It has an object of every kind. */
const shop = (fields: Partial<App>) =>
  app({
    namespace: { name: "store", managed: true },
    env: { A: "1", CERT_MANAGER_EMAIL: "me@example.com" },
    domains: ["a.test", "shop.example.com"],
    certificate: certificate(),
    registryLogin: { server: "registry.example.com", auth: "dTpw" },
    processes: [
      process("web", {
        quantity: 2,
        autoscale: { minReplicas: "2", maxReplicas: "3", rules: ["pods:x:AverageValue:5"] },
      }),
      process("worker", { quantity: 2, autoscale: { minReplicas: "2", maxReplicas: "3", rules: ["keda:cron:a=b"] } }),
    ],
    cron: {
      timeZone: "UTC",
      tasks: [
        {
          ...app().amounts,
          id: "abc",
          command: "ls",
          schedule: "@daily",
          concurrencyPolicy: "allow",
          suspended: false,
        },
      ],
    },
    properties: computeProperties(
      {
        "pod-disruption-budget": "true",
        "cert-manager-enabled": "true",
        "network-policy": "app",
        "network-policy-allow": "ingress-nginx",
        "service-account": "reader",
        "service-account-create": "true",
      },
      {},
    ),
    ...fields,
  });

/** What an app has instead of an Ingress. */
const onGateway = (made: App) =>
  render(
    {
      ...made,
      ports: [
        ...made.ports,
        { scheme: "grpc", hostPort: 50051, containerPort: 50051 },
        { scheme: "tcp", hostPort: 1883, containerPort: 1883 },
        { scheme: "tls", hostPort: 8883, containerPort: 8883 },
      ],
      properties: { ...made.properties, routing: "gateway", "gateway-class": "traefik" },
    },
    texts,
  ).filter(({ ref }) => ref.apiVersion.startsWith("gateway.networking.k8s.io/"));

/** And what Traefik reads beside it. */
const onTraefik = (made: App) =>
  render(
    {
      ...made,
      properties: {
        ...made.properties,
        "ingress-class": "traefik",
        "ingress-body-size": "1M",
        "ingress-timeout": "30s",
      },
    },
    texts,
  ).filter(({ ref }) => ref.apiVersion.startsWith("traefik.io/"));

function objectsOf(fields: Partial<App>): readonly KubeObject[] {
  const made = shop(fields);
  const targets = jobTargets(made, {
    name: "shop-run-abc",
    labels: {},
    annotations: {},
    process: { ...made.amounts, type: "run" },
    start: typedCommand(made, ["ls"]),
    stdin: false,
    tty: false,
    env: {},
    activeDeadlineSeconds: null,
    ttlSecondsAfterFinished: null,
  });
  const manifests = [...render(made, texts), ...renderTargets(targets, texts), ...onGateway(made), ...onTraefik(made)];
  return manifests.map(({ object }) => object);
}

/** `Deployment shop-web /metadata`, of all places that carry the annotation `a` with that value. */
const places = (objects: readonly KubeObject[], value: string) =>
  objects.flatMap((object) => {
    const carriers = [["metadata"], ...factsOf(object.kind).makes.map(({ at }) => at)];
    const found = carriers.filter((path) => at(object, ...path, "annotations", "a") === value);
    return found.map((path) => `${object.kind} ${object.metadata.name} ${pointer(...path)}`);
  });

const own = (kind: string, more = "") =>
  `apiVersion: networking.k8s.io/v1\nkind: ${kind}\nmetadata:\n  {{> metadata}}\n${more}spec:\n  podSelector: {}\n`;

/** What has annotations and labels of its own of that kind, in an object of it or of another kind. */
const carriersOf = (objects: readonly KubeObject[], bearer: string) =>
  objects.flatMap((object) => [
    ...(kindWord(object.kind) === bearer ? [object.metadata] : []),
    ...factsOf(object.kind).makes.flatMap((made) => (made.bearer === bearer ? [at(object, ...made.at)] : [])),
  ]);

/** Each kind is told its own name. */
const named: Stores = Object.fromEntries(
  [...bearers.keys()].flatMap((bearer) => [
    [`${bearer}-annotations`, { a: bearer }],
    [`${bearer}-labels`, { l: bearer }],
  ]),
);
const forAll = objectsOf(setForAll(named));
const forOne = objectsOf(set(named));

suite("set annotations and labels", {
  "are for every kind there is": () => {
    const kinds = new Set(forAll.map(({ kind }) => kindWord(kind)));
    const others = ["daemonset", "statefulset", "persistentvolumeclaim", "pod"];
    assert.equal([...kinds, ...others].sort(), [...bearers.keys()].sort());
  },
  ...table(
    [...bearers].filter(([bearer]) => bearer !== "ingress"),
    (bearer, { shared }) => {
      const carriers = carriersOf(forAll, bearer);
      const isSeen = forAll.some(({ kind }) => kindWord(kind) === bearer) || bearer === "pod";
      assert.is(carriers.length > 0, isSeen, "there is one");
      for (const carrier of carriers)
        assert.equal([at(carrier, "annotations", "a"), at(carrier, "labels", "l")], [bearer, bearer]);
      assert.is(places(forAll, bearer).length, carriers.length, "nothing else has them");
      assert.is(places(forOne, bearer).length, shared ? 0 : carriers.length, "one app's are not for what is shared");
    },
  ),
  ...table(
    [
      ["deployment of worker", ["Deployment shop-worker /metadata"]],
      ["pod of web", ["Deployment shop-web /spec/template/metadata"]],
      ["pod of run", ["Job shop-run-abc /spec/template/metadata"]],
      ["service of web", ["Service shop-web /metadata"]],
      ["horizontalpodautoscaler of web", ["HorizontalPodAutoscaler shop-web /metadata"]],
      ["poddisruptionbudget of worker", ["PodDisruptionBudget shop-worker /metadata"]],
      ["job of run", ["Job shop-run-abc /metadata"]],
    ] as const,
    (title, expected) => {
      const [bearer = "", type] = title.split(" of ");
      const objects = objectsOf(
        set({ [`${bearer}-annotations.${type}`]: { a: "1" }, [`${bearer}-annotations`]: { a: "2" } }),
      );
      assert.equal(places(objects, "1"), expected);
      assert.is(bearers.get(bearer)?.typed, true);
    },
  ),
  "no label that is set selects": () => {
    const labels = { l: "1", app: "x", "process-type": "x" };
    const [deployment] = objectsOf(set({ "pod-labels": labels, "deployment-labels": labels })).filter(
      ({ kind }) => kind === "Deployment",
    );
    const selector = { app: "shop", "process-type": "web", "app-process-type": "shop-web" };
    assert.equal(at(deployment, "spec", "selector", "matchLabels"), selector);
    assert.equal(at(deployment, "spec", "template", "metadata", "labels", "app"), "shop");
    assert.equal(at(deployment, "metadata", "labels", "app"), "shop");
  },
});

suite("a template's own", {
  ...table(
    [
      ["beside the partial", "  annotations:\n    own: x\n  labels:\n    mine: z\n", { own: "x", a: "1" }, "z"],
      ["the same key: what was set wins", "  annotations:\n    a: x\n", { a: "1" }, undefined],
      ["an empty one", "  annotations:\n", { a: "1" }, undefined],
      ["none", "", { a: "1" }, undefined],
    ] as const,
    (_title, more, annotations, mine) => {
      const fields = set({ "networkpolicy-annotations": { a: "1" }, "networkpolicy-labels": { l: "1" } });
      const object = render(app(fields), templates({ policy: own("NetworkPolicy", more) })).at(-1)?.object;
      assert.equal(object?.metadata.annotations, annotations);
      const { l, app: whose, mine: theirs } = object?.metadata.labels ?? {};
      assert.equal([l, whose, theirs], ["1", "shop", mine]);
    },
  ),
  "and a copy of what the partial once was print the same": () => {
    const before =
      "name: {{metadata.name}}\nlabels:\n  {{> map metadata.labels}}\n{{#present metadata.annotations}}\nannotations:\n  {{> map metadata.annotations}}\n{{/present}}\n";
    const fields = set({ "networkpolicy-annotations": { a: "1" }, "networkpolicy-labels": { l: "1" } });
    const texts = templates({ policy: own("NetworkPolicy") });
    const site = { path: "site/partials/metadata.yaml.hbs", origin: "site", text: before } as const;
    const older = { ...texts, partials: { ...texts.partials, metadata: site } };
    assert.equal(render(app(fields), older).at(-1)?.object, render(app(fields), texts).at(-1)?.object);
  },
  "lines in a pod's map may be those that are set": () => {
    const texts = templates();
    const text = (texts.partials.pod?.text ?? "").replace("  annotations:\n", "  annotations:\n    a: x\n    b: x\n");
    const site = { path: "site/partials/pod.yaml.hbs", origin: "site", text } as const;
    const [deployment] = render(app(set({ "pod-annotations": { a: "1" } })), {
      ...texts,
      partials: { ...texts.partials, pod: site },
    });
    const annotations = at(deployment?.object, "spec", "template", "metadata", "annotations");
    assert.equal([at(annotations, "a"), at(annotations, "b")], ["1", "x"]);
  },
  "object of another name than ours has no app's mark": () => {
    const text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: for-all\n";
    const object = render(app(set({ "configmap-labels": { l: "1" } })), templates({ common: text })).at(-1)?.object;
    assert.equal(object?.metadata.labels, { l: "1" });
  },
});
