import * as assert from "uvu/assert";
import { Bookmark, byTime, instanceOf, namePods } from "../../src/core/logs.ts";
import type { KubeObject } from "../../src/core/model/manifest.ts";
import { suite, table } from "./suite.ts";

function pod(name: string, created: string, more: object = {}, status: object = {}): KubeObject {
  const labels = { "process-type": "web", "app-process-type": "shop-web" };
  const metadata = { name, labels, creationTimestamp: created, ...more } as KubeObject["metadata"];
  return { apiVersion: "v1", kind: "Pod", metadata, status };
}

const words = (pods: readonly KubeObject[], known = namePods([])) =>
  namePods(pods, known)
    .map(({ pod, type, index }) => `${pod}=${type}.${index}`)
    .sort()
    .join(" ");

const line = (seconds: string, text: string) => `2026-01-01T00:00:${seconds}Z ${text}`;

/** What a second reading prints of lines, after those that the first one took. */
function readOn(before: readonly string[], after: readonly string[]): readonly string[] {
  const bookmark = new Bookmark();
  for (const text of before) bookmark.take(text);
  bookmark.since();
  return after.filter((text) => bookmark.take(text));
}

const [a, b, c] = [line("10.000000001", "a"), line("10.500000000", "b"), line("11.000000000", "c")];

suite("logs", {
  "the oldest pod is web.1, one that leaves comes last": () =>
    assert.is(
      words([
        pod("b", "2"),
        pod("a", "1", { deletionTimestamp: "3" }),
        pod("c", "3"),
        pod("d", "0", {}, { phase: "Failed" }),
      ]),
      "a=web.4 b=web.1 c=web.2 d=web.3",
    ),
  "a pod keeps its name for as long as it is there, and a new one takes the first free": () => {
    const known = namePods([pod("a", "1"), pod("b", "2")]);
    assert.is(words([pod("b", "2"), pod("c", "3"), pod("d", "4")], known), "b=web.2 c=web.1 d=web.3");
  },
  "nodes of several zones are put in one order": () =>
    assert.equal(
      ["2026-01-01T02:00:02.000000001+02:00 b", "2026-01-01T00:00:03.000000000Z c", "2026-01-01T00:00:02.000000000Z a"]
        .sort(byTime)
        .map((text) => text.slice(-1)),
      ["a", "b", "c"],
    ),
  ...table(
    [
      ["nothing is repeated, nothing is left out", [a, b], [a, b, c], [c]],
      ["the same line twice was twice there", [a, a], [a, a, a], [a]],
      ["what stood before the asked tail stays away", [b], [a, b, c], [c]],
      ["a first reading takes all", [], [a, a, b], [a, a, b]],
    ] as const,
    (_title, before, after, printed) => assert.equal(readOn(before, after), printed),
  ),
  "reading on asks for whole seconds, and for the last two of them": () => {
    const bookmark = new Bookmark();
    assert.is(bookmark.since(), null);
    bookmark.take(b);
    assert.is(bookmark.since(), "2026-01-01T00:00:08.000Z");
  },
  ...table(
    [
      ["runs", { running: {} }, {}, "c1 true"],
      ["ended", { terminated: { containerID: "c0" } }, {}, "c0 false"],
      ["waits to start again", { waiting: {} }, { terminated: { containerID: "c0" } }, "c0 false"],
      ["was never started", { waiting: {} }, {}, "none"],
    ] as const,
    (_title, state, lastState, expected) => {
      const containers = [{ name: "sidecar" }, { name: "shop-web", containerID: "c1", state, lastState }];
      const found = instanceOf(pod("a", "1", {}, { containerStatuses: containers }));
      assert.is(found === null ? "none" : `${found.id} ${found.isRunning}`, expected);
    },
  ),
});
