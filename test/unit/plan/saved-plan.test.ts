import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { App } from "../../../src/core/model/app.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { canaryRefs } from "../../../src/core/plan/canary.ts";
import { planRelease } from "../../../src/core/plan/plan.ts";
import { fingerprint, mustBeAsPlanned, type SavedPlan } from "../../../src/core/plan/saved-plan.ts";
import { withShare } from "../../../src/core/plan/weights.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process, tagged, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";
import { wantedOf } from "./wanted.ts";

/** The objects of an app as they are in the cluster. */
const objects = (fields: Partial<App> = {}) =>
  render(app(fields), templates()).map(({ object }): KubeObject => ({ ...object, status: { at: Math.random() } }));

function planOf(fields: Partial<App>, live: readonly KubeObject[], record: ReleaseRecord | null = null): SavedPlan {
  const wanted = wantedOf(fields, record);
  const laid = { wanted, plan: planRelease(wanted, live), live, past: { startedAt: "2026-11-26T11:39:49Z" } };
  return fingerprint(laid, null);
}

/** What has changed between two plans. */
function changes(saved: SavedPlan, now: SavedPlan): readonly string[] {
  try {
    mustBeAsPlanned(saved, now);
    return [];
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code !== "PLAN_OUTDATED") throw error;
    return error.because;
  }
}

const ENV = { env: { A: "1" } };
const isSecret = ({ kind }: KubeObject) => kind === "Secret";
const login = (auth: string) => ({ registryLogin: { server: "registry.example.com", auth } });
const NEW = { namespace: { name: "store", managed: true }, ...login("dTpw") };
const isTasks = ({ kind }: KubeObject) => kind === "Namespace" || kind === "Secret";
const isWeb = ({ kind }: KubeObject) => kind === "Deployment";
const edited = (spec: object) =>
  objects().map((one) => (isWeb(one) ? { ...one, spec: { ...(one.spec as object), ...spec } } : one));
const autoscale = { minReplicas: "2", maxReplicas: "5", rules: ["resource:memory:AverageValue:1Gi"] };
const SCALED = { processes: [process("web", { autoscale })] };
const scaledTo = (replicas: number) =>
  objects(SCALED).map((one) => (isWeb(one) ? { ...one, spec: { ...(one.spec as object), replicas } } : one));
const record = {
  objects: [{ apiVersion: "v1", kind: "Service", namespace: "default", name: "shop-old" }],
  stopped: true,
} as unknown as ReleaseRecord;
const GATEWAY = {
  domains: ["a.test"],
  properties: computeProperties({ routing: "gateway", gateway: "infra/public" }, {}),
  gateway: {
    namespace: "infra",
    name: "public",
    listeners: [{ name: "web", protocol: "HTTP", port: 80, hostname: null, secret: null }],
  },
};
const plan = planOf({}, objects());
const OUTDATED = "nothing was applied";

suite("a plan that was kept", {
  ...table(
    [
      ["holds while nothing changes but a status", plan, planOf({}, objects()), []],
      [
        "not what was changed in the cluster",
        plan,
        planOf({}, edited({ replicas: 2 })),
        ["Deployment shop-web was changed in the cluster", OUTDATED],
      ],
      [
        "not what came and went there",
        planOf({}, []),
        planOf({}, objects().filter(isWeb)),
        ["Deployment shop-web was created in the cluster", OUTDATED],
      ],
      [
        "not what went there",
        planOf({}, objects().filter(isWeb)),
        planOf({}, []),
        ["Deployment shop-web was removed in the cluster", OUTDATED],
      ],
      [
        "not another image",
        plan,
        planOf({ image: tagged("other:2") }, objects()),
        [
          "the image was registry.example.com/dokku/shop:1, and is other:2 now",
          "Deployment shop-web would be sent otherwise",
          OUTDATED,
        ],
      ],
      [
        "not more of them, or less",
        planOf({ env: { A: "1" } }, []),
        planOf({}, []),
        [
          /^Secret shop-env-\w+ is not in the release any more$/,
          "Deployment shop-web would be sent otherwise",
          OUTDATED,
        ],
      ],
      ["not another app's", { ...plan, app: "blog" }, plan, ["the app was blog, and is shop now", OUTDATED]],
      [
        "not another release task",
        plan,
        { ...plan, releaseTask: "migrate" },
        ["the release task was none, and is migrate now", OUTDATED],
      ],
      [
        "not another cluster's",
        plan,
        { ...plan, cluster: "east" },
        ["the cluster was the default one, and is east now", OUTDATED],
      ],
      [
        "a canary that has tried it, and goes with it",
        plan,
        planOf({}, objects(), {
          ...record,
          objects: canaryRefs("shop", { cluster: { kubeconfig: null, context: null }, namespace: "default" }),
        }),
        [],
      ],
      [
        "a canary to which routes still send its share",
        planOf(GATEWAY, objects(GATEWAY)),
        planOf(
          GATEWAY,
          objects(GATEWAY).map((one) => (one.kind === "HTTPRoute" ? withShare("shop", one, 10) : one)),
        ),
        [],
      ],
      [
        "not what else is removed",
        plan,
        planOf({}, objects(), record),
        ["Service shop-old would be removed as well", OUTDATED],
      ],
      [
        "not what stays",
        planOf({}, objects(), record),
        plan,
        ["Service shop-old would not be removed any more", OUTDATED],
      ],
      ["an env that a release task brought", planOf(ENV, []), planOf(ENV, objects(ENV).filter(isSecret)), []],
      [
        "a namespace and a login that a release task brought",
        planOf(NEW, []),
        planOf(NEW, objects(NEW).filter(isTasks)),
        [],
      ],
      [
        "another login",
        planOf(login("dTpw"), []),
        planOf(login("b3RoZXI="), objects(login("b3RoZXI=")).filter(isSecret)),
        [],
      ],
      ["whatever an autoscaler does", planOf(SCALED, scaledTo(2)), planOf(SCALED, scaledTo(4)), []],
    ] as const,
    (_title, saved, now, says) => {
      const found = changes(saved, now);
      assert.is(found.length, says.length, found.join("\n"));
      for (const [index, line] of says.entries()) assert.match(found[index] ?? "", line);
    },
  ),
  "has no value of a Secret": () => {
    const text = JSON.stringify(planOf({ env: { SECRET: "hunter2" } }, []));
    assert.not.match(text, "hunter2");
    assert.not.match(text, Buffer.from("hunter2").toString("base64"));
  },
});
