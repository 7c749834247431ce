import * as assert from "uvu/assert";
import type { App, Route } from "../../../src/core/model/app.ts";
import type { KubeObject, Ref, Release } from "../../../src/core/model/manifest.ts";
import { at } from "../../../src/core/model/read.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { allRoutesOf } from "../../../src/core/objects/routes.ts";
import { workloadAs, workloadOf } from "../../../src/core/plan/deployments.ts";
import { formerRefs } from "../../../src/core/plan/foreign.ts";
import {
  type Plan,
  planAutoscaler,
  planIngresses,
  planRelease,
  planReturn,
  planRouting,
  planUndo,
  recordOf,
  type Wanted,
} from "../../../src/core/plan/plan.ts";
import { isIngress } from "../../../src/core/plan/routing-objects.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { render } from "../../../src/core/render/render.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, route, schemas, templates } from "../fixtures.ts";
import { suite } from "../suite.ts";

const AUTOSCALE = { minReplicas: "2", maxReplicas: "5", rules: ["resource:memory:AverageValue:1Gi"] };
const place = { cluster: { kubeconfig: null, context: null }, namespace: "default" };
const ref = (text: string, apiVersion = "v1"): Ref => {
  const [kind = "", name = ""] = text.split("/");
  return { apiVersion, kind, namespace: "default", name };
};
const OLD = [
  ref("Service/shop-old"),
  ref("Ingress/app-ingress", "networking.k8s.io/v1"),
  ref("HorizontalPodAutoscaler/shop-web", "autoscaling/v2"),
];
const DEPLOYMENT = ref("Deployment/shop-web", "apps/v1");
const record = (...objects: readonly Ref[]) =>
  ({ objects, routes: [], stopped: false, port: 80 }) as unknown as ReleaseRecord;
const words = (refs: readonly Ref[]) => refs.map(({ kind, name }) => `${kind}/${name}`);
const applied = ({ apply }: Plan) => words(apply.map((manifest) => manifest.ref));
const live = ({ apiVersion, kind, name }: Ref, metadata: object = {}, fields: object = {}) =>
  ({ apiVersion, kind, metadata: { name, namespace: "default", ...metadata }, ...fields }) as unknown as KubeObject;

function wanted(fields: Partial<App>, before: ReleaseRecord | null): Wanted {
  const shop = app(fields);
  return {
    release: validate(shop, render(shop, templates()), schemas).release as Release,
    place,
    workload: workloadOf(shop),
    processType: null,
    secretsInUse: [],
    record: before,
    facts: { ...record(), routes: allRoutesOf(shop) },
    revision: null,
  };
}

/** All objects of the app, less some. */
const made = (fields: Partial<App>, ...less: readonly string[]) =>
  words(wanted(fields, null).release.manifests.map((manifest) => manifest.ref)).filter((name) => !less.includes(name));

const recorded = ({ record }: Plan) => record && { when: record.when, is: record.is && words(record.is.objects) };

