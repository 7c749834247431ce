// Properties: what `:set` takes and refuses, what is computed, what `:report` prints.
import assert from "node:assert/strict";
import { SchedulerError } from "../../src/core/errors.ts";
import {
  inShort,
  parseReport,
  reportJson,
  reportLines,
  reportRows,
  reportValue,
} from "../../src/core/properties/report.ts";
import { checkAlternatives, parseSetting, splitScope } from "../../src/core/properties/set.ts";
import {
  computeProperties,
  type Property,
  properties,
  propertyNames,
  valueFor,
} from "../../src/core/properties/table.ts";
import { suite } from "./suite.ts";

/** The lines that a person would read. */
function refusal(act: () => unknown): { readonly code: string; readonly text: string } {
  try {
    act();
  } catch (error) {
    if (!(error instanceof SchedulerError)) throw error;
    return { code: error.code, text: [error.doing, ...error.because, error.next ?? ""].join("\n") };
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

suite("properties: set", {
  "takes the example of every property": () => {
    for (const name of propertyNames) {
      const { example }: Property = properties[name];
      assert.deepEqual(parseSetting("shop", [name, example]), { name, value: example });
    }
  },
  // A property is kept in a file and shown in one line of a report.
  "takes no line feed for any, and says the form and the example": () => {
    for (const name of propertyNames) {
      const { type, example }: Property = properties[name];
      const { code, text } = refusal(() => parseSetting("shop", [name, `${example}\n`]));
      assert.equal(code, "BAD_PROPERTY");
      assert.ok(text.includes(type.form) && text.endsWith(`:set shop ${name} ${example}`), text);
    }
  },
  "an empty or missing value unsets": () => {
    for (const words of [["namespace"], ["namespace", ""]]) {
      assert.deepEqual(parseSetting("shop", words), { name: "namespace", value: null });
    }
  },
  "names the property that a mistyped one is near to": () => {
    const { text } = refusal(() => parseSetting("shop", ["namspace", "store"]));
    assert.ok(text.includes("namspace is not one of them, did you mean namespace?"), text);
  },
  "names the words that are near to those of a value": () => {
    const { text } = refusal(() => parseSetting("--global", ["rule-warnings", "cron-shedule,time-zone,image-pushed"]));
    assert.ok(
      text.includes(
        "\ncron-shedule is not one of them, did you mean cron-schedule?\nimage-pushed is not one of them\n",
      ),
      text,
    );
  },
  "refuses unknown names, none, and names of JavaScript's own": () => {
    for (const words of [["colour", "red"], [], [""], ["__proto__", "x"], ["constructor", "x"], ["Namespace", "x"]]) {
      const { code, text } = refusal(() => parseSetting("shop", words));
      assert.equal(code, "BAD_PROPERTY");
      assert.ok(text.includes(`valid properties include: ${propertyNames.join(", ")}`), text);
    }
  },
  "refuses --global for what is an app's own affair": () => {
    const { code, text } = refusal(() => parseSetting("--global", ["service-process-types", "http"]));
    assert.equal(code, "BAD_PROPERTY");
    assert.match(text, /^Property cannot be specified globally/);
  },
  "refuses a second word and shows how to quote": () => {
    const { code, text } = refusal(() => parseSetting("shop", ["namespace", "a", "b"]));
    assert.equal(code, "BAD_USAGE");
    assert.match(text, /:set shop namespace "a b"$/);
  },
  "takes a value of one's own for templates, of an app or the site": () => {
    const name = "template-values.team";
    assert.deepEqual(parseSetting("--global", [name, "a b"]), { name, value: "a b" });
    assert.deepEqual(parseSetting("shop", [name, ""]), { name, value: null });
    assert.match(refusal(() => parseSetting("shop", [name, "a", "b"])).text, /:set shop template-values.team "a b"$/);
    for (const [wrong, value] of [
      ["template-values.", "x"],
      ["template-values.a.b", "x"],
      ["template-values.1", "x"],
      [name, "a\nb"],
    ])
      assert.equal(refusal(() => parseSetting("shop", [wrong ?? "", value ?? ""])).code, "BAD_PROPERTY");
    const rows = reportRows({ [name]: "blue", "template-values.x": "" }, { [name]: "all" });
    assert.deepEqual(
      rows.filter(([flag]) => flag.includes("values")),
      [
        ["--scheduler-kubernetes-global-template-values.team", "all"],
        ["--scheduler-kubernetes-template-values.team", "blue"],
      ],
    );
  },
  "refuses one of a pair while the other is set, and unsets either": () => {
    const stored = { "pod-min-available": "1" };
    const check = (name: "pod-min-available" | "pod-max-unavailable", value: string | null) =>
      checkAlternatives("shop", { name, value }, stored);
    const { code, text } = refusal(() => check("pod-max-unavailable", "1"));
    assert.equal(code, "BAD_PROPERTY");
    assert.match(text, /pod-min-available is set to 1, and only one .*\n.*:set shop pod-min-available$/);
    check("pod-min-available", "2");
    check("pod-max-unavailable", null);
  },
  "takes some for one process type, wherever that stands": () => {
    for (const args of [
      ["shop", "max-surge", "1", "--process-type", "worker"],
      ["--process-type=worker", "shop", "max-surge", "1"],
      ["shop", "--process-type", "worker", "max-surge", "1"],
    ]) {
      const { scope, words, processType } = splitScope(args);
      assert.deepEqual(parseSetting(scope ?? "", words, processType), { name: "max-surge.worker", value: "1" });
    }
    assert.deepEqual(parseSetting("shop", ["max-surge"], "worker"), { name: "max-surge.worker", value: null });
    assert.match(
      refusal(() => parseSetting("shop", ["max-surge", "x"], "w")).text,
      /:set shop max-surge --process-type w 1$/,
    );
  },
  "refuses a process type that is none, and one for what holds for an app": () => {
    for (const args of [
      ["shop", "--process-type"],
      ["shop", "--process-type="],
      ["shop", "--process-type", "a.b"],
    ])
      assert.match(refusal(() => splitScope(args)).text, /^".*" is not a process type\nit must be 1 to 63 letters/);
    for (const name of ["namespace", "template-values.team"])
      assert.equal(refusal(() => parseSetting("shop", [name, "x"], "web")).code, "BAD_PROPERTY");
    const { text } = refusal(() => parseSetting("shop", ["namespace", "x"], "web"));
    assert.match(
      text,
      /^set namespace of web alone\nfor one process type these are set: .*max-surge, .*tolerations, workload\n/,
    );
  },
  "--global counts wherever it stands": () => {
    const words = ["namespace", "x"];
    for (const args of [
      ["--global", ...words],
      [...words, "--global"],
      ["namespace", "--global", "x"],
    ]) {
      assert.deepEqual(splitScope(args), { scope: "--global", processType: null, words });
    }
    assert.deepEqual(splitScope(["shop", ...words]), { scope: "shop", processType: null, words });
    assert.equal(splitScope([]).scope, null);
    assert.equal(splitScope([""]).scope, null);
  },
});

suite("properties: computed", {
  "the app's own, else the site's, else the default; an empty one is unset": () => {
    const cases = [
      [{ namespace: "own" }, { namespace: "site" }, "own"],
      [{}, { namespace: "site" }, "site"],
      [{ namespace: "" }, { namespace: "site" }, "site"],
      [{}, {}, "default"],
    ] as const;
    for (const [own, site, expected] of cases) assert.equal(computeProperties(own, site).namespace, expected);
  },
  "an app's own for any type wins over the site's, and in each a type's over that of all": () => {
    const type = "max-surge.web";
    for (const [own, site, expected] of [
      [{ "max-surge": "1", [type]: "2" }, { [type]: "3" }, "2"],
      [{ "max-surge": "1" }, { [type]: "3" }, "1"],
      [{}, { "max-surge": "4", [type]: "3" }, "3"],
      [{ [type]: "" }, { "max-surge": "4" }, "4"],
      [{ "max-surge.worker": "1" }, {}, ""],
    ] as const)
      assert.equal(valueFor(computeProperties(own, site), "max-surge", "web"), expected);
    assert.equal("namespace.web" in computeProperties({ "namespace.web": "x", "max-surge.": "1" }, {}), false);
  },
  "the site's context is none of an app's own kubeconfig": () => {
    const site = { kubeconfig: "/site", "kube-context": "east" };
    const context = (own: Readonly<Record<string, string>>) => computeProperties(own, site)["kube-context"];
    assert.deepEqual([{}, { "kube-context": "west" }, { kubeconfig: "/own" }].map(context), ["east", "west", ""]);
  },
  "a site's value of an app's own property does not count": () => {
    assert.equal(computeProperties({}, { "service-process-types": "http" })["service-process-types"], "");
  },
});

suite("properties: report", {
  "what is a secret, or may have one in it, is shown by nobody": () => {
    const own = { "notify-secret": "s3cret", "notify-url": "https://me:s3cret@example.com/s3cret?s3cret#s3cret" };
    const rows = reportRows(own, own);
    assert.ok(!JSON.stringify(rows).includes("s3cret"));
    assert.equal(reportValue(rows, "--scheduler-kubernetes-notify-secret"), "********");
    assert.equal(reportValue(rows, "--scheduler-kubernetes-computed-notify-url"), "https://example.com/********");
    for (const words of [
      ["notify-secret", "s3cret", "s3cret"],
      ["notify-secret", "s3cret\n"],
      ["notify-url", "example.com/s3cret"],
      ["notify-url", "https://me:s3cret@example.com/%s3cret"],
    ])
      assert.ok(!refusal(() => parseSetting("shop", words)).text.includes("s3cret"), words.join(" "));
  },
  "rows are sorted; a site's report has no row of an app": () => {
    const flags = reportRows({ namespace: "own" }, {}).map(([flag]) => flag);
    assert.deepEqual(flags, [...flags].sort());
    const site = reportRows(null, { namespace: "site" });
    assert.deepEqual(
      site.filter(([flag]) => flag.endsWith("-namespace")),
      [
        ["--scheduler-kubernetes-computed-namespace", "site"],
        ["--scheduler-kubernetes-global-namespace", "site"],
      ],
    );
    for (const [flag] of site) assert.match(flag, /^--scheduler-kubernetes-(computed|global)-/);
    assert.ok(!site.some(([flag]) => flag.endsWith("service-process-types")));
  },
  "what is set for one process type has rows only then": () => {
    const rows = reportRows(
      { "max-surge.web": "1", "max-surge.api": "" },
      { "max-surge.web": "2", "max-surge.worker": "3" },
    );
    assert.deepEqual(
      rows.filter(([flag]) => flag.includes("max-surge.")),
      [
        ["--scheduler-kubernetes-computed-max-surge.api", ""],
        ["--scheduler-kubernetes-computed-max-surge.web", "1"],
        ["--scheduler-kubernetes-computed-max-surge.worker", "3"],
        ["--scheduler-kubernetes-global-max-surge.web", "2"],
        ["--scheduler-kubernetes-global-max-surge.worker", "3"],
        ["--scheduler-kubernetes-max-surge.web", "1"],
      ],
    );
  },
  "values stand in one column, as wide as the longest flag but never under 31": () => {
    assert.deepEqual(reportLines([["--scheduler-kubernetes-a.b", "v"]], 80), ["Scheduler kubernetes a b:      v"]);
    const lines = reportLines(
      [
        ["--scheduler-kubernetes-computed-namespace", "v"],
        ["--scheduler-kubernetes-namespace", "w"],
      ],
      80,
    );
    assert.deepEqual(
      lines.map((line) => line.search(/[vw]$/)),
      [41, 41],
    );
  },
  "a value that a terminal has no room for is shortened in the middle": () => {
    const rows = [["--scheduler-kubernetes-a", `${"b".repeat(30)}${"c".repeat(30)}`]] as const;
    assert.deepEqual(reportLines(rows, 60), ["Scheduler kubernetes a:        bbbbbbbbbbbbbb…cccccccccccccc"]);
    assert.ok((reportLines(rows, Infinity)[0] ?? "").endsWith("c".repeat(30)));
    assert.ok(reportLines(rows, 20).every((line) => line.length <= 20));
  },
  "json has short and legacy keys": () => {
    const row = ["--scheduler-kubernetes-global-namespace", 'a"b'] as const;
    assert.deepEqual(JSON.parse(reportJson([row])), {
      "global-namespace": 'a"b',
      "scheduler-kubernetes-global-namespace": 'a"b',
    });
  },
  "in short: what is set, and what a deploy uses where that is not the default": () => {
    const rows = reportRows({ namespace: "own", "spread-pods": "true" }, { "ingress-class": "traefik" });
    assert.deepEqual(
      inShort(rows).map(([flag, value]) => [flag.slice("--scheduler-kubernetes-".length), value]),
      [
        ["namespace", "own"],
        ["spread-pods", "true"],
        ["global-ingress-class", "traefik"],
        ["computed-ingress-class", "traefik"],
        ["computed-namespace", "own"],
      ],
    );
    assert.ok(inShort(reportRows({}, {})).length === 0);
  },
  "the value of one flag, and the list of flags for an unknown one": () => {
    const rows = reportRows({ namespace: "own" }, {});
    assert.equal(reportValue(rows, "--scheduler-kubernetes-namespace"), "own");
    assert.equal(reportValue(rows, "--scheduler-kubernetes-imagePullSecrets"), "");
    const { text } = refusal(() => reportValue(rows, "--scheduler-kubernetes-x"));
    for (const [flag] of rows) assert.ok(text.includes(flag));
  },
  "words in any order": () => {
    const cases: readonly (readonly [string, ReturnType<typeof parseReport>])[] = [
      ["shop --all", { scope: "shop", flag: null, format: "stdout", all: true }],
      ["", { scope: null, flag: null, format: "stdout", all: false }],
      ["shop", { scope: "shop", flag: null, format: "stdout", all: false }],
      ["--x shop", { scope: "shop", flag: "--x", format: "stdout", all: false }],
      ["shop --x", { scope: "shop", flag: "--x", format: "stdout", all: false }],
      ["--format json shop", { scope: "shop", flag: null, format: "json", all: false }],
      ["shop --format=json", { scope: "shop", flag: null, format: "json", all: false }],
      ["--global --x --format stdout", { scope: "--global", flag: "--x", format: "stdout", all: false }],
    ];
    for (const [words, expected] of cases) assert.deepEqual(parseReport(words.split(" ")), expected);
  },
  "refuses what no report can be": () => {
    for (const words of [
      "a b",
      "shop --global",
      "--x --y shop",
      "shop --format xml",
      "shop --format",
      "shop --x --format json",
    ]) {
      assert.equal(refusal(() => parseReport(words.split(" "))).code, "BAD_USAGE", words);
    }
  },
});
