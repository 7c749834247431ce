import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { targetsOf } from "../../../src/core/objects/index.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { render, renderTargets } from "../../../src/core/render/render.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { type RuleId, ruleIds, rulesAbout, type Weight } from "../../../src/core/validate/rules/table.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { cases } from "../../verdicts/mutations.ts";
import { app, HERE, process, route, schemas, tagged, templates, templateText } from "../fixtures.ts";
import { goldenSection } from "../goldens.ts";
import { suite, table } from "../suite.ts";

/** Ids of the rules that have said something in the tables below. */
const spoke = new Set<string>();
const weightOf = (rule: string): Weight => rulesAbout[rule as RuleId].weight;

/** What is said of an app, without ids, and without the lines that name the object and where in its template it is. */
function issues(fields: Partial<App>, site: Readonly<Record<string, string>> = {}): readonly string[] {
  const shop = app(fields);
  const { release, manifests } = validate(shop, render(shop, templates(site)), schemas);
  const lines = issueReport(manifests).filter((line) => /^ {2}\S/.test(line));
  assert.is(
    release === null,
    lines.some((line) => !line.includes("warning: ")),
    "an error and nothing else stops a release",
  );
  for (const { rule, severity } of manifests.flatMap((manifest) => manifest.issues)) {
    if (rule === null) continue;
    spoke.add(rule);
    const weight = weightOf(rule);
    assert.ok(weight === "either" || (severity === "warning") === (weight === "warning"), `${rule} is ${weight}`);
  }
  return lines.map((line) => line.trim().replace(/^(warning: )?\[[a-z-]+\] /, "$1"));
}

const edited = (name: string, from: string, to: string) => ({
  [name]: templateText(name).replace(from, to),
});
const amounts = (memory: string, cpu: string | null = null) => ({ cpu, memory, "nvidia-gpu": null });
const web = (fields: Parameters<typeof process>[1]) => ({ processes: [process("web", fields)] });
const long = "x".repeat(70);

/** Cases that the API server was asked about (test/verdicts): those with a line it refuses, those without it takes. */
const asked = new Map(cases("default").map(({ what, object }) => [what, object]));
const ownTarget = targetsOf(app(), ["own"]).filter(({ isOwn }) => isOwn);
const builtIn = templates();

function saidOf(what: string): readonly string[] {
  const text = JSON.stringify(asked.get(what));
  const own = { own: { path: "own.yaml.hbs", origin: "site" as const, text } };
  const { manifests } = validate(app(), renderTargets(ownTarget, { ...builtIn, own }), schemas);
  for (const { rule } of manifests.flatMap((manifest) => manifest.issues)) if (rule !== null) spoke.add(rule);
  const errors = issueReport(manifests).filter((line) => /^ {2}\S/.test(line) && !line.includes("warning: "));
  return errors.map((line) => line.trim());
}

suite("values of a type, in whatever kind", {
  ...table(
    [
      [
        "Service spec.type = (none)",
        "[value-forms] spec has an externalTrafficPolicy, which only the types NodePort and LoadBalancer take",
      ],
      [
        'Service spec.selector.app = "Not_A.valid-Word!"',
        '[label-values] spec.selector.app "Not_A.valid-Word!" is not a valid label value: it may have letters, digits, -, _ and . only, starting and ending with a letter or digit',
      ],
      ["PersistentVolumeClaim spec.storageClassName = null", null],
      ["Pod spec = (none)", "[needed-values] spec is missing"],
      ['Pod spec.containers[0].env[0].name = ""', "[needed-values] spec.containers[0].env[0].name must not be empty"],
      [
        'Pod spec.containers[0].resources.limits = {"cpu":"500m","memory":"128Mi","unheardOf":1}',
        "[value-forms] spec.containers[0].resources.limits.unheardOf is no resource: Kubernetes has cpu, memory, ephemeral-storage and hugepages-SIZE, others have a domain such as example.com/name",
      ],
      [
        "Pod spec.containers[0].lifecycle.preStop = {}",
        "[alternatives] spec.containers[0].lifecycle.preStop must have one of exec, httpGet, sleep, tcpSocket; it has none",
      ],
      ["Pod spec.containers[0].lifecycle.preStop = null", null],
      ["Pod spec.containers[0].lifecycle.preStop.sleep.seconds = (none)", null],
      [
        'Deployment spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].operator = "Not_A.valid-Word!"',
        '[value-forms] spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0] has the operator "Not_A.valid-Word!"; there are In, NotIn, Exists, DoesNotExist',
      ],
      ["Deployment spec.template.spec.containers[0].readinessProbe = null", null],
      [
        'StatefulSet spec.persistentVolumeClaimRetentionPolicy.whenDeleted = "Not_A.valid-Word!"',
        '[value-forms] spec.persistentVolumeClaimRetentionPolicy.whenDeleted must be one of Retain, Delete; it is "Not_A.valid-Word!"',
      ],
      ["CronJob spec.jobTemplate.spec = (none)", "[needed-values] spec.jobTemplate.spec is missing"],
      [
        "HorizontalPodAutoscaler spec.metrics[0].resource = (none)",
        "[value-forms] spec.metrics[0] needs resource for the type Resource",
      ],
      [
        "HorizontalPodAutoscaler spec.metrics[0].resource.target.averageUtilization = (none)",
        "[alternatives] spec.metrics[0].resource.target must have one of averageUtilization, averageValue, value; it has none",
      ],
      ['Ingress spec.rules[0].host = ""', null],
      [
        'RoleBinding subjects[0].kind = "Not_A.valid-Word!"',
        '[value-forms] subjects[0].kind must be one of ServiceAccount, User, Group; it is "Not_A.valid-Word!"',
      ],
      [
        'RoleBinding subjects[0].name = "Not_A.valid-Word!"',
        '[value-forms] subjects[0] "Not_A.valid-Word!" cannot be a name here: lowercase letters, digits, - and . only, starting and ending with a letter or digit',
      ],
      [
        'RoleBinding roleRef.kind = "Not_A.valid-Word!"',
        '[value-forms] roleRef.kind must be one of Role, ClusterRole; it is "Not_A.valid-Word!"',
      ],
    ] as const,
    (what, line) => assert.equal(saidOf(what), line === null ? [] : [line]),
  ),
});