suite("a release", {
  "is recorded before the first write, with what may still be there": () => {
    const plan = planRelease(wanted({}, record(...OLD)), []);
    assert.equal(applied(plan), made({}));
    assert.equal(recorded(plan), { when: "before", is: [...words(OLD), ...applied(plan)] });
    assert.equal(plan.record?.is, recordOf(wanted({}, record(...OLD)), plan.apply));
  },
  "takes nothing away that routes it until what replaces it serves": () => {
    const served = [route("shop", "a.test")];
    const properties = computeProperties({ routing: "gateway", gateway: "infra/public" }, {});
    const [asked, done] = [served, []].map((routes) =>
      planRelease(wanted({ served: routes, domains: ["a.test"], properties }, record(...OLD)), []),
    );
    assert.equal(
      [asked, done].map((plan) => plan && words(plan.remove)),
      [[], ["Ingress/app-ingress"]],
    );
    const back = (routes: readonly Route[]) =>
      planRelease(
        wanted(
          { served: routes, domains: ["a.test"] },
          record(ref("HTTPRoute/shop-web", "gateway.networking.k8s.io/v1")),
        ),
        [],
      );
    const onGateway = route("shop", "a.test", { ingress: null, ingressClass: null });
    assert.equal(
      [back([onGateway]), back([])].map((plan) => words(plan.prune)),
      [[], ["HTTPRoute/shop-web"]],
    );
  },
  "takes autoscalers away first, Ingresses at once, the rest when the new pods run": () => {
    const plan = planRelease(wanted({}, record(...OLD)), []);
    assert.equal([plan.first.unscale, plan.remove, plan.prune].map(words), [
      ["HorizontalPodAutoscaler/shop-web"],
      ["Ingress/app-ingress"],
      ["Service/shop-old"],
    ]);
    assert.is(plan.doing.remove, "remove Ingress app-ingress");
  },
  "says what people changed, not what `ps:stop` did": () => {
    const before = record(DEPLOYMENT);
    const gone = "Deployment shop-web ";
    assert.match(planRelease(wanted({}, before), []).drift.join(), gone);
    assert.equal(planRelease(wanted({}, { ...before, stopped: true }), []).drift, []);
    assert.equal(planRelease(wanted({}, null), []).drift, []);
  },
  "takes a Deployment of the original plugin away that a StatefulSet replaces, and records it": () => {
    const properties = computeProperties({ "workload.web": "statefulset" }, {});
    const there = (labels: object) => [live(DEPLOYMENT, { labels, managedFields: [{ manager: "kubectl" }] })];
    const plan = (before: ReleaseRecord | null, labels: object) =>
      planRelease(wanted({ properties }, before), there(labels));
    const original = plan(null, { app: "shop" });
    assert.ok(applied(original).includes("StatefulSet/shop-web"));
    assert.equal(words(original.prune), ["Deployment/shop-web"]);
    assert.equal(recorded(original)?.is, [...applied(original), "Deployment/shop-web"]);
    assert.equal([plan(null, {}).prune, plan(record(), { app: "shop" }).prune], [[], []]);
    assert.equal(planRelease(wanted({}, null), there({ app: "shop" })).prune, []);
  },
  "takes the original plugin's Ingress away where another one routes the app, unless it routes more": () => {
    const properties = computeProperties({ "ingress-class": "traefik" }, {});
    const rule = (service: string) => ({
      http: {
        paths: [
          {
            path: "/",
            pathType: "ImplementationSpecific",
            backend: { service: { name: service, port: { number: 5000 } } },
          },
        ],
      },
    });
    const original = (...services: readonly string[]) =>
      live(
        ref("Ingress/app-ingress", "networking.k8s.io/v1"),
        {
          annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" },
          managedFields: [{ manager: "kubectl" }],
        },
        { spec: { rules: services.map(rule) } },
      );
    const pruned = (asked: Wanted, ...services: readonly string[]) =>
      words(planRelease(asked, [original(...services)]).prune);
    const domains = ["shop.example.com"];
    const moved = wanted({ properties, domains }, null);
    assert.equal(pruned(moved, "shop-web", "shop-web"), ["Ingress/app-ingress"]);
    assert.equal(pruned(moved, "shop-web", "blog-web"), []);
    assert.equal(pruned(wanted({ domains }, null), "shop-web"), []);
    assert.is(planRelease(moved, [original("blog-web")]).migrates, false);
  },
  "starts an autoscaled StatefulSet with as many pods as the Deployment that it replaces has": () => {
    const web = process("web", { autoscale: AUTOSCALE });
    const properties = computeProperties({ "workload.web": "statefulset" }, {});
    const asked = wanted({ processes: [web], properties }, record(DEPLOYMENT));
    const counts = (...there: readonly KubeObject[]) =>
      planRelease(asked, there)
        .apply.filter((one) => one.ref.kind === "StatefulSet")
        .map(({ object }) => at(object, "spec", "replicas"));
    const old = live(DEPLOYMENT, {}, { spec: { replicas: 12 } });
    const own = ref("StatefulSet/shop-web", "apps/v1");
    assert.equal([counts(old), counts(), counts(old, live(own))], [[12], [undefined], [undefined]]);
    assert.equal(formerRefs("shop", asked.release.manifests, asked.record), [DEPLOYMENT]);
    assert.equal(formerRefs("shop", asked.release.manifests, record(own, ref("Service/shop-web"))), []);
    assert.equal(planRelease(asked, [old]).first.handOvers, []);
    assert.match(planRelease(asked, [old]).first.notes.join(), "of web runs between 2 and 5 pods");
  },
  "without an object is for the cluster to refuse": () => {
    const { release } = wanted({}, null);
    const empty = planRelease({ ...wanted({}, null), release: { ...release, manifests: [] } }, []);
    assert.equal(empty.doing, { apply: "apply 0 objects of shop to namespace default", remove: null });
  },
  "moves what was applied client-side": () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
    assert.is(planRelease(wanted({}, null), [live(DEPLOYMENT)]).migrates, false);
    assert.is(planRelease(wanted({}, null), [live(DEPLOYMENT, { annotations })]).migrates, true);
  },
  "tells an owner what decides the pods": () => {
    const mounts = [{ claim: "data", path: "/data" }];
    const fields = { processes: [process("web", { checks: "disabled" })], mounts, exclusiveClaims: ["data"] };
    assert.equal(planRelease(wanted(fields, record(...OLD)), []).first.notes, [
      "removed HorizontalPodAutoscaler shop-web: its scale applies again",
      "old pods of web stop before new ones start: its checks are disabled",
      "old pods stop before new ones start: only one node or pod at a time can mount data",
    ]);
  },
});

