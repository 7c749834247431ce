// The strategic merge itself is held against kubectl's in test/bats/templates.bats.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { App } from "../../../src/core/model/app.ts";
import type { Manifest } from "../../../src/core/model/manifest.ts";
import { at, list } from "../../../src/core/model/read.ts";
import { releaseTargets } from "../../../src/core/one-off/release-task.ts";
import { render, renderTargets } from "../../../src/core/render/render.ts";
import type { Patch, Templates } from "../../../src/core/render/template.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, HERE, process, schemas, templates } from "../fixtures.ts";
import { releases } from "../releases.ts";
import { suite, table } from "../suite.ts";

/** Patches by file name, of an app unless it begins with `site:`. */
function patches(texts: Readonly<Record<string, string>>): readonly Patch[] {
  return Object.entries(texts).map(([key, text]) => {
    const [file = "", origin] = key.startsWith("site:") ? [key.slice(5), "site" as const] : [key, "app" as const];
    const [of = "", processType = null] = file.split(".");
    return { of, processType, origin, path: `${origin}/patches/${file}.yaml`, text };
  });
}

const withPatches = (texts: Readonly<Record<string, string>>): Templates => ({
  ...templates(),
  patches: patches(texts),
});

const shop = (fields: Partial<App> = {}) =>
  app({ processes: [process("web", { quantity: 1 }), process("worker", { quantity: 1 })], env: { A: "1" }, ...fields });

const rendered = (texts: Readonly<Record<string, string>>, fields: Partial<App> = {}) =>
  render(shop(fields), withPatches(texts));

function objectOf(manifests: readonly Manifest[], kind: string, type: string | null): Manifest {
  const found = manifests.find(({ ref, processType }) => ref.kind === kind && processType === type);
  if (found === undefined) throw new Error(`there is no ${kind} of ${type}`);
  return found;
}

const podOf = (texts: Readonly<Record<string, string>>, type = "web") =>
  at(objectOf(rendered(texts), "Deployment", type).object, "spec", "template", "spec");

/** A patch of a pod's spec. */
const pod = (text: string) => `spec:\n  template:\n    spec:\n${text.replace(/^/gm, "      ")}\n`;

const refused = (texts: Readonly<Record<string, string>>): SchedulerError => {
  try {
    rendered(texts);
  } catch (error) {
    if (error instanceof SchedulerError) return error;
    throw error;
  }
  throw new Error("it rendered");
};