suite("an image", {
  ...table(
    [
      ["that Dokku pushed", "registry.example.com/dokku/shop:12", "Always", false],
      ["that never left the server", "dokku/shop:latest", "Always", true],
      ["that never left the server, of a registry", "registry.example.com:5000/dokku/shop:latest", "Always", true],
      ["that a site's template knows on the nodes", "dokku/shop:latest", "IfNotPresent", false],
    ] as const,
    (_title, reference, policy, isRefused) => {
      const site = edited("deployment", "imagePullPolicy: {{container.imagePullPolicy}}", `imagePullPolicy: ${policy}`);
      const lines = issues({ image: tagged(reference) }, site);
      assert.is(
        lines.some((line) => line.includes(`has not pushed ${reference}`)),
        isRefused,
        lines.join(),
      );
    },
  ),
  ...table(
    [
      ["for every node", "amd64", ["amd64"], null],
      ["for one of the nodes", "arm64", ["amd64", "arm64"], null],
      ["for no node", "amd64", ["riscv64", "arm64", "arm64"], "arm64, riscv64"],
      ["where nobody may see the nodes", "amd64", [], null],
      ["for several", null, ["arm64"], null],
    ] as const,
    (_title, architecture, nodeArchitectures, nodes) => {
      const image = { ...app().image, architecture };
      const message = `registry.example.com/dokku/shop:1 is built for amd64, the nodes of the cluster are ${nodes}: dokku docker-options:add shop build "--platform linux/arm64"; dokku ps:rebuild shop`;
      const expected = nodes === null ? [] : [`spec.template.spec.containers[0].image ${message}`];
      assert.equal(issues({ image, nodeArchitectures }), expected);
    },
  ),
  "for no node yet, of pods that choose their nodes by it": () => {
    const site = edited(
      "deployment",
      "spec:\n      enableServiceLinks",
      "spec:\n      nodeSelector: {kubernetes.io/arch: amd64}\n      enableServiceLinks",
    );
    assert.equal(issues({ nodeArchitectures: ["arm64"] }, site), []);
  },
});