suite("a release that comes back", {
  "removes at once all that the failed one has more, and is recorded after that": () => {
    const plan = planReturn({ ...wanted({}, record(...OLD)), workload: workloadAs({ web: 1 }) }, [], 3, 4);
    assert.equal(words(plan.remove), ["Ingress/app-ingress", "Service/shop-old"]);
    assert.equal([plan.prune, plan.drift, plan.migrates], [[], [], false]);
    assert.equal(recorded(plan), { when: "after", is: applied(plan) });
    assert.equal(plan.doing, {
      apply: `apply ${made({}).length} objects of release 3 of shop`,
      remove: "remove what release 4 of shop created",
    });
  },
});

suite("a release that is undone", {
  "puts back what was there and removes what was not; Secrets and Ingresses are for others to say": () => {
    const fields = { env: { A: "1" }, domains: ["a.test"] };
    const failed = planRelease(wanted(fields, null), []);
    const [secret = ref("")] = failed.apply.map((manifest) => manifest.ref).filter(({ kind }) => kind === "Secret");
    const there = [live(DEPLOYMENT, { resourceVersion: "7" }), live(secret)];
    const plan = planUndo(failed, 1, { live: there, last: null, before: null });
    assert.equal(plan.replace, [live(DEPLOYMENT)]);
    assert.equal(words(plan.remove), made(fields, "Deployment/shop-web", "Ingress/app-ingress"));
    assert.ok(words(plan.remove).includes(`Secret/${secret.name}`));
    assert.equal(recorded(plan), { when: "after", is: null });
    assert.equal(words(planIngresses(failed, []).remove), ["Ingress/app-ingress"]);
  },
  "an Ingress and what it names are put back together": () => {
    const properties = computeProperties({ "ingress-class": "traefik", "ingress-body-size": "1Mi" }, {});
    const failed = planRelease(wanted({ domains: ["a.test"], properties }, null), []);
    const [middleware = ref("")] = failed.apply.flatMap((one) => (one.ref.kind === "Middleware" ? one.ref : []));
    const plan = planUndo(failed, 1, { live: [live(middleware)], last: null, before: null });
    assert.equal([...plan.replace, ...plan.remove].filter(isIngress), []);
    const back = planIngresses(
      failed,
      failed.apply.filter((one) => one.ref.kind === "Ingress"),
    );
    assert.equal(words(back.remove), ["Middleware/shop-body-size", "Middleware/shop-requests"]);
    assert.is(back.doing.remove, "remove Middleware shop-body-size, Middleware shop-requests");
  },
  "leaves what the release before had": () => {
    const failed = planRelease(wanted({}, null), []);
    const before = record(ref("Service/shop-web"));
    const plan = planUndo(failed, 2, { live: [], last: before, before });
    assert.equal(words(plan.remove), made({}, "Service/shop-web"));
    assert.is(plan.record?.is, before);
  },
});

suite("routing", {
  "what is new is applied, what is old and of this namespace goes, and an Ingress keeps the Secret that it serves":
    () => {
      const { release } = wanted({ domains: ["a.test"] }, null);
      const ingress = release.manifests.filter((manifest) => manifest.ref.kind === "Ingress");
      const [first] = ingress;
      const serving = first && { ...first, object: { ...first.object, spec: { tls: [{ secretName: "shop-certs" }] } } };
      const plan = (manifests: Release["manifests"]) =>
        planRouting({
          app: "shop",
          place,
          manifests,
          objects: [DEPLOYMENT, ref("Secret/shop-certs"), { ...ref("Secret/shop-certs"), namespace: "before" }, ...OLD],
          isPart: ({ kind }) => ["Ingress", "Secret"].includes(kind),
          keeps: false,
          recordOf: (objects) => record(...objects),
        });
      assert.equal(words(plan(ingress).remove), ["Secret/shop-certs"]);
      assert.equal(plan(serving ? [serving] : []).remove, []);
      assert.equal(words(plan([]).remove), ["Secret/shop-certs", "Ingress/app-ingress"]);
      assert.is(plan([]).doing.apply, null);
      assert.is(plan(ingress).doing.apply, "apply Ingress app-ingress of namespace default");
      const route = first && { ...first, ref: ref("HTTPRoute/shop-web") };
      assert.is(plan(route ? [route] : []).doing.apply, "apply HTTPRoute shop-web of namespace default");
      assert.is(plan([]).doing.remove, "remove Secret shop-certs, Ingress app-ingress of namespace default");
      assert.equal(plan(ingress).record?.is?.objects.length, 5);
    },
});

