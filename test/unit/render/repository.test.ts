import * as assert from "uvu/assert";
import { releaseTargets } from "../../../src/core/one-off/release-task.ts";
import { render, renderTargets } from "../../../src/core/render/render.ts";
import type { Template, Templates } from "../../../src/core/render/template.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { app, process, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const FOLDER = ".dokku/templates";
const shop = app({ processes: [process("web", { quantity: 1 })] });

/** With files of the app's repository, which may lay out Deployments and ConfigMaps. */
function carrying(files: Readonly<Record<string, string>>): Templates {
  const without = templates();
  const all = Object.entries(files).map(([file, text]): [string, Template] => [
    file,
    { path: `${FOLDER}/${file}`, origin: "repository", text },
  ]);
  const below = (folder: string) => all.filter(([file]) => file.startsWith(folder));
  const objects = all.filter(([file]) => !file.includes("/"));
  return {
    ...without,
    objects: { ...without.objects, ...Object.fromEntries(objects) },
    own: Object.fromEntries(below("own/").map(([file, template]) => [file.slice(4), template])),
    patches: below("patches/").map(([file, template]) => {
      return { ...template, of: file.slice(8).replace(".yaml", ""), processType: null };
    }),
    repository: { folder: FOLDER, kinds: ["deployment", "ConfigMap"], without },
  };
}

/** Without what other rules say. */
const said = (files: Readonly<Record<string, string>>) => issueReport(render(shop, carrying(files))).join("\n");

const pod = (text: string) => `spec:\n  template:\n    spec:\n${text.replace(/^/gm, "      ")}\n`;
const own = (kind: string, more: string) => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: x\n${more}`;

suite("an app's repository", {
  "may lay out the kinds that are listed": () => {
    const files = {
      "patches/deployment.yaml": pod("nodeSelector:\n  namespace: other"),
      "own/config": own("ConfigMap", "data:\n  namespace: other\n  hostPath: /etc\n"),
    };
    assert.is(said(files), "");
    assert.is(render(shop, carrying(files)).at(-1)?.source.origin, "repository");
  },
  ...table(
    [
      [
        "hostNetwork",
        { "patches/deployment.yaml": pod("hostNetwork: true") },
        "spec.template.spec.hostNetwork",
        "patches/deployment.yaml:4",
      ],
      [
        "hostPID",
        { "patches/deployment.yaml": pod("hostPID: true") },
        "spec.template.spec.hostPID",
        "patches/deployment.yaml:4",
      ],
      [
        "hostIPC",
        { "patches/deployment.yaml": pod("hostIPC: true") },
        "spec.template.spec.hostIPC",
        "patches/deployment.yaml:4",
      ],
      [
        "a host path",
        { "patches/deployment.yaml": pod("volumes:\n  - name: a\n    hostPath:\n      path: /") },
        "spec.template.spec.volumes[0].hostPath",
        "patches/deployment.yaml:6",
      ],
      [
        "a port of the host",
        {
          "patches/deployment.yaml": pod(
            "containers:\n  - name: {{container.name}}\n    ports:\n      - containerPort: 5000\n        hostPort: 80",
          ),
        },
        "spec.template.spec.containers[0].ports[0].hostPort",
        "patches/deployment.yaml:8",
      ],
      [
        "a privileged initContainer",
        {
          "patches/deployment.yaml": pod(
            "initContainers:\n  - name: a\n    image: b\n    securityContext:\n      privileged: true",
          ),
        },
        "spec.template.spec.initContainers[0].securityContext.privileged",
        "patches/deployment.yaml:8",
      ],
      [
        "capabilities",
        {
          "patches/deployment.yaml": pod(
            "initContainers:\n  - name: a\n    securityContext:\n      capabilities:\n        add: [SYS_ADMIN]",
          ),
        },
        "spec.template.spec.initContainers[0].securityContext.capabilities",
        "patches/deployment.yaml:7",
      ],
      [
        "another namespace",
        { "own/config": own("ConfigMap", "  namespace: other\n") },
        "metadata.namespace",
        "own/config:5",
      ],
      [
        "hostNetwork in a template",
        { deployment: `${templates().objects.deployment?.text}      hostNetwork: true\n` },
        "spec.template.spec.hostNetwork",
        `deployment:${templates().objects.deployment?.text.split("\n").length}`,
      ],
    ] as const,
    (_title, files, path, place) => {
      assert.match(said(files), `${path} is not for ${FOLDER} of the app's repository\n`);
      assert.match(said(files), `in ${FOLDER}/${place}\n`);
    },
  ),
  ...table(
    [
      [
        "a patch",
        { "patches/service.yaml": "spec:\n  sessionAffinity: ClientIP" },
        "spec.sessionAffinity is of a Service,",
        "patches/service.yaml:2",
      ],
      ["an object of its own", { "own/secret": own("Secret", "") }, "is of a Secret,", null],
      ["a template that lays out another kind", { deployment: own("Secret", "") }, "is of a Secret,", null],
    ] as const,
    (_title, files, sentence, place) => {
      assert.match(
        said(files),
        `${sentence} but app-templates lists only deployment, ConfigMap for ${FOLDER} of the app's repository`,
      );
      if (place !== null) assert.match(said(files), `in ${FOLDER}/${place}\n`);
    },
  ),
  "takes nothing out of the release that it may not lay out": () => {
    assert.match(
      said({ service: own("ConfigMap", "") }),
      "is left out by .dokku/templates of the app's repository, but app-templates lists only deployment, ConfigMap",
    );
  },
  "may print again what the admin has set": () => {
    const privileged = carrying({});
    const text = `${privileged.objects.deployment?.text}      hostIPC: true\n`;
    const site: Template = { path: "site/deployment", origin: "site", text };
    const without = { ...templates(), objects: { ...templates().objects, deployment: site } };
    const mine: Template = { path: `${FOLDER}/deployment`, origin: "repository", text };
    const both: Templates = {
      ...without,
      objects: { ...without.objects, deployment: mine },
      repository: { folder: FOLDER, kinds: ["deployment"], without },
    };
    assert.equal(issueReport(render(shop, both)), []);
  },
  "is limited in what is part of no release": () => {
    const job = carrying({ "patches/job.yaml": pod("hostNetwork: true") });
    const report = issueReport(renderTargets(releaseTargets(shop, "web", "1"), job)).join("\n");
    assert.match(report, `spec.template.spec.hostNetwork is not for ${FOLDER}`);
    assert.match(report, "is of a Job, but app-templates lists only");
  },
});
