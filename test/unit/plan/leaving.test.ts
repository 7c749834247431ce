import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { leaving, mayBeLeaving, refusalInShort } from "../../../src/core/plan/leaving.ts";
import { suite, table } from "../suite.ts";

const object = (name: string, metadata: object = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "store", ...metadata },
});
const ref = (name: string) => ({ apiVersion: "v1", kind: "Service", namespace: "store", name });
const going = { deletionTimestamp: "2026-11-22T10:00:00Z" };

suite("a namespace that may be on its way out", {
  ...table(
    [
      ["a first release", null, [], false],
      ["all is there", ["a"], [object("a")], false],
      ["nothing of it was there", [], [], false],
      ["what was there is gone", ["a"], [], true],
      ["what is there goes", ["a"], [object("a", going)], true],
    ] as const,
    (_title, recorded, live, may) =>
      assert.is(mayBeLeaving([ref("a")], recorded && { objects: recorded.map(ref) }, live), may),
  ),
  "one that stays, one that nobody may see": () => {
    assert.is(leaving("shop", object("store")), null);
    assert.is(leaving("shop", null), null);
  },
  "one that goes": () =>
    assert.equal(leaving("shop", object("store", going))?.because, [
      "namespace store is being removed",
      "nothing was applied",
    ]),
});

const refused = (what: string) =>
  `Error from server (Forbidden): ${what} is forbidden: unable to create new content in namespace store because it is being terminated`;

suite("what the cluster says of a write", {
  "of a namespace that goes, once": () => {
    const { because, next } = refusalInShort([refused("services"), refused("secrets"), "other"]);
    assert.equal(because, ["namespace store is being removed", "other"]);
    assert.match(next ?? "", "dokku scheduler-kubernetes:set APP namespace NAME");
  },
  "of anything else, as it is": () => assert.equal(refusalInShort(["a", "b"]), { because: ["a", "b"], next: null }),
});