suite("patches", {
  "change the objects of every process type, or of one": () => {
    const selector = {
      deployment: pod("nodeSelector:\n  disk: ssd"),
      "deployment.worker": pod("nodeSelector:\n  gpu: 'yes'"),
    };
    assert.equal(at(podOf(selector), "nodeSelector"), { disk: "ssd" });
    assert.equal(at(podOf(selector, "worker"), "nodeSelector"), { disk: "ssd", gpu: "yes" });
    const { source } = objectOf(rendered(selector), "Deployment", "worker");
    assert.equal(source.patches, ["app/patches/deployment.yaml", "app/patches/deployment.worker.yaml"]);
    assert.ok(source.touched);
    const service = rendered(selector).find(({ ref }) => ref.kind === "Secret");
    assert.equal([service?.source.patches, service?.source.touched], [[], false]);
  },
  "use the names that their template may use, and may print nothing": () => {
    const text = pod(
      "containers:\n  - name: {{container.name}}\n    {{#if pod.spread}}\n    tty: true\n    {{/if}}\n    env:\n      - name: APP\n        value: {{dokku.app}}",
    );
    assert.equal(at(list(at(podOf({ deployment: text }), "containers"))[0], "env"), [
      { name: "PORT", value: "5000" },
      { name: "APP", value: "shop" },
    ]);
    const { source } = objectOf(
      rendered({ deployment: "{{#present dokku.values.none}}\na: 1\n{{/present}}\n# b" }),
      "Deployment",
      "web",
    );
    assert.equal([source.patches, source.touched], [[], false]);
  },
  "leave the plugin's labels as they are": () => {
    const { object } = objectOf(
      rendered({ deployment: "metadata:\n  labels:\n    app: other\n    team: mine" }),
      "Deployment",
      "web",
    );
    assert.equal([object.metadata.labels?.app, object.metadata.labels?.team], ["shop", "mine"]);
  },
  "reach the Job of a release task, and the pods of cron tasks": () => {
    const texts = withPatches({
      job: pod("nodeSelector:\n  a: job"),
      "cron-job": `spec:\n  jobTemplate:\n${pod("nodeSelector:\n  a: cron").replace(/^(?=.)/gm, "    ")}`,
      deployment: pod("nodeSelector:\n  a: deployment"),
    });
    const tasks = releases.cron ?? app();
    const kinds = ["Job", "CronJob", "Deployment"];
    const all = [...renderTargets(releaseTargets(tasks, "web", "1"), texts), ...render(tasks, texts)];
    const found = all.filter(({ ref }) => kinds.includes(ref.kind));
    assert.equal(
      [
        ...new Set(
          found.map(
            ({ ref, object }) => `${ref.kind} ${/"nodeSelector":\{"a":"(\w+)"/.exec(JSON.stringify(object))?.[1]}`,
          ),
        ),
      ].sort(),
      ["CronJob cron", "Deployment deployment", "Job job"],
    );
  },
  ...table(
    [
      [
        "an initContainer",
        pod("initContainers:\n  - name: wait\n    image: busybox"),
        "initContainers",
        [{ name: "wait", image: "busybox" }],
      ],
      ["tolerations, whole", pod("tolerations:\n  - operator: Exists"), "tolerations", [{ operator: "Exists" }]],
      [
        "hostAliases",
        pod("hostAliases:\n  - ip: 192.0.2.1\n    hostnames: [a.test]"),
        "hostAliases",
        [{ ip: "192.0.2.1", hostnames: ["a.test"] }],
      ],
      ["null", pod("enableServiceLinks: null"), "enableServiceLinks", undefined],
      [
        "$patch: delete of an entry",
        pod(
          "topologySpreadConstraints:\n  - topologyKey: kubernetes.io/hostname\n    $patch: delete\n  - topologyKey: topology.kubernetes.io/zone\n    $patch: delete",
        ),
        "topologySpreadConstraints",
        [],
      ],
      [
        "$patch: replace of a list",
        pod("topologySpreadConstraints:\n  - $patch: replace\n  - topologyKey: x"),
        "topologySpreadConstraints",
        [{ topologyKey: "x" }],
      ],
      [
        "$patch: replace of an entry",
        pod("volumes:\n  - name: v\n    $patch: replace\n    emptyDir: {}"),
        "volumes",
        [{ name: "v", emptyDir: {} }],
      ],
      ["$patch: delete of a map", pod("securityContext:\n  $patch: delete"), "securityContext", undefined],
      ["values as kubectl reads them", pod("terminationGracePeriodSeconds: 0o17"), "terminationGracePeriodSeconds", 15],
    ] as const,
    (_title, text, field, expected) => assert.equal(at(podOf({ deployment: text }), field), expected),
  ),
  "tell ports of one number apart by their protocol": () => {
    const port =
      "spec:\n  ports:\n    - port: 5000\n      protocol: UDP\n      name: quic\n    - port: 5000\n      appProtocol: http\n";
    const before = list(at(objectOf(rendered({}), "Service", "web").object, "spec", "ports"));
    const after = list(at(objectOf(rendered({ service: port }), "Service", "web").object, "spec", "ports"));
    assert.equal(after, [
      { ...(before[0] as object), appProtocol: "http" },
      { port: 5000, protocol: "UDP", name: "quic" },
    ]);
  },
  ...table(
    [
      ["a kind the app does not have", { "cron-job": "a: 1" }, "app/patches/cron-job.yaml: the app has no cron-job"],
      [
        "a process type the app does not have",
        { "deployment.wrker": "a: 1" },
        "app/patches/deployment.wrker.yaml: the app has no deployment of wrker, did you mean worker?",
      ],
      [
        "another kind inside",
        { deployment: "apiVersion: apps/v1\nkind: Service" },
        "app/patches/deployment.yaml:2: kind: must stay Deployment in a patch",
      ],
      [
        "another name inside",
        { deployment: "metadata:\n  name: x" },
        "app/patches/deployment.yaml:2: metadata.name: must stay shop-web in a patch",
      ],
      [
        "another namespace",
        { deployment: "metadata:\n  namespace: x" },
        "app/patches/deployment.yaml:2: metadata.namespace: must stay default in a patch",
      ],
      [
        "the whole object deleted",
        { deployment: "$patch: delete" },
        "app/patches/deployment.yaml:1: apiVersion: must stay apps/v1 in a patch",
      ],
      [
        "an entry without its key",
        { deployment: pod("containers:\n  - image: x") },
        "app/patches/deployment.yaml:5: spec.template.spec.containers[0]: an entry of this list needs its name, which says which one is meant",
      ],
      [
        "an entry to delete that is not there",
        { deployment: pod("volumes:\n  - name: nosuch\n    $patch: delete") },
        "app/patches/deployment.yaml:5: spec.template.spec.volumes[0]: there is no name nosuch to delete",
      ],
      [
        "an entry of a list without a key",
        { deployment: pod("tolerations:\n  - key: a\n    $patch: delete") },
        "app/patches/deployment.yaml:5: spec.template.spec.tolerations[0]: this list is replaced whole: leave out the entry that is to go, and write the others",
      ],
      [
        "another directive",
        { deployment: pod("$retainKeys: [a]") },
        "app/patches/deployment.yaml:4: spec.template.spec.$retainKeys: $retainKeys is not known here: $patch and null are",
      ],
      [
        "a word that is no directive's",
        { deployment: pod("$patch: remove") },
        "app/patches/deployment.yaml:4: spec.template.spec.$patch: $patch is delete, merge or replace",
      ],
      [
        "an unknown name",
        { deployment: "\na: {{nope}}" },
        'app/patches/deployment.yaml:2: "nope" is not a name that can be used here',
      ],
      [
        "no YAML",
        { deployment: "a: 1\n b: 2" },
        "app/patches/deployment.yaml:2: does not render valid YAML: bad indentation of a mapping entry",
      ],
      [
        "two documents",
        { deployment: "a: 1\n---\nb: 1" },
        "app/patches/deployment.yaml: renders 2 YAML documents, not one",
      ],
      ["a list", { deployment: "- a" }, "app/patches/deployment.yaml: does not render a YAML object"],
      [
        "an alias that contains itself",
        { deployment: "a: &a\n  b: *a" },
        "app/patches/deployment.yaml:2: nests more than 100 levels deep, or an alias (*) of it contains itself",
      ],
    ] as const,
    (_title, texts, because) => {
      const error = refused(texts);
      assert.is(error.code, "TEMPLATE_BROKEN");
      assert.is(error.because[0], because);
    },
  ),
  "of a site may be for what only other apps have": () =>
    assert.not.throws(() => rendered({ "site:cron-job": "a: 1", "site:deployment.other": "a: 1" })),
});

