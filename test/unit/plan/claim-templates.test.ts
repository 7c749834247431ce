// What changes of the claim templates of a StatefulSet can be had, and how.
import * as assert from "uvu/assert";
import { type KubeObject, type Manifest, refOf, unlocated } from "../../../src/core/model/manifest.ts";
import {
  growthIssues,
  growths,
  isClaimOf,
  remade,
  templateIssues,
  withLiveTemplates,
} from "../../../src/core/plan/claim-templates.ts";
import { suite, table } from "../suite.ts";

type Template = readonly [name: string, size: string, storageClass?: string];

const set = (templates: readonly Template[], replicas = 2): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "shop-db", namespace: "store" },
  spec: {
    replicas,
    volumeClaimTemplates: templates.map(([name, storage, storageClassName]) => ({
      metadata: { name },
      spec: {
        accessModes: ["ReadWriteOnce"],
        ...(storageClassName === undefined ? {} : { storageClassName }),
        resources: { requests: { storage } },
      },
    })),
  },
});

const manifest = (object: KubeObject): Manifest => ({
  source: unlocated("a test", "built-in"),
  ref: refOf(object),
  processType: "db",
  object,
  issues: [],
});

const claim = (name: string, storage: string): KubeObject => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, namespace: "store" },
  spec: { storageClassName: "slow", resources: { requests: { storage } } },
});

const place = { cluster: { kubeconfig: null, context: null }, namespace: "store" };
const data: Template = ["data", "1Gi"];

type Row = [title: string, there: readonly Template[], wanted: readonly Template[], says: RegExp | null];

const rows: Row[] = [
  ["the same", [data], [data], null],
  ["the same amount in other words", [data], [["data", "1024Mi"]], null],
  [
    "a class that is no longer set",
    [["data", "1Gi", "slow"]],
    [data],
    /StorageClass slow in the cluster, not \(the def/,
  ],
  ["a class where none was set", [data], [["data", "1Gi", "slow"]], /StorageClass \(the default\) in the .*, not slow/],
  ["a class that stays", [["data", "1Gi", "slow"]], [["data", "1Gi", "slow"]], null],
  ["more", [data], [["data", "2Gi"]], null],
  ["less", [data], [["data", "512Mi"]], /data cannot shrink: it has 1Gi in the cluster, and 512Mi is less/],
  ["another name", [data], [["more", "1Gi"]], /its claim templates are data in the cluster, not more/],
  ["one more", [data], [data, ["logs", "1Gi"]], /are data in the cluster, not data, logs/],
  ["none", [data], [], /are data in the cluster, not none/],
  ["another class", [["data", "1Gi", "slow"]], [["data", "1Gi", "fast"]], /StorageClass slow in the cluster, not fast/],
];

suite("claim templates", {
  ...table(rows, (_, there, wanted, says) => {
    const [found, ...others] = templateIssues([manifest(set(wanted))], [set(there)], "shop", place);
    assert.equal(others, []);
    assert.is(found === undefined, says === null);
    if (says !== null && found !== undefined) {
      const text = found.issues.map(({ message }) => message).join("\n");
      assert.match(text, says);
      assert.match(text, /-n store delete statefulset shop-db --cascade=orphan/);
    }
  }),
  "what is not there yet may be as it likes": () => {
    assert.equal(templateIssues([manifest(set([data]))], [], "shop", place), []);
    assert.equal(remade([manifest(set([data]))], []), []);
  },
  "a StatefulSet is made anew for another size alone": () => {
    const names = (wanted: readonly Template[]) =>
      remade([manifest(set(wanted))], [set([data])]).map(({ name }) => name);
    assert.equal(names([["data", "2Gi"]]), ["shop-db"]);
    assert.equal(names([["data", "1024Mi"]]), []);
  },
  "claims that are smaller grow, those of pods that are not wanted too": () => {
    const claims = ["data-shop-db-0", "data-shop-db-7", "data-shop-db-x", "data-shop-db-2-0", "logs-shop-db-0"];
    const found = growths(
      [manifest(set([["data", "2Gi"]]))],
      [...claims.map((name) => claim(name, "1Gi")), claim("data-shop-db-1", "2048Mi"), claim("data-shop-db-3", "5Gi")],
    );
    assert.equal(
      found.map(({ claim: { name }, from, to, storageClass }) => [name, from, to, storageClass]),
      [
        ["data-shop-db-0", "1Gi", "2Gi", "slow"],
        ["data-shop-db-7", "1Gi", "2Gi", "slow"],
      ],
    );
  },
  "what the API server does not let grow is told with its class": () => {
    const [growth] = growths([manifest(set([["data", "2Gi"]]))], [claim("data-shop-db-0", "1Gi")]);
    assert.ok(growth);
    const [found] = growthIssues("shop", [manifest(set([data]))], growth, ["forbidden"]);
    assert.match(
      found?.issues[0]?.message ?? "",
      /^data-shop-db-0 cannot grow from 1Gi to 2Gi: StorageClass slow does not allow that \(forbidden\)$/,
    );
  },
  "a claim is that of a pod that runs, or of all where none does": () => {
    const isIts = (ordinal: number, replicas: number) =>
      isClaimOf(claim(`data-shop-db-${ordinal}`, "1Gi"), set([data], replicas));
    assert.equal([isIts(0, 1), isIts(1, 1), isIts(1, 0)], [true, false, true]);
  },
  "an earlier release takes the claims that are there": () => {
    const [kept] = withLiveTemplates([manifest(set([data]))], [set([["data", "2Gi"]])]);
    assert.equal(kept?.object.spec, set([["data", "2Gi"]]).spec);
    const first = [manifest(set([data]))];
    assert.equal(withLiveTemplates(first, []), first);
    assert.equal(withLiveTemplates([manifest(set([data]))], [set([])])[0]?.object.spec, { replicas: 2 });
  },
});