suite("names", {
  "those of Dokku that Kubernetes cannot take stand for others": () => {
    const odd = [process("web"), process("My_worker"), process("_"), process("w".repeat(63))];
    for (const name of ["my.shop", "my_shop", "1shop", "shop-", "a..b", long, "9"])
      assert.equal(issues({ name, processes: odd }), [], name);
  },
  "of a namespace": () => {
    const lines = issues({ namespace: { name: "my_space", managed: true } });
    assert.match(lines.join("\n"), /"my_space" cannot name a Namespace: .*scheduler-kubernetes:set shop namespace/);
  },
  ...table(
    [
      ["of a kind", "ConfigMap", "a_b", /"a_b" cannot name a ConfigMap: lowercase letters.*in the template/],
      ["of a Service", "Service", "a.b", /"a\.b" cannot name a Service: .*starting with a letter/],
      ["too long", "CronJob", "x".repeat(53), /it has 53 characters, 52 are allowed/],
      ["too long for the labels of its pods", "StatefulSet", "x".repeat(53), /it has 53 characters, 52 are allowed/],
    ] as const,
    (_title, kind, name, says) => {
      const extra = `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
      assert.match(issues({}, { extra }).join("\n"), says);
    },
  ),
});

suite("rules", {
  ...table(
    [
      [
        "a label's value",
        {},
        edited("service", "  {{> metadata}}", `  name: x\n  labels:\n    a: "b c"\n    b: ${long}`),
        [
          'metadata.labels.a "b c" is not a valid label value: it may have letters, digits, -, _ and . only, starting and ending with a letter or digit',
          `metadata.labels.b "${long}" has 70 characters, a label value may have 63`,
        ],
      ],
      [
        "an own object that has the name of another",
        {},
        { extra: "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop-web\nspec: { ports: [{ port: 1 }] }\n" },
        ["metadata.name shop-web is already created by templates/service.yaml.hbs"],
      ],
      [
        "an own object in another namespace",
        {},
        { extra: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  namespace: kube-system\n" },
        ["metadata.namespace must be default, the app's, or be left out"],
      ],
      [
        "an own object of no namespace",
        {},
        { extra: "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: x\n" },
        ["a ClusterRole is not namespaced, so it cannot belong to an app: apply it once with kubectl"],
      ],
      [
        "an own object of a kind without a schema",
        {},
        { extra: "apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: x\n" },
        ["warning: no schema is known for example.com/v1/Thing: its fields were not checked"],
      ],
      [
        "keys of annotations and labels",
        {
          settings: {
            nginx: {},
            limits: {},
            values: {},
            metadata: {
              "service-annotations": { "a b": "x" },
              "service-labels": { "x/": "y" },
              "pod-annotations": { ok: "z".repeat(262_144) },
            },
          },
        },
        {},
        [
          "spec.template.metadata.annotations hold 262241 bytes, Kubernetes allows 262144",
          'metadata.annotations[a b] "a b" must be 1 to 63 letters, digits, -, _ and ., starting and ending with a letter or digit; a DNS name and a slash may precede it',
          'metadata.labels[x/] "" must be 1 to 63 letters, digits, -, _ and ., starting and ending with a letter or digit',
        ],
      ],
      [
        "a host",
        { domains: ["*x.test", "-dash.test", "a..test", "my_shop.test"] },
        {},
        [
          'spec.rules[0].host "*x.test" is not a valid host name: a * may only stand for its whole first part, as in *.example.com; remove it with: dokku domains:remove shop *x.test',
          'spec.rules[1].host "-dash.test" is not a valid host name: none of its parts between dots may begin or end with -; remove it with: dokku domains:remove shop -dash.test',
          'spec.rules[2].host "a..test" is not a valid host name: there has to be something before and after each dot; remove it with: dokku domains:remove shop a..test',
          'spec.rules[3].host "my_shop.test" is not a valid host name: it may have letters, digits, - and . only; remove it with: dokku domains:remove shop my_shop.test',
        ],
      ],
      [
        "a selector that its pods lack",
        {},
        edited("deployment", "{{> map selector}}", "{{> map selector}}\n      tier: front"),
        [
          'spec.selector.matchLabels.tier selects "front", but the pods have no such label: add it below /spec/template/metadata/labels',
        ],
      ],
      [
        "a Service without pods",
        {},
        edited("service", "{{> map selector}}", "app: other"),
        ["spec.selector selects no pods of this release"],
      ],
      [
        "an env Secret that is not there",
        {},
        edited(
          "deployment",
          "imagePullPolicy: {{container.imagePullPolicy}}",
          "envFrom:\n            - secretRef:\n                name: shop-env-0123456789ab",
        ),
        [
          "spec.template.spec.containers[0].envFrom[0].secretRef.name names shop-env-0123456789ab, which this release does not have",
        ],
      ],
      [
        "a Secret of somebody else",
        {},
        edited(
          "deployment",
          "imagePullPolicy: {{container.imagePullPolicy}}",
          "envFrom:\n            - secretRef:\n                name: vault",
        ),
        [
          "warning: spec.template.spec.containers[0].envFrom[0].secretRef.name names vault, which is not part of this release: it must already exist in the namespace",
        ],
      ],
      [
        "an env over 1 MiB",
        { env: { BIG: "é".repeat(600_000), SMALL: "x" } },
        {},
        [
          "spec.template.spec.containers[0] BIG=... has 1200004 bytes, Linux allows 131071: move it to a file in the image or on a volume",
          "data holds 1200001 bytes, Kubernetes allows 1048576; the largest is BIG with 1200000: move it to a file in the image or on a volume",
        ],
      ],
      [
        "an Ingress of very many hosts",
        { domains: Array.from({ length: 4001 }, (_, index) => `${index}.example.com`) },
        {},
        [
          "warning: spec.rules has 4001 hosts in 643278 bytes; a cluster stores 1572864, and past 5000 hosts each change takes its controller long. Give apps with many domains an Ingress of their own: dokku scheduler-kubernetes:set shop ingress-per-app true",
        ],
      ],
      [
        "an Ingress of an app's own with very many hosts",
        {
          domains: Array.from({ length: 4001 }, (_, index) => `${index}.example.com`),
          properties: computeProperties({ "ingress-per-app": "true" }, {}),
        },
        {},
        [
          "warning: spec.rules has 4001 hosts in 643391 bytes; a cluster stores 1572864, and past 5000 hosts each change takes its controller long. One wildcard domain may stand for many: dokku domains:add shop '*.example.com'",
        ],
      ],
      ["a value as long as Linux takes", { env: { BIG: "x".repeat(131_067) } }, {}, []],
      [
        "a value longer than Linux takes, of two process types",
        { env: { BIG: "é".repeat(65_534) }, processes: [process("web"), process("worker")] },
        {},
        [
          "spec.template.spec.containers[0] BIG=... has 131072 bytes, Linux allows 131071: move it to a file in the image or on a volume",
        ],
      ],
      [
        "a word longer than Linux takes, made of shorter ones",
        { env: { A: "x".repeat(70_000) }, ...web({ command: 'serve "$A $A"' }) },
        {},
        [
          "spec.template.spec.containers[0] args[1] has 140001 bytes, Linux allows 131071: move it to a file in the image or on a volume",
        ],
      ],
      [
        "words and env that are longer together than Linux takes",
        { env: { A: "x".repeat(100_000) }, ...web({ command: `serve ${Array(21).fill("$A").join(" ")}` }) },
        {},
        [
          "spec.template.spec.containers[0] its command and env have 2200232 bytes together, Linux allows 2097152: move the largest of them to a file in the image or on a volume",
        ],
      ],
      [
        "a request over the limit",
        web({
          limit: { ...amounts("512Mi", "1"), "nvidia-gpu": "2" },
          reserve: { ...amounts("1g", "1500m"), "nvidia-gpu": "1" },
        }),
        {},
        [
          "spec.template.spec.containers[0].resources.requests.cpu requests 1500m, more than the limit of 1 (resource:reserve, resource:limit)",
          "spec.template.spec.containers[0].resources.requests.memory requests 1Gi, more than the limit of 512Mi (resource:reserve, resource:limit)",
          "spec.template.spec.containers[0].resources.requests[nvidia.com/gpu] requests 1, which must equal the limit of 2 (resource:reserve, resource:limit)",
        ],
      ],
      ["a request of the limit", web({ limit: amounts("1024", "1"), reserve: amounts("1g", "1000m") }), {}, []],
      ["units of 1000 and 1024", web({ limit: amounts("1Gi"), reserve: amounts("1G") }), {}, []],
      [
        "a host twice",
        { domains: ["a.test"] },
        edited(
          "ingress",
          "    {{/each}}",
          "    {{/each}}\n    - host: a.test\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: x\n                port:\n                  number: 1",
        ),
        ["spec.rules[1].http.paths[0] routes a.test/ a second time"],
      ],
      [
        "a probe that asks nothing",
        { appJson: { healthchecks: { web: { liveness: { periodSeconds: 5 } } } } },
        {},
        ["spec.template.spec.containers[0].livenessProbe must have one of exec, grpc, httpGet, tcpSocket; it has none"],
      ],
      [
        "a probe that asks twice",
        { appJson: { healthchecks: { web: { liveness: { exec: { command: ["a"] }, tcpSocket: { port: 1 } } } } } },
        {},
        [
          "spec.template.spec.containers[0].livenessProbe must have one of exec, grpc, httpGet, tcpSocket; it has exec and tcpSocket",
        ],
      ],
      [
        "a probe with numbers that no probe can have",
        { appJson: { healthchecks: { web: { liveness: { periodSeconds: -1, tcpSocket: { port: 65536 } } } } } },
        {},
        [
          "spec.template.spec.containers[0].livenessProbe.periodSeconds must be at least 0; it is -1",
          "spec.template.spec.containers[0].livenessProbe.tcpSocket.port must be from 1 to 65535; it is 65536",
        ],
      ],
      [
        "an open quote",
        web({ command: "sh 'x" }),
        {},
        [
          `spec.template.spec.containers[0].args start command of process type "web" has an unclosed quote or brace: sh 'x`,
        ],
      ],
      [
        "a host that another app has",
        { domains: ["a.test"], otherRoutes: [route("blog", "a.test")] },
        {},
        ["spec.rules host a.test of shop is already taken by blog: dokku domains:remove shop a.test"],
      ],
    ] as const,
    (_title, fields, site, expected) => assert.equal(issues(fields as Partial<App>, site), expected),
  ),
  "Linux draws the line for a variable where the rule does": () => {
    const starts = (length: number) =>
      spawnSync("true", { env: { ...globalThis.process.env, BIG: "x".repeat(length) } }).status === 0;
    assert.equal([131_067, 131_068].map(starts), [true, false]);
  },
  "objects of any shape are judged, not choked on": () => {
    const odd = (kind: string, rest: string) => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: x\n${rest}`;
    for (const rest of [
      "spec: 5",
      "spec:",
      "spec: []",
      "spec:\n  template: []\n  rules: 5\n  selector: x",
      "data: 5",
    ]) {
      for (const kind of ["Service", "Ingress", "Secret", "Deployment", "CronJob"]) {
        const shop = app();
        validate(shop, render(shop, templates({ service: odd(kind, rest) })), schemas);
      }
    }
  },
});

/** An own Deployment with one container; `pod` and `container` are more lines of each. */
const deployment = ({ spec = "", pod = "", container = "" }) =>
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: x
spec:
${indented(2, spec)}  selector:
    matchLabels: { of: x }
  template:
    metadata:
      labels: { of: x }
    spec:
${indented(6, pod)}      containers:
        - name: x
          image: x
${indented(10, container)}`;
const object = (kind: string, rest: string) => `kind: ${kind}\nmetadata:\n  name: x\n${rest}`;
const cronJob = (schedule: string) =>
  `apiVersion: batch/v1\n${object("CronJob", `spec: { schedule: "${schedule}", jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: x, image: x }] } } } } }`)}`;
const indented = (by: number, text: string) => text.replaceAll(/^(?=.)/gm, " ".repeat(by)).replace(/(?<=.)$/, "\n");
const POD = "spec.template.spec";
const BOX = `${POD}.containers[0]`;

