import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { Preview } from "../../../src/core/plan/preview.ts";
import type { ReleaseDifference } from "../../../src/core/plan/release-difference.ts";
import {
  differenceLines,
  differenceSummary,
  doesText,
  type Planned,
  planExitCode,
  planLines,
  planRows,
  planSummary,
  planTable,
  planTitle,
  planTotal,
  planWarnings,
} from "../../../src/core/words/plan-report.ts";
import { suite, table } from "../suite.ts";

const NOTHING: Preview = {
  app: "shop",
  namespace: "store",
  cluster: null,
  release: 3,
  image: { from: "shop:1", to: "shop:1" },
  created: [],
  changed: [],
  removed: [],
  processes: [{ process: "web", scale: { from: 1, to: 1 }, new_pods: 0, replaced: false }],
  config: { added: [], changed: [], removed: [] },
  drift: [],
  taken: [],
  notes: [],
  warnings: [],
};
const FULL: Preview = {
  ...NOTHING,
  cluster: "east",
  image: { from: "shop:1", to: "shop:2" },
  created: [{ kind: "Secret", name: "shop-env-1" }],
  changed: [
    {
      kind: "Deployment",
      name: "shop-web",
      fields: [{ change: "changed", path: "spec.replicas", from: 5, to: 3 }],
    },
  ],
  removed: [{ kind: "Service", name: "shop-old" }],
  processes: [
    { process: "web", scale: { from: 5, to: 3 }, new_pods: 3, replaced: true },
    { process: "worker", scale: { from: 1, to: 1 }, new_pods: 0, replaced: false },
  ],
  config: { added: ["A"], changed: ["B"], removed: ["C"] },
  drift: ["web was scaled to 5 by hand (kubectl): it is set back to 3"],
  taken: [{ kind: "Deployment", name: "shop-web", path: "spec.paused", manager: "robot" }],
  notes: ["the release task migrate runs first"],
  warnings: ["it is old"],
};

const done = (plan: Preview): Planned => ({ app: plan.app, plan, stopped: null });
const failed = (app: string): Planned => ({
  app,
  plan: null,
  stopped: new SchedulerError("CLUSTER_UNREACHABLE", `look at ${app}`, ["no answer"], "check it"),
});

suite("a plan", {
  "of an app": () => {
    assert.is(planTitle(FULL), "shop: what release 3 would change in namespace store of cluster east");
    assert.equal(planLines(FULL, 80), [
      "PROCESS  PODS    DOES",
      "web      5 -> 3  3 new pods",
      "worker   1       nothing",
      "",
      "Image   shop:1 -> shop:2",
      "Config  +A ~B -C",
      "",
      "+ Secret shop-env-1",
      "~ Deployment shop-web",
      "    ~ spec.replicas: 5 -> 3",
      "- Service shop-old",
      "",
      "web was scaled to 5 by hand (kubectl): it is set back to 3",
      "spec.paused of Deployment shop-web is set by robot: it becomes ours",
      "the release task migrate runs first",
    ]);
    assert.is(planSummary(FULL), "1 created, 1 changed, 1 removed");
  },
  "with images that are longer than a line": () => {
    const image = {
      from: `registry.example.com/dokku/shop:${"1".repeat(40)}`,
      to: "registry.example.com/dokku/shop:2",
    };
    const [, , , line = ""] = planLines({ ...NOTHING, image }, 60);
    assert.is(line, "Image   registry.exa…11111111111 -> registry.exa…okku/shop:2");
  },
  "with nothing to do": () => {
    assert.equal(planLines(NOTHING, 80), ["PROCESS  PODS  DOES", "web      1     nothing"]);
    assert.is(planSummary(NOTHING), "Nothing to do");
  },
  "of an app that has no process type, and no config that can be told": () =>
    assert.equal(planLines({ ...NOTHING, processes: [], config: null, image: { from: null, to: "shop:1" } }, 80), [
      "",
      "Image   shop:1",
      "Config  not known: what the release before ran with is gone",
    ]),
  ...table(
    [
      ["the first pods", null, 2, 2, false, "2 new pods"],
      ["one in the place of the old", 1, 1, 1, true, "1 new pod"],
      ["beside the old", 1, 3, 2, false, "2 more pods"],
      ["fewer", 3, 1, 0, false, "2 fewer pods"],
      ["none", 0, 0, 0, true, "nothing"],
    ] as const,
    (_title, from, to, new_pods, replaced, text) =>
      assert.is(doesText({ process: "web", scale: { from, to }, new_pods, replaced }), text),
  ),
});