suite("an autoscaler", {
  "is applied alone and recorded, and takes the replicas over from a Deployment that runs": () => {
    const web = process("web", { quantity: 2, autoscale: AUTOSCALE });
    const { manifests } = wanted({ processes: [web] }, null).release;
    const owned = {
      managedFields: [
        {
          manager: "dokku-scheduler-kubernetes",
          operation: "Apply",
          fieldsV1: { "f:metadata": {}, "f:spec": { "f:replicas": {}, "f:template": {} } },
        },
      ],
    };
    const plan = (replicas: number) =>
      planAutoscaler({
        app: "shop",
        place,
        type: "web",
        record: record(DEPLOYMENT),
        manifests,
        live: [live(DEPLOYMENT, owned, { spec: { replicas } })],
      });
    assert.equal(applied(plan(2)), ["HorizontalPodAutoscaler/shop-web"]);
    assert.equal(plan(2).first.handOvers.length, 1);
    assert.equal(plan(0).first.handOvers, []);
    assert.equal(recorded(plan(2)), { when: "after", is: ["Deployment/shop-web", "HorizontalPodAutoscaler/shop-web"] });
  },
  "of a type that has none any more goes, that of another type stays": () => {
    const other = ref("HorizontalPodAutoscaler/shop-worker", "autoscaling/v2");
    const plan = planAutoscaler({
      app: "shop",
      place,
      type: "web",
      record: record(...OLD, other),
      manifests: [],
      live: [],
    });
    assert.equal(words(plan.first.unscale), ["HorizontalPodAutoscaler/shop-web"]);
    assert.equal(plan.doing, { apply: null, remove: null });
    assert.equal(recorded(plan)?.is, [
      "Service/shop-old",
      "Ingress/app-ingress",
      "HorizontalPodAutoscaler/shop-worker",
    ]);
  },
  "of KEDA's would start pods of a stopped app: it comes with the next start": () => {
    const plan = (stopped: boolean, rule: string) => {
      const web = process("web", { quantity: 2, autoscale: { ...AUTOSCALE, rules: [rule] } });
      const { manifests } = wanted({ processes: [web] }, null).release;
      const before = { ...record(DEPLOYMENT), stopped };
      return planAutoscaler({ app: "shop", place, type: "web", record: before, manifests, live: [] });
    };
    const keda = "keda:redis:listLength=5";
    assert.equal(applied(plan(false, keda)), ["ScaledObject/shop-web"]);
    assert.equal([applied(plan(true, keda)), recorded(plan(true, keda))?.is], [[], words([DEPLOYMENT])]);
    assert.equal(plan(true, keda).doing.apply, null);
    assert.equal(applied(plan(true, AUTOSCALE.rules[0] ?? "")), ["HorizontalPodAutoscaler/shop-web"]);
  },
  "of the other kind goes before": () => {
    const hpa = ref("HorizontalPodAutoscaler/shop-web", "autoscaling/v2");
    const scaled = ref("ScaledObject/shop-web", "keda.sh/v1alpha1");
    const plan = (before: Ref, rule: string) => {
      const web = process("web", { quantity: 2, autoscale: { ...AUTOSCALE, rules: [rule] } });
      const { manifests } = wanted({ processes: [web] }, null).release;
      return planAutoscaler({ app: "shop", place, type: "web", record: record(before), manifests, live: [] });
    };
    const toKeda = plan(hpa, "keda:redis:listLength=5");
    assert.equal([words(toKeda.first.unscale), applied(toKeda)], [words([hpa]), words([scaled])]);
    assert.equal(recorded(toKeda)?.is, words([scaled]));
    const back = plan(scaled, AUTOSCALE.rules[0] ?? "");
    assert.equal([words(back.first.unscale), recorded(back)?.is], [words([scaled]), words([hpa])]);
    assert.equal(plan(hpa, AUTOSCALE.rules[0] ?? "").first.unscale, []);
  },
});