suite("what the API server refuses of an own object", {
  ...table(
    [
      [
        "a number out of its range",
        deployment({
          spec: "minReadySeconds: -1",
          pod: "terminationGracePeriodSeconds: -1\nvolumes:\n  - name: v\n    secret: { secretName: x, defaultMode: 512 }",
          container:
            "securityContext: { runAsUser: -1 }\nports: [{ containerPort: 0 }]\nvolumeMounts: [{ name: v, mountPath: /v }]",
        }),
        [
          "spec.minReadySeconds must be at least 0; it is -1",
          `${BOX}.ports[0].containerPort must be from 1 to 65535; it is 0`,
          `${BOX}.securityContext.runAsUser must be from 0 to 2147483647; it is -1`,
          `${POD}.terminationGracePeriodSeconds must be at least 0; it is -1`,
          `${POD}.volumes[0].secret.defaultMode must be from 0 to 511; it is 512`,
        ],
      ],
      [
        "a port's name",
        deployment({
          container:
            "ports: [{ containerPort: 1, name: UP }, { containerPort: 2, name: ok }]\nlivenessProbe: { tcpSocket: { port: x--y } }\nlifecycle: { preStop: { httpGet: { port: '80' } } }",
        }),
        [
          `${BOX}.lifecycle.preStop.httpGet.port "80" cannot name a port: at most 15 lowercase letters, digits and single -, one letter among them, starting and ending with a letter or digit`,
          `${BOX}.livenessProbe.tcpSocket.port "x--y" cannot name a port: at most 15 lowercase letters, digits and single -, one letter among them, starting and ending with a letter or digit`,
          `${BOX}.ports[0].name "UP" cannot name a port: at most 15 lowercase letters, digits and single -, one letter among them, starting and ending with a letter or digit`,
        ],
      ],
      [
        "a Service's ports",
        object(
          "Service",
          "spec: { ports: [{ port: 65536, name: a_b, targetPort: A }, { port: 1, name: a.b, targetPort: 0 }] }",
        ),
        [
          'spec.ports[0].name "a_b" cannot name a port: at most 63 lowercase letters, digits and -, starting and ending with a letter or digit',
          "spec.ports[0].port must be from 1 to 65535; it is 65536",
          'spec.ports[0].targetPort "A" cannot name a port: at most 15 lowercase letters, digits and single -, one letter among them, starting and ending with a letter or digit',
          'spec.ports[1].name "a.b" cannot name a port: at most 63 lowercase letters, digits and -, starting and ending with a letter or digit',
        ],
      ],
      [
        "a probe's form",
        deployment({
          container:
            "livenessProbe: { exec: { command: [] }, successThreshold: 2 }\nreadinessProbe: { tcpSocket: { port: 1 }, terminationGracePeriodSeconds: 1 }\nstartupProbe: { httpGet: { port: 1, httpHeaders: [{ name: a b, value: x }] } }",
        }),
        [
          `${BOX}.livenessProbe.exec must have a command`,
          `${BOX}.livenessProbe.successThreshold must be 1; it is 2`,
          `${BOX}.readinessProbe.terminationGracePeriodSeconds must be left out: a readiness probe ends no container`,
          `${BOX}.startupProbe.httpGet.httpHeaders[0].name must be the name of a header: letters, digits and - only; it is "a b"`,
        ],
      ],
      [
        "amounts of resources",
        deployment({
          container: "resources: { limits: { cpu: '-1', memory: 1k, nvidia.com/gpu: 500m, hugepages-2Mi: '0.5' } }",
        }),
        [
          `${BOX}.resources.limits.cpu must be at least 0; it is -1`,
          `${BOX}.resources.limits.hugepages-2Mi must be a whole number, for hugepages-2Mi cannot be divided; it is 0.5`,
          `${BOX}.resources.limits[nvidia.com/gpu] must be a whole number, for nvidia.com/gpu cannot be divided; it is 500m`,
        ],
      ],
      [
        "mounts",
        deployment({
          pod: "volumes: [{ name: v, emptyDir: {} }]",
          container:
            "volumeMounts: [{ name: v, mountPath: '' }, { name: v, mountPath: /a:b }, { name: w, mountPath: /w }, { name: v, mountPath: /w }]",
        }),
        [
          `${BOX}.volumeMounts[0].mountPath must not be empty: give the mount a path such as /data`,
          `${BOX}.volumeMounts[1].mountPath "/a:b" cannot be mounted: it has a colon`,
          `${BOX}.volumeMounts[2].name mounts the volume "w", which the pod does not have`,
          `${BOX}.volumeMounts[3] has the mountPath of an entry before it: /w`,
        ],
      ],
      [
        "the same name or port twice",
        deployment({
          container:
            "env: [{ name: A, value: '1' }, { name: A, value: '2' }]\nports: [{ containerPort: 1 }, { containerPort: 1, protocol: UDP }, { containerPort: 1, protocol: TCP }]",
        }),
        [
          `${BOX}.env[1] has the name of an entry before it: A`,
          `${BOX}.ports[2] has the containerPort and protocol of an entry before it: 1 TCP`,
        ],
      ],
      [
        "how a pod looks names up",
        deployment({
          pod: "dnsPolicy: None\ndnsConfig: { searches: [A_b, ok., ., a_b], options: [{ value: x }] }\nhostAliases: [{ ip: 10.0.0.256, hostnames: [A] }]",
        }),
        [
          `${POD} has dnsPolicy None, which needs at least one of dnsConfig.nameservers`,
          `${POD}.dnsConfig.options[0] must have a name`,
          `${POD}.dnsConfig.searches[0] must be a domain such as example.com: lowercase letters, digits, - and . only, at most 253; it is "A_b"`,
          `${POD}.hostAliases[0].hostnames[0] must be a domain such as example.com: lowercase letters, digits, - and . only, at most 253; it is "A"`,
          `${POD}.hostAliases[0].ip must be an address such as 10.0.0.2; it is "10.0.0.256"`,
        ],
      ],
      [
        "names within a pod",
        deployment({
          pod: "securityContext: { sysctls: [{ name: a..b, value: '1' }] }\nvolumes: [{ name: A, persistentVolumeClaim: { claimName: a_b } }]",
          container: "volumeMounts: [{ name: A, mountPath: /a }]",
        }),
        [
          `${POD}.securityContext.sysctls[0].name "a..b" is not the name of a sysctl such as net.core.somaxconn`,
          `${POD}.volumes[0].name "A" cannot name a volume: lowercase letters, digits and - only, starting and ending with a letter or digit; change it in the template`,
          `${POD}.volumes[0].persistentVolumeClaim.claimName "a_b" cannot be the name of a claim: lowercase letters, digits, - and . only, starting and ending with a letter or digit; see: dokku scheduler-kubernetes:list-mount shop`,
        ],
      ],
      [
        "a rollout that ends before its pods count",
        deployment({ spec: "minReadySeconds: 600" }),
        [
          "spec.minReadySeconds a pod counts once it has been ready for 600 s, but the whole rollout may take 600 s: dokku scheduler-kubernetes:set shop deploy-timeout SECONDS",
        ],
      ],
      [
        "keys of data",
        object("ConfigMap", "data: { 'a b': x, ..x: v, .: z, .ok: x }"),
        [
          'data[.] "." cannot be a key: 1 to 253 letters, digits, -, _ and . only, not starting with ..',
          'data[..x] "..x" cannot be a key: 1 to 253 letters, digits, -, _ and . only, not starting with ..',
          'data[a b] "a b" cannot be a key: 1 to 253 letters, digits, -, _ and . only, not starting with ..',
        ],
      ],
      [
        "data over 1 MiB",
        object("ConfigMap", `data: { a: ${"x".repeat(600_000)} }\nbinaryData: { b: ${"AAAA".repeat(150_000)} }`),
        [
          "data holds 1050000 bytes, Kubernetes allows 1048576; the largest is a with 600000: move it to a file in the image or on a volume",
        ],
      ],
      [
        "data near 1 MiB",
        object("ConfigMap", `data: { a: ${"x".repeat(838_861)} }`),
        [
          "warning: data holds 838861 bytes, Kubernetes allows 1048576; the largest is a with 838861: move it to a file in the image or on a volume",
        ],
      ],
      ["data below 80% of it", object("ConfigMap", `data: { a: ${"x".repeat(838_860)} }`), []],
      [
        "an object near 1.5 MiB",
        deployment({ container: `args: [${`${"x".repeat(100_000)}, `.repeat(13)}]` }),
        [
          "warning: the object has 1300280 bytes, a cluster stores 1572864: move what is large in it to the image, a volume, or a ConfigMap of its own",
        ],
      ],
      [
        "an object over 1.5 MiB",
        deployment({ container: `args: [${`${"x".repeat(100_000)}, `.repeat(16)}]` }),
        ["the object has 1600289 bytes, a cluster stores 1572864"],
      ],
      [
        "an image's name",
        deployment({ container: "env: []" }).replace("image: x", "image: ' x'"),
        [`${BOX}.image " x" must not begin or end with a blank`],
      ],
      [
        "a rollout that could not begin",
        deployment({ spec: "strategy: { rollingUpdate: { maxSurge: 0%, maxUnavailable: 0 } }" }),
        [
          "spec.strategy.rollingUpdate has 0 for both maxSurge and maxUnavailable: no pod could ever be replaced (max-surge, max-unavailable)",
        ],
      ],
      ["a rollout without a pod less", deployment({ spec: "strategy: { rollingUpdate: { maxUnavailable: 0 } }" }), []],
      [
        "numbers that Recreate does not take",
        deployment({ spec: "strategy: { type: Recreate, rollingUpdate: { maxSurge: 1 } }" }),
        ["spec.strategy.rollingUpdate must be left out: the type Recreate takes no numbers"],
      ],
      [
        "a Deployment's pods that may end",
        deployment({ pod: "restartPolicy: OnFailure" }),
        [`${POD}.restartPolicy must be Always or left out; it is OnFailure`],
      ],
      [
        "a Job's pods that never end",
        deployment({})
          .replace("apps/v1\nkind: Deployment", "batch/v1\nkind: Job")
          .replace(/ {2}selector:\n.*\n/, ""),
        [`${POD}.restartPolicy must be Never or OnFailure; it is Always, the default`],
      ],
      [
        "a Service of several ports, one of them without a name",
        object("Service", "spec: { ports: [{ port: 1 }, { port: 2, name: b }] }"),
        ["spec.ports[0].name is missing: of several ports each needs a name"],
      ],
      ["a Service without ports", object("Service", "spec: { ports: [] }"), ["spec.ports must have a port"]],
      ["a Service that is a name", object("Service", "spec: { type: ExternalName, externalName: a.b }"), []],
      [
        "an autoscaler whose bounds are the wrong way round",
        `apiVersion: autoscaling/v2\n${object("HorizontalPodAutoscaler", "spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: { kind: Deployment, name: x } }")}`,
        ["spec.maxReplicas must be at least minReplicas, which is 3; it is 2"],
      ],
      [
        "a budget of two bounds",
        `apiVersion: policy/v1\n${object("PodDisruptionBudget", "spec: { minAvailable: 1, maxUnavailable: 1 }")}`,
        ["spec.minAvailable and maxUnavailable cannot both be set: leave out one"],
      ],
      [
        "a CronJob's schedule in words",
        cronJob("every day"),
        [
          'spec.schedule "every day": it has 2 fields, it needs 5: minute, hour, day of the month, month, day of the week',
        ],
      ],
      ["a CronJob's Sunday", cronJob("0 0 * * 7"), ['spec.schedule "0 0 * * 7": Kubernetes wants it as 0 0 * * 0']],
      [
        "a pod without a container, and what an init container cannot have",
        deployment({
          pod: "initContainers: [{ name: i, image: x, livenessProbe: { tcpSocket: { port: 1 } }, lifecycle: {} }, { name: j, image: x, restartPolicy: Always, livenessProbe: { tcpSocket: { port: 1 } } }]",
        }).replace(/containers:\n.*/s, "containers: []\n"),
        [
          `${POD}.containers must have a container`,
          `${POD}.initContainers[0].lifecycle must be left out: an init container ends (without restartPolicy: Always)`,
          `${POD}.initContainers[0].livenessProbe must be left out: an init container ends (without restartPolicy: Always)`,
        ],
      ],
      [
        "an init container with the name of another container, and a port of the node that two ask for",
        deployment({
          pod: "initContainers: [{ name: x, image: x }]",
          container:
            "ports: [{ containerPort: 1, hostPort: 5 }, { containerPort: 2, hostPort: 5 }, { containerPort: 3, hostPort: 5, hostIP: 10.0.0.1 }]",
        }),
        [
          `${BOX} has the name of an entry before it: x`,
          `${BOX}.ports[1] has the hostPort and protocol and hostIP of an entry before it: 5 TCP`,
        ],
      ],
      [
        "volumes that no container mounts",
        deployment({
          pod: "volumes: [{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }, { name: c, emptyDir: {} }]",
          container: "volumeMounts: [{ name: a, mountPath: /a }]\nvolumeDevices: [{ name: c, devicePath: /c }]",
        }),
        [`warning: ${POD}.volumes[1] the volume "b" is mounted by no container`],
      ],
      [
        "ports that probes ask at",
        deployment({
          container:
            "ports: [{ containerPort: 1, name: a }]\nlivenessProbe: { tcpSocket: { port: b } }\nreadinessProbe: { httpGet: { port: 2 } }\nstartupProbe: { httpGet: { port: b, host: example.com } }\nlifecycle: { preStop: { httpGet: { port: a } } }",
        }),
        [
          `warning: ${BOX}.livenessProbe.tcpSocket.port names the port "b", which the container does not have: nothing will be asked`,
          `warning: ${BOX}.readinessProbe.httpGet.port is 2, but the containers' ports are 1`,
        ],
      ],
      ["a port that no container names", deployment({ container: "readinessProbe: { tcpSocket: { port: 2 } }" }), []],
      [
        "bytes in thousandths",
        deployment({
          pod: "volumes: [{ name: v, emptyDir: { sizeLimit: 5m } }]",
          container:
            "resources: { requests: { memory: 100M }, limits: { memory: 100500m, cpu: 500m } }\nvolumeMounts: [{ name: v, mountPath: /v }]",
        }).replace("100M", "100m"),
        [
          `warning: ${BOX}.resources.limits.memory is 100500m, thousandths of a byte: M stands for megabytes, Mi for mebibytes`,
          `warning: ${BOX}.resources.requests.memory is 100m, thousandths of a byte: M stands for megabytes, Mi for mebibytes`,
          `warning: ${POD}.volumes[0].emptyDir.sizeLimit is 5m, thousandths of a byte: M stands for megabytes, Mi for mebibytes`,
        ],
      ],
      [
        "a device without a limit",
        deployment({ container: "resources: { requests: { example.com/gpu: 1 } }" }),
        [
          `${BOX}.resources.requests[example.com/gpu] requests 1, which needs a limit that equals it (resource:reserve, resource:limit)`,
        ],
      ],
      [
        "amounts of pods",
        deployment({ spec: "strategy: { rollingUpdate: { maxSurge: '1', maxUnavailable: 101% } }" }),
        [
          "spec.strategy.rollingUpdate.maxSurge must be a number without quotes, or a percentage such as 25%; it is 1",
          "spec.strategy.rollingUpdate.maxUnavailable must be at most 100%; it is 101%",
        ],
      ],
      ["more pods than all", deployment({ spec: "strategy: { rollingUpdate: { maxSurge: 200% } }" }), []],
      [
        "pods that run for ever, and have a deadline",
        deployment({ pod: "activeDeadlineSeconds: 5" }),
        [`${POD}.activeDeadlineSeconds must be left out: pods of a Deployment run for ever`],
      ],
      [
        "a selector's expressions",
        deployment({}).replace(
          "matchLabels: { of: x }",
          "matchExpressions: [{ key: of, operator: NotIn, values: [x] }, { key: of, operator: in }, { key: of, operator: In }, { key: of, operator: Exists, values: [x] }, { key: of, operator: In, values: [x, z] }, { key: gone, operator: Exists }]",
        ),
        [
          "spec.selector.matchExpressions[0] does not select the pods: their label of is x",
          'spec.selector.matchExpressions[1] has the operator "in"; there are In, NotIn, Exists, DoesNotExist',
          "spec.selector.matchExpressions[2] needs values for In",
          "spec.selector.matchExpressions[3] must have no values for Exists",
          "spec.selector.matchExpressions[5] does not select the pods: their label gone is missing",
        ],
      ],
      [
        "an empty selector",
        deployment({}).replace("matchLabels: { of: x }", "{}"),
        ["spec.selector must name a label of the pods"],
      ],
      [
        "a Job's selector",
        deployment({ pod: "restartPolicy: Never" }).replace("apps/v1\nkind: Deployment", "batch/v1\nkind: Job"),
        ["spec.selector must be left out: Kubernetes makes that of a Job"],
      ],
      [
        "labels that select",
        deployment({ pod: "nodeSelector: { a b: c, d: e f }" }),
        [
          `${POD}.nodeSelector[a b] "a b" must be 1 to 63 letters, digits, -, _ and ., starting and ending with a letter or digit; a DNS name and a slash may precede it`,
          `${POD}.nodeSelector.d "e f" is not a valid label value: it may have letters, digits, -, _ and . only, starting and ending with a letter or digit`,
        ],
      ],
      [
        "a CronJob's selector",
        cronJob("0 0 * * *").replace(
          "jobTemplate: { spec: {",
          "jobTemplate: { spec: { selector: { matchLabels: { a: b } },",
        ),
        ["spec.jobTemplate.spec.selector must be left out: Kubernetes makes that of a Job"],
      ],
      ["a pod's empty name", deployment({ pod: "hostname: ''" }), []],
      [
        "names of a pod",
        deployment({ pod: "hostname: A.b\nsubdomain: a.b" }),
        [
          `${POD}.hostname "A.b" cannot name a pod: lowercase letters, digits and - only, starting and ending with a letter or digit; change it in the template`,
          `${POD}.subdomain "a.b" cannot name a pod's domain: lowercase letters, digits and - only, starting and ending with a letter or digit; change it in the template`,
        ],
      ],
      [
        "hosts of an Ingress",
        `apiVersion: networking.k8s.io/v1\n${object("Ingress", "spec: { defaultBackend: { service: { name: x, port: { number: 1 } } }, rules: [{ host: '' }, { host: 10.0.0.1 }], tls: [{ hosts: [a_b, 10.0.0.2] }] }")}`,
        [
          'spec.rules[1].host "10.0.0.1" is not a valid host name: it is an address; remove it with: dokku domains:remove shop 10.0.0.1',
          'spec.tls[0].hosts[0] "a_b" is not a valid host name: it may have letters, digits, - and . only; remove it with: dokku domains:remove shop a_b',
        ],
      ],
      [
        "a Service's port that no container has",
        object("Service", "spec: { selector: { app: shop }, ports: [{ port: 1, targetPort: nope }] }"),
        [
          'warning: spec.ports[0].targetPort is "nope", and no container of the pods that it selects has a port of that name',
        ],
      ],
      [
        "custom resources that are called as Kubernetes' own",
        `apiVersion: serving.example.com/v1\n${object("Service", "spec: { template: { spec: { containers: [{ image: x, livenessProbe: {} }] } } }")}`,
        ["warning: no schema is known for serving.example.com/v1/Service: its fields were not checked"],
      ],
      [
        "where variables come from",
        deployment({
          container:
            "env: [{ name: a=b, value: x }, { name: A, value: x, valueFrom: { fieldRef: { fieldPath: metadata.nme } } }, { name: B, valueFrom: {} }, { name: C, valueFrom: { configMapKeyRef: { name: x, key: a b } } }, { name: D, valueFrom: { resourceFieldRef: { resource: limits.gpu } } }, { name: E, valueFrom: { fieldRef: { fieldPath: \"metadata.labels['a/b']\" } } }, { name: F, value: '', valueFrom: null }]\nenvFrom: [{}, { prefix: a=, configMapRef: { name: A } }]",
        }),
        [
          `${BOX}.env[0].name must have printable ASCII characters other than =; it is "a=b"`,
          `${BOX}.env[1] has both a value and valueFrom`,
          `${BOX}.env[1].valueFrom.fieldRef.fieldPath is no field of a pod that a variable can have; it is "metadata.nme"`,
          `${BOX}.env[2].valueFrom must have one of configMapKeyRef, fieldRef, fileKeyRef, resourceFieldRef, secretKeyRef; it has none`,
          `${BOX}.env[3].valueFrom.configMapKeyRef.key must be a key: letters, digits, -, _ and . only; it is "a b"`,
          `${BOX}.env[4].valueFrom.resourceFieldRef.resource must be such as limits.memory; it is "limits.gpu"`,
          `${BOX}.envFrom[0] must have one of configMapRef, secretRef; it has none`,
          `${BOX}.envFrom[1].configMapRef.name must be the name of an object: lowercase letters, digits, - and . only; it is "A"`,
          `${BOX}.envFrom[1].prefix must have printable ASCII characters other than =; it is "a="`,
        ],
      ],
      [
        "volumes and their parts",
        deployment({
          pod: "volumes: [{ name: a, emptyDir: {}, configMap: { name: x, items: [{ key: k, path: ../k }] } }, { name: b, secret: {} }, { name: c, hostPath: { path: /a/../b } }, { name: d, nfs: { server: x, path: z } }]",
          container:
            "volumeMounts: [{ name: a, mountPath: /a, subPath: /x }, { name: b, mountPath: /b, subPath: x, subPathExpr: z }, { name: c, mountPath: /c, subPath: a..b }, { name: d, mountPath: /d }]",
        }),
        [
          `${BOX}.volumeMounts[0].subPath must be a path inside the volume, without .. and a / at its begin; it is "/x"`,
          `${BOX}.volumeMounts[1] has both subPath and subPathExpr`,
          `${POD}.volumes[0] has more than one source: emptyDir and configMap`,
          `${POD}.volumes[0].configMap.items[0].path must be a path inside the volume, without .. and a / at its begin; it is "../k"`,
          `${POD}.volumes[1].secret must have a secretName`,
          `${POD}.volumes[2].hostPath.path must not have ..; it is "/a/../b"`,
          `${POD}.volumes[3].nfs.path must begin with /; it is "z"`,
        ],
      ],
      [
        "what an Ingress routes",
        `apiVersion: networking.k8s.io/v1\n${object("Ingress", "spec: { ingressClassName: A, rules: [{ http: { paths: [] } }, { http: { paths: [{ path: x, pathType: Prefix, backend: { service: { name: x, port: { number: 1, name: a } } } }, { path: /a/../b, pathType: Exact, backend: {} }, { path: /a//b, pathType: ImplementationSpecific, backend: { service: { name: x } } }] } }] }")}`,
        [
          'spec.ingressClassName must be the name of a class: lowercase letters, digits, - and . only; it is "A"',
          "spec.rules[0].http must have a path",
          'spec.rules[1].http.paths[0] must have a path that begins with /; it is "x"',
          "spec.rules[1].http.paths[0].backend must have a port's name or its number; it has both",
          'spec.rules[1].http.paths[1] must have a path without //, /., /.. and %2f; it is "/a/../b"',
          "spec.rules[1].http.paths[1].backend must have a service",
          "spec.rules[1].http.paths[2].backend must have a port's name or its number; it has none",
        ],
      ],
      [
        "an Ingress that routes nothing",
        `apiVersion: networking.k8s.io/v1\n${object("Ingress", "spec: { ingressClassName: nginx }")}`,
        ["spec must have rules or a defaultBackend"],
      ],
      [
        "what a Service of its type cannot have",
        object(
          "Service",
          "spec: { ports: [{ port: 1, nodePort: 30080 }], externalIPs: [a], loadBalancerSourceRanges: [10.0.0.0], clusterIP: none }",
        ),
        [
          "spec must have no nodePort, for its type is ClusterIP",
          'spec.clusterIP must be None or an address; it is "none"',
          'spec.externalIPs[0] must be an address such as 10.0.0.2; it is "a"',
          'spec.loadBalancerSourceRanges[0] must be a range such as 10.0.0.0/8; it is "10.0.0.0"',
        ],
      ],
      [
        "a Service that is no name",
        object("Service", "spec: { type: ExternalName }"),
        ["spec must have an externalName, for its type is ExternalName"],
      ],
      [
        "a Service of a load balancer without an address",
        object("Service", "spec: { type: LoadBalancer, clusterIP: None, ports: [{ port: 1 }] }"),
        ["spec must have a clusterIP other than None, for its type is LoadBalancer"],
      ],
      [
        "a Service of a load balancer",
        object(
          "Service",
          "spec: { type: LoadBalancer, ports: [{ port: 1, nodePort: 30080 }], loadBalancerSourceRanges: [10.0.0.0/8] }",
        ),
        [],
      ],
      [
        "a claim that asks for nothing",
        object("PersistentVolumeClaim", "spec: { accessModes: [ReadWriteOnce] }"),
        ["spec must request an amount of storage: resources.requests.storage"],
      ],
      [
        "a claim without a way to mount it",
        object("PersistentVolumeClaim", "spec: { resources: { requests: { storage: 1Gi } } }"),
        ["spec must have accessModes, such as [ReadWriteOnce]"],
      ],
      [
        "where a pod may run",
        deployment({
          pod: "tolerations: [{ effect: NoSchedule }, { key: a, operator: Exists, value: b }, { key: a, operator: Exists, tolerationSeconds: 5 }, { key: a b, operator: Exists }, { operator: Exists }, { key: a, value: b }]\naffinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] }, preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: {} }] } }\ntopologySpreadConstraints: [{ maxSkew: 0, topologyKey: a, whenUnsatisfiable: DoNotSchedule }, { maxSkew: 1, minDomains: 2, topologyKey: b, whenUnsatisfiable: ScheduleAnyway }]",
        }),
        [
          `${POD}.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight must be from 1 to 100; it is 0`,
          `${POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution must have nodeSelectorTerms`,
          `${POD}.tolerations[0] must have the operator Exists, for it has no key`,
          `${POD}.tolerations[1] must have no value, for its operator is Exists`,
          `${POD}.tolerations[2] must have the effect NoExecute, for it has tolerationSeconds`,
          `${POD}.tolerations[3] must have the key of a taint; it is "a b"`,
          `${POD}.topologySpreadConstraints[0] must have a maxSkew of at least 1; it is 0`,
          `${POD}.topologySpreadConstraints[1] must have no minDomains, for it is whenUnsatisfiable: ScheduleAnyway`,
        ],
      ],
      [
        "what a Role allows",
        `apiVersion: rbac.authorization.k8s.io/v1\n${object("Role", "rules: [{ apiGroups: [''], resources: [pods], verbs: [get] }, { apiGroups: [''], resources: [pods], verbs: [] }, { resources: [pods], verbs: [get] }, { apiGroups: [''], verbs: [get] }, { nonResourceURLs: [/x], verbs: [get] }]")}`,
        [
          "rules[1] must have verbs",
          "rules[2] must have apiGroups",
          "rules[3] must have resources",
          "rules[4] must have no nonResourceURLs: those need a ClusterRole",
        ],
      ],
      [
        "a Secret without the keys of its type",
        object("Secret", "type: kubernetes.io/tls\nstringData: { tls.crt: x }"),
        ["must have the key tls.key, for its type is kubernetes.io/tls"],
      ],
      [
        "whom a NetworkPolicy names",
        `apiVersion: networking.k8s.io/v1\n${object("NetworkPolicy", "spec: { podSelector: {}, ingress: [{ from: [{}, { podSelector: {}, namespaceSelector: {} }, { podSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }, { ipBlock: { cidr: 10.0.0.1 } }], ports: [{ port: 70000 }, { port: 2, endPort: 1 }, { endPort: 1 }, { port: http }] }] }")}`,
        [
          "spec.ingress[0].from[0] must name a peer: ipBlock, namespaceSelector or podSelector",
          "spec.ingress[0].from[2] must have nothing beside ipBlock",
          'spec.ingress[0].from[3].ipBlock.cidr must be a range such as 10.0.0.0/8; it is "10.0.0.1"',
          "spec.ingress[0].ports[0] must have a port from 1 to 65535; it is 70000",
          "spec.ingress[0].ports[1] must have an endPort from 2 on; it is 1",
          "spec.ingress[0].ports[2] must have a port, as a number, for it has an endPort",
        ],
      ],
      ["a CronJob's question mark", cronJob("? 0 * JAN MON"), []],
      [
        "characters that no YAML has",
        object("ConfigMap", 'data: { a: "x\\x7fy", b: "\\x85" }'),
        ["data.a has the character U+007F, which the API server does not read: remove it"],
      ],
    ] as const,
    (_title, extra, expected) => {
      const text = extra.startsWith("apiVersion") ? extra : `apiVersion: v1\n${extra}`;
      assert.equal(issues({}, { extra: text }), expected);
    },
  ),
});

