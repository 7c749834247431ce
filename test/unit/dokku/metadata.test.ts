// Annotations and labels: how they are stored, what is refused, what is listed.
import * as assert from "uvu/assert";
import {
  changeEntries,
  entriesOf,
  ingressStores,
  metadataRows,
  readEntries,
  rowLines,
  type Sort,
  storesOf,
  writeEntries,
} from "../../../src/core/dokku/metadata.ts";
import { SchedulerError } from "../../../src/core/errors.ts";
import { suite, table } from "../suite.ts";

const stored = (entries: Record<string, string>) =>
  writeEntries(entries)
    .map((line) => `${line}\n`)
    .join("");

function refusal(sort: Sort, key: string, value: string | null, entries: Record<string, string> = {}): string {
  try {
    changeEntries(entries, "pod", sort, { key, value });
  } catch (error) {
    if (error instanceof SchedulerError) return error.because.join("\n");
    throw error;
  }
  return "";
}

suite("stores", {
  ...table(
    [
      ["a word", "team-a"],
      ["blanks", "two  words"],
      ["commas, quotes, colons", `a, "b": 'c' \\n #x`],
      ["JSON", `["a","b"]`],
      ["line ends", "a\nb\r\n\n"],
      ["blanks at the ends", "\t x "],
      ["a control character", "a\u0000b\u0085"],
      ["unicode", "grün \u{1f600}\u2028"],
    ] as const,
    (_title, value) => {
      const text = stored({ "example.com/a": value, b: "c" });
      assert.is(text.split("\n").length, 3, "one line each");
      assert.equal(readEntries(text), { "example.com/a": value, b: "c" });
    },
  ),
  ...table(
    [
      ["the original's: one", "example.com/owner team-a\n", { "example.com/owner": "team-a" }],
      ["the original's: set twice, the last counts", "a 1\na 2\n", { a: "2" }],
      ["the original's: a value with blanks, which it cut", "a one two\n", { a: "one two" }],
      ["the original's: quotes, which are part of the value", `a "x"\n`, { a: `"x"` }],
      ["the original's: no value", "a\n", { a: "" }],
      ["the original's: no newline at the end", "a 1", { a: "1" }],
      ["by hand: half a line of JSON is a key that no object takes", '["half', { '["half': "" }],
      ["by hand: JSON that is no pair of texts", '["a", 1]\n[]', { '["a",': "1]", "[]": "" }],
      ["none", "", {}],
    ] as const,
    (_title, text, entries) => assert.equal(readEntries(text), entries),
  ),
  "a process type's own win": () => {
    const stores = storesOf(
      {
        "pod-labels": "a 1\nb 2\n",
        "pod-labels.web": "b 3\n",
        namespace: "store",
        "pod-labelsx": "c 1",
      },
      "app",
    );
    assert.equal(Object.keys(stores), ["pod-labels", "pod-labels.web"]);
    assert.equal(entriesOf([stores], "pod", "web"), { annotations: {}, labels: { a: "1", b: "3" } });
    assert.equal(entriesOf([stores], "pod", "worker").labels, { a: "1", b: "2" });
    assert.equal(entriesOf([stores], "pod", null).labels, { a: "1", b: "2" });
  },
  "an app's win over the site's, whatever the process type": () => {
    const site = storesOf({ "job-labels": "a 1\nb 1\nc 1\n", "job-labels.run": "b 2\n" }, "site");
    const own = storesOf({ "job-labels": "c 3\n", "job-labels.run": "d 4\n" }, "app");
    assert.equal(entriesOf([site, own], "job", "run").labels, { a: "1", b: "2", c: "3", d: "4" });
    assert.equal(entriesOf([site, own], "job", "cron").labels, { a: "1", b: "1", c: "3" });
  },
  "what the plugin sets itself does not count, whoever wrote it there": () => {
    const stores = storesOf({ "secret-labels": "app x\ndokku.com/server y\na 1\n" }, "app");
    assert.equal(entriesOf([stores], "secret", null).labels, { a: "1" });
  },
  "of an Ingress: a namespace's, which the original kept with an app, are no app's, and no type's of the site": () => {
    const properties = { "ingress-labels": "a 1\n", "ingress-labels.web": "b 2\n", "ingress-labels.store": "c 3\n" };
    const read = (scope: "app" | "site") => entriesOf([storesOf(properties, scope)], "ingress", null).labels;
    assert.equal([read("app"), read("site")], [{ b: "2" }, { a: "1" }]);
    assert.equal(ingressStores(properties, "labels"), { web: { b: "2" }, store: { c: "3" } });
  },
});

