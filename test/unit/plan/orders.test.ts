// Whatever somebody types and in which order, an app ends as a direct deploy leaves it.
import * as assert from "uvu/assert";
import { type Manifest, type PastObjects, unlocated } from "../../../src/core/model/manifest.ts";
import { at } from "../../../src/core/model/read.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { changes, touchedType } from "../../../src/core/plan/changes.ts";
import { suite } from "../suite.ts";

/** Process type -> pods. */
type Scale = Readonly<Record<string, number>>;

interface State {
  /** What Dokku keeps, and what runs. */
  readonly scale: Scale;
  readonly running: Scale;
  readonly record: ReleaseRecord;
}

function deployed({ scale, running, record }: State, asked: string | null): State {
  const manifests = Object.entries(scale).map(([type, replicas]) => deployment(type, replicas));
  const release = { app: "shop", namespace: "default", manifests } as unknown as PastObjects;
  const { apply } = changes(release, record, {
    processType: touchedType(asked, record),
    secretsInUse: [],
    keepsRoutes: false,
  });
  const applied = apply.map(({ processType, object }) => [processType, at(object, "spec", "replicas")] as const);
  return { scale, running: { ...running, ...Object.fromEntries(applied) }, record: { ...record, stopped: false } };
}

function deployment(type: string, replicas: number): Manifest {
  const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace: "default", name: `shop-${type}` };
  const object = { ...ref, metadata: { name: ref.name }, spec: { replicas } };
  return { source: unlocated("", "built-in"), ref, processType: type, object, issues: [] };
}

const all = (scale: Scale, pods: number) => Object.fromEntries(Object.keys(scale).map((type) => [type, pods]));

/** As Dokku calls us for each: a start of what runs in part or not at all is a deploy. */
const ACTS: Readonly<Record<string, (state: State) => State>> = {
  stop: ({ scale, record }) => ({ scale, running: all(scale, 0), record: { ...record, stopped: true } }),
  "scale web up": (state) => deployed({ ...state, scale: { ...state.scale, web: 2 } }, "web"),
  "scale worker to 0": (state) => deployed({ ...state, scale: { ...state.scale, worker: 0 } }, "worker"),
  start: (state) => (Object.values(state.running).some((pods) => pods > 0) ? state : deployed(state, null)),
  "restart worker": (state) => deployed(state, "worker"),
  deploy: (state) => deployed(state, null),
};

const orders = (length: number): readonly (readonly string[])[] =>
  length === 0 ? [[]] : orders(length - 1).flatMap((order) => Object.keys(ACTS).map((act) => [...order, act]));

suite("orders of stop, scale, start, restart and deploy", {
  "of any four, what runs is what is scaled, or nothing after a stop": () => {
    const scale = { web: 1, worker: 1 };
    const first = { scale, running: scale, record: { objects: [], stopped: false } as unknown as ReleaseRecord };
    for (const order of orders(4)) {
      const last = order.reduce<State>((state, act) => ACTS[act]?.(state) ?? state, first);
      const wanted = last.record.stopped ? all(last.scale, 0) : last.scale;
      assert.equal(last.running, wanted, order.join(", "));
    }
  },
});