suite("a DaemonSet's rolling update", {
  ...table(
    [
      ["has both numbers, one by default", "{ maxSurge: 1 }", true],
      ["has neither", "{ maxUnavailable: 0 }", true],
      ["has one of them", "{ maxSurge: 1, maxUnavailable: 0 }", false],
      ["has the other", "{ maxUnavailable: 25% }", false],
    ] as const,
    (_title, numbers, isRefused) => {
      const spec = `updateStrategy: { rollingUpdate: ${numbers} }`;
      const said = issues({}, { extra: deployment({ spec }).replace("Deployment", "DaemonSet") });
      const wrong =
        "spec.updateStrategy.rollingUpdate must have one of maxSurge and maxUnavailable, and 0 for the other: maxUnavailable is 1 if left out";
      assert.is(said.includes(wrong), isRefused, said.join());
    },
  ),
});

suite("a claim of the release", {
  ...table(
    [
      ["of one node, in pods of which one starts before the other ends", "ReadWriteOnce", "", true],
      ["of one node, in a single pod that is recreated", "ReadWriteOnce", "strategy: { type: Recreate }", false],
      [
        "of one node, in a single pod that goes first",
        "ReadWriteOnce",
        "strategy: { rollingUpdate: { maxSurge: 0 } }",
        false,
      ],
      ["of one node, in several pods", "ReadWriteOnce", "replicas: 2\nstrategy: { type: Recreate }", true],
      ["of many nodes", "ReadWriteMany", "replicas: 2", false],
    ] as const,
    (_title, mode, spec, isWarned) => {
      const claim = `apiVersion: v1\n${object("PersistentVolumeClaim", `spec: { accessModes: [${mode}], resources: { requests: { storage: 1Gi } } }`)}\n`;
      const pod = "volumes: [{ name: v, persistentVolumeClaim: { claimName: x } }]";
      const extra = deployment({ spec, pod, container: "volumeMounts: [{ name: v, mountPath: /v }]" });
      const said = `warning: ${POD}.volumes[0].persistentVolumeClaim.claimName mounts x, which one node at a time may (ReadWriteOnce): pods on another wait for ever; use the strategy Recreate and one pod, or a claim with ReadWriteMany`;
      assert.equal(issues({}, { claim, extra }), isWarned ? [said] : []);
    },
  ),
});