suite("what is wrong with a patched object", {
  ...table(
    [
      ["a field of the patch", pod("nodeSelectr:\n  a: b"), "spec.template.spec.nodeSelectr is not", 4],
      [
        "inside an entry that the patch adds",
        pod("initContainers:\n  - name: a\n    imag: x"),
        "spec.template.spec.initContainers[0].imag is not",
        6,
      ],
      [
        "inside an entry that has another index there",
        pod("containers:\n  - name: sidecar\n    image: x\n    tty: 1"),
        "spec.template.spec.containers[1].tty must be",
        7,
      ],
      [
        "inside an entry that the template has",
        pod('containers:\n  - name: {{container.name}}\n    tty: "1"'),
        "spec.template.spec.containers[0].tty must be",
        6,
      ],
    ] as const,
    (_title, text, message, line) => {
      const report = issueReport(validate(shop(), rendered({ deployment: text }), schemas).manifests);
      const index = report.findIndex((row) => row.includes(message));
      assert.is.not(index, -1, report.join("\n"));
      assert.is(report[index + 1], `    in app/patches/deployment.yaml:${line}`);
    },
  ),
  "that its template printed, past a patch": () => {
    const texts = withPatches({ deployment: pod("initContainers:\n  - name: a\n    image: x") });
    const text = `${texts.objects.deployment?.text}        - name: b\n          imag: x\n`;
    const deployment = { path: "site/deployment", origin: "site", text } as const;
    const mine = { ...texts, objects: { ...texts.objects, deployment } };
    const report = issueReport(validate(shop(), render(shop(), mine), schemas).manifests).join("\n");
    assert.match(report, `in site/deployment:${text.split("\n").length - 1}\n`);
  },
});

const EXAMPLES = /^`\S+\/patches\/(\S+)\.yaml`.*\n\n```yaml\n([\s\S]*?)^```$/gm;

suite("the patches of docs/templates.md", {
  "do what the page says": () => {
    const page = readFileSync(join(HERE, "../../docs/templates.md"), "utf8");
    const texts = Object.fromEntries([...page.matchAll(EXAMPLES)].map(([, file, text]) => [file, text]));
    assert.equal(Object.keys(texts), ["deployment", "deployment.web"]);
    const { release, manifests } = validate(shop(), rendered(texts), schemas);
    assert.is.not(release, null, issueReport(manifests).join("\n"));
    assert.equal(
      [podOf(texts), podOf(texts, "worker")].map((pod) => at(pod, "nodeSelector")),
      [{ disk: "ssd" }, { disk: "ssd" }],
    );
    const [web, worker] = [podOf(texts), podOf(texts, "worker")];
    assert.equal(
      [web, worker].map((pod) => list(at(pod, "initContainers")).length),
      [1, 0],
    );
    assert.equal(
      list(at(web, "containers")).map((one) => at(one, "name")),
      ["shop-web"],
    );
    assert.equal(list(at(list(at(web, "containers"))[0], "env")).at(-1), { name: "POOL", value: "20" });
  },
});

suite("the ServiceMonitor of docs/templates.md", {
  "is one that prometheus-operator takes": () => {
    const page = readFileSync(join(HERE, "../../docs/templates.md"), "utf8");
    const [, typed = ""] = /service-monitor\.yaml\.hbs <<'END'\n([\s\S]*?)^> END$/m.exec(page) ?? [];
    const text = typed.replaceAll(/^> /gm, "");
    const { release, manifests } = validate(shop(), render(shop(), templates({ monitor: text })), schemas);
    assert.equal(issueReport(manifests), []);
    const [monitor] = release?.manifests.filter(({ ref }) => ref.kind === "ServiceMonitor") ?? [];
    assert.equal(monitor?.object.spec, {
      selector: { matchLabels: { app: "shop" } },
      endpoints: [{ path: "/metrics", targetPort: 5000 }],
    });
  },
});