suite("the plans of all apps", {
  "those that change, most new pods first": () =>
    assert.equal(
      planTable(
        [
          done(NOTHING),
          done({ ...FULL, app: "b", processes: [] }),
          done({ ...FULL, app: "a", processes: [] }),
          done(FULL),
          failed("z"),
        ],
        80,
      ),
      [
        "APP   CREATED  CHANGED  REMOVED  NEW PODS",
        "shop  1        1        1        3",
        "a     1        1        1        0",
        "b     1        1        1        0",
      ],
    ),
  "no table of nothing": () => assert.equal(planTable([done(NOTHING)], 80), []),
  "what is wrong, once for all apps that it is said of": () => {
    const all = [done(FULL), done({ ...FULL, app: "blog" }), failed("x"), failed("y")];
    assert.equal(planWarnings(all), ["shop, blog: it is old", "x, y: no answer\ncheck it"]);
    assert.is(planTotal(all), "4 apps: 2 would change, 2 could not be deployed");
    assert.is(planTotal([done(NOTHING)]), "1 app: 0 would change, 0 could not be deployed");
  },
  ...table(
    [
      ["nothing to do", [done(NOTHING)], true, 0],
      ["changes that nobody asked for", [done(FULL)], false, 0],
      ["changes", [done(NOTHING), done(FULL)], true, 2],
      ["no plan of one", [done(FULL), failed("x")], true, 1],
    ] as const,
    (_title, planned, isAsked, code) => assert.is(planExitCode(planned, isAsked), code),
  ),
  "for a program": () =>
    assert.equal(planRows([done(NOTHING), failed("x")]), [
      { app: "shop", stopped: null, plan: NOTHING },
      { app: "x", stopped: "look at x\nno answer", plan: null },
    ]),
});

const SAME: ReleaseDifference = {
  release: { from: 1, to: 2 },
  image: { from: "shop:1", to: "shop:1" },
  revision: { from: null, to: null },
  scale: { from: { web: 1 }, to: { web: 1 } },
  config: { added: [], changed: [], removed: [] },
  created: [],
  changed: [],
  removed: [],
};

suite("the difference of two releases", {
  "in words": () => {
    const { created, changed, removed, config } = FULL;
    const pairs = {
      release: { from: 1, to: 2 },
      revision: { from: null, to: "0a1b2c3" },
      image: { from: "shop:1", to: "shop:2" },
    };
    const scale = { from: { web: 1 }, to: { web: 2, worker: 1 } };
    assert.equal(differenceLines({ ...pairs, scale, config, created, changed, removed }).slice(0, 6), [
      "Image    shop:1 -> shop:2",
      "Commit   none -> 0a1b2c3",
      "Scale    web=1 -> web=2 worker=1",
      "Config   +A ~B -C",
      "",
      "+ Secret shop-env-1",
    ]);
  },
  ...table(
    [
      ["what changes", { ...SAME, created: [{ kind: "Secret", name: "a" }] }, "1 created, 0 changed, 0 removed", 1],
      ["nothing", SAME, "They are the same", 0],
      ["a commit alone", { ...SAME, revision: { from: "0a1b2c3", to: "4d5e6f7" } }, "Their objects are the same", 1],
      ["config that nobody knows", { ...SAME, config: null }, "Their objects are the same", 1],
    ] as const,
    (_title, found, summary, lines) => {
      assert.is(differenceSummary(found), summary);
      assert.is(differenceLines(found).length, lines);
    },
  ),
});