suite("a time zone", {
  ...table(
    [
      ["UTC", true],
      ["Europe/Berlin", true],
      ["Asia/Kolkata", true],
      ["Asia/Calcutta", true],
      ["US/Pacific", true],
      ["Etc/GMT+1", true],
      ["EST5EDT", true],
      ["America/Argentina/Buenos_Aires", true],
      ["Mars/Base", false],
      ["Local", false],
      ["local", false],
      ["europe/berlin", false],
      ["EUROPE/BERLIN", false],
      ["+01:00", false],
      ["CEST", false],
      ["", false],
      ["../Europe/Berlin", false],
    ] as const,
    (zone, isKnown) => {
      const task = { id: "x", command: "x", schedule: "@daily", concurrencyPolicy: "allow", suspended: false };
      const nothing = { cpu: null, memory: null, "nvidia-gpu": null };
      const found = issues({ cron: { timeZone: zone, tasks: [{ ...task, limit: nothing, reserve: nothing }] } });
      assert.equal(
        found,
        isKnown
          ? []
          : [`spec.timeZone "${zone}" is not the name of a time zone, which are such as Europe/Berlin and UTC`],
      );
    },
  ),
});

const RULES = join(HERE, "../../src/core/validate/rules");
/** Files of that folder that are no rules. */
const HELPERS = ["facts", "quantity", "registry", "rule", "table"];

