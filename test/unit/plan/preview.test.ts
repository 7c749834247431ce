import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { type KubeObject, refOf } from "../../../src/core/model/manifest.ts";
import { planRelease, type Wanted } from "../../../src/core/plan/plan.ts";
import { comparable, hasChanges, type Preview, previewOf } from "../../../src/core/plan/preview.ts";
import { process, tagged } from "../fixtures.ts";
import { suite, table } from "../suite.ts";
import { wantedOf } from "./wanted.ts";

const config = { added: ["A"], changed: [], removed: [] };

const objectsOf = (wanted: Wanted) => wanted.release.manifests.map(({ object }) => object);

/** As the cluster has an object, with what it adds. */
function seen(object: KubeObject, fields: object = {}): KubeObject {
  const metadata = { ...object.metadata, uid: "1", resourceVersion: "2", managedFields: [], ...fields };
  return { ...object, metadata, status: { any: Math.random() } };
}

const TWO = { processes: [process("web", { quantity: 3 }), process("worker")] };

function preview(wanted: Wanted, live: readonly KubeObject[], answer = objectsOf(wanted)): Preview {
  const removed = [{ apiVersion: "v1", kind: "Service", namespace: "default", name: "shop-old" }];
  const plan = planRelease(wanted, live);
  return previewOf({ wanted, plan, live, answer, removed, release: 2, config, notes: ["a task"] });
}

const does = ({ processes }: Preview) =>
  processes.map(({ process, scale, new_pods, replaced }) => [process, scale.from, scale.to, new_pods, replaced]);

suite("what a deploy would do", {
  "nothing, where the answer is what is there": () => {
    const wanted = wantedOf(TWO);
    const live = objectsOf(wanted).map((object) => seen(object));
    const found = preview(wanted, live);
    assert.equal([found.created, found.changed], [[], []]);
    assert.equal(does(found), [
      ["web", 3, 3, 0, false],
      ["worker", 1, 1, 0, false],
    ]);
    assert.equal([found.notes, found.removed], [["a task"], [{ kind: "Service", name: "shop-old" }]]);
  },
  "nothing, where another login alone is new: it changes by itself": () => {
    const login = (auth: string) => wantedOf({ registryLogin: { server: "registry.example.com", auth } });
    const live = objectsOf(login("b2xk")).map((object) => seen(object));
    assert.equal(preview(login("bmV3"), live).changed, []);
    const isCreated = preview(login("bmV3"), []).created.some(({ name }) => name === "shop-registry");
    assert.ok(isCreated);
  },
  "everything, where there is nothing: in a namespace that is not there yet the server cannot be asked": () => {
    const found = preview(wantedOf(TWO), [], []);
    const created = found.created.map(({ kind, name }) => `${kind} ${name}`);
    for (const one of ["Deployment shop-web", "Deployment shop-worker", "Service shop-web"])
      assert.ok(created.includes(one), created.join());
    assert.equal(does(found), [
      ["web", null, 3, 3, false],
      ["worker", null, 1, 1, false],
    ]);
  },
  "new pods of what changes alone, field by field": () => {
    const old = wantedOf({ ...TWO, image: tagged("registry.example.com/dokku/shop:1") });
    const now = wantedOf({ ...TWO, image: tagged("other:2") });
    const live = objectsOf(old).map((object) => seen(object));
    const worker = objectsOf(old).filter(({ metadata }) => metadata.name === "shop-worker");
    const answer = [...objectsOf(now).filter(({ metadata }) => metadata.name !== "shop-worker"), ...worker];
    const found = preview(now, live, answer);
    assert.equal(found.changed, [
      {
        kind: "Deployment",
        name: "shop-web",
        fields: [
          {
            change: "changed",
            path: "spec.template.spec.containers[shop-web].image",
            from: "registry.example.com/dokku/shop:1",
            to: "other:2",
          },
        ],
      },
    ]);
    assert.equal(does(found), [
      ["web", 3, 3, 3, true],
      ["worker", 1, 1, 0, false],
    ]);
    assert.equal(found.image, { from: null, to: "other:2" });
  },
  ...table(
    [
      ["a scale up: what comes", 5, ["web", 3, 5, 2, false]],
      ["a scale down", 1, ["web", 3, 1, 0, false]],
    ] as const,
    (_title, quantity, wanted) => {
      const live = objectsOf(wantedOf(TWO)).map((object) => seen(object));
      const found = preview(wantedOf({ processes: [process("web", { quantity }), process("worker")] }), live);
      assert.equal(does(found)[0], wanted);
    },
  ),
  "fields of others that would be ours": () => {
    const fieldsV1 = { "f:spec": { "f:replicas": {} } };
    const robot = { managedFields: [{ manager: "robot", operation: "Update", fieldsV1 }] };
    const live = objectsOf(wantedOf({})).map((object) =>
      object.kind === "Deployment"
        ? seen({ ...object, spec: { ...(object.spec as object), replicas: 9 } }, robot)
        : seen(object),
    );
    assert.equal(preview(wantedOf({}), live).taken, [
      { kind: "Deployment", name: "shop-web", manager: "robot", path: "spec.replicas" },
    ]);
  },
  "what the server writes is no difference": () => {
    const [object] = objectsOf(wantedOf({}));
    assert.equal(comparable(seen(object as KubeObject)), object);
    assert.equal(refOf(comparable(seen(object as KubeObject))), refOf(object as KubeObject));
  },
  "whether there is anything to do": () => {
    const nothing = { created: [], changed: [], removed: [] };
    assert.is(hasChanges(nothing), false);
    assert.is(hasChanges({ ...nothing, removed: [{ kind: "Service", name: "a" }] }), true);
  },
  "the JSON has the fields of the docs": () => {
    const web = { kind: "Deployment", name: "shop-web" };
    const wanted = wantedOf(TWO);
    const full: Preview = {
      ...preview(wanted, []),
      changed: [{ ...web, fields: [{ change: "changed", path: "spec.a", from: 1, to: 2 }] }],
      taken: [{ ...web, path: "spec.a", manager: "robot" }],
    };
    assert.equal([...pathsOf(full)].sort(), [...documented()].sort());
  },
});

/** `a.b`, `a[].b`. */
function pathsOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return typeof value[0] === "object" ? pathsOf(value[0], `${path}[]`) : [path];
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === "" ? key : `${path}.${key}`));
}

/** The paths in the table of docs/plan.md: `a.b`, `.c` is `a.b`, `a.c`. */
function documented(): readonly string[] {
  const page = readFileSync(new URL("../../../docs/plan.md", import.meta.url), "utf8");
  const [, part = ""] = /<!-- plan:.*?-->([\s\S]*)<!-- \/plan -->/.exec(page) ?? [];
  const rows = part.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) => {
    const names = [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    const head = (names[0] ?? "").replace(/\.\w+$/, "");
    return names.map((name) => (name.startsWith(".") ? head + name : name));
  });
}