suite("changes", {
  "setting twice replaces, unsetting takes exactly that key": () => {
    const once = changeEntries({ foo: "1", foobar: "2" }, "pod", "annotations", { key: "foo", value: "3" });
    assert.equal(once, { foobar: "2", foo: "3" });
    assert.equal(changeEntries(once, "pod", "annotations", { key: "foo", value: null }), { foobar: "2" });
    assert.equal(changeEntries(once, "pod", "annotations", { key: "other", value: null }), once);
  },
  "what Kubernetes would refuse can still be unset": () =>
    assert.equal(changeEntries({ "-a": "1" }, "pod", "annotations", { key: "-a", value: null }), {}),
  ...table(
    [
      ["a name", "annotations", "owner", "x y", ""],
      ["a name with a prefix", "annotations", "nginx.ingress.kubernetes.io/affinity", "cookie", ""],
      ["capitals in an annotation's prefix", "annotations", "Example.com/a", "x", ""],
      ["capitals in a label's prefix", "labels", "Example.com/a", "x", /before the slash, must be a DNS name/],
      ["no name", "annotations", "example.com/", "x", /"" must be 1 to 63/],
      ["nothing at all", "annotations", "", "x", /"" must be 1 to 63/],
      ["no prefix", "annotations", "/a", "x", /"", before the slash/],
      ["two slashes", "annotations", "a/b/c", "x", /"b\/c" must be/],
      ["a blank", "labels", "a b", "x", /"a b" must be/],
      ["unset of what is no key", "labels", "a b", null, /"a b" must be/],
      ["too long", "labels", "a".repeat(64), "x", /1 to 63/],
      ["a value for a label", "labels", "a", "x_1.y", ""],
      ["no value for a label", "labels", "a", "x y", /"x y" is not a valid label value/],
      ["a long value for a label", "labels", "a", "x".repeat(64), /64 characters, a label value may have 63/],
      ["a label of the selector", "labels", "app-process-type", "x", /the plugin sets it itself/],
      ["a label that says whose it is", "labels", "app.kubernetes.io/managed-by", "x", /sets it itself/],
      ["a label of the plugin's own", "labels", "dokku.com/run-id", "x", /sets it itself/],
      ["another recommended label", "labels", "app.kubernetes.io/version", "1.2", ""],
      ["what makes a rollout", "annotations", "kubectl.kubernetes.io/restartedAt", "x", /sets it itself/],
    ] as const,
    (_title, sort, key, value, says) => assert.match(refusal(sort, key, value), says),
  ),
});

suite("reports", {
  "list an app's objects and its namespace's Ingress": () => {
    const stores = storesOf(
      {
        "service-annotations": "b 1\n",
        "deployment-annotations.web": "a two words\n",
        "deployment-annotations": `z 1\n["a","x\\ny"]\n`,
        "pod-labels": "c 1\n",
        "ingress-annotations.web": "body 8m\n",
      },
      "app",
    );
    const rows = metadataRows("shop", "annotations", stores, { store: { affinity: "cookie" } });
    assert.equal(rowLines(rows, Infinity), [
      `deployment      a         "x\\ny"`,
      "deployment      z         1",
      "deployment web  a         two words",
      "ingress         body      8m",
      "ingress store   affinity  cookie",
      "service         b         1",
    ]);
    assert.equal(rows.at(-2), {
      app: "shop",
      object: "ingress",
      processType: null,
      namespace: "store",
      name: "affinity",
      value: "cookie",
    });
  },
});