const WEIGHTS = {
  server: "error, or warning",
  ours: "error",
  either: "error, in a site's own object a warning",
  warning: "warning",
} as const;

suite("each rule", {
  "has its file's name as its id": () =>
    assert.equal(
      readdirSync(RULES)
        .map((file) => file.replace(/\.ts$/, ""))
        .filter((name) => !HELPERS.includes(name)),
      ruleIds,
    ),
  "has a row in the tables above": () => assert.equal([...spoke].sort(), ruleIds),
  "is told of in docs/rules.md": () =>
    goldenSection(join(HERE, "../../docs/rules.md"), "rules", [
      "| id | wants | severity | what the API server does with it otherwise |",
      "| --- | --- | --- | --- |",
      ...ruleIds.map((id) => {
        const { wants, cluster, weight } = rulesAbout[id];
        return `| \`${id}\` | ${wants} | ${WEIGHTS[weight]} | ${cluster} |`;
      }),
    ]),
  "that the API server repeats can be made a warning, and no other": () => {
    const extra = cronJob("every day").replace("image: x", "image: '' ");
    const said = (warnings: string) => {
      const shop = app({ properties: { ...app().properties, "rule-warnings": warnings } });
      const { release, manifests } = validate(shop, render(shop, templates({ extra: `${extra}\n` })), schemas);
      return [release === null, issueReport(manifests).filter((line) => line.includes("["))] as const;
    };
    assert.equal(said("cron-schedule,image-name"), [
      true,
      [
        "  [image-name] spec.jobTemplate.spec.template.spec.containers[0].image is missing: a container needs an image",
        '  warning: [cron-schedule] spec.schedule "every day": it has 2 fields, it needs 5: minute, hour, day of the month, month, day of the week',
      ],
    ]);
  },
});
