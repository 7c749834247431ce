import { spawnSync } from "node:child_process";
import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { render } from "../../../src/core/render/render.ts";
import { issueReport } from "../../../src/core/validate/report.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, route, templates, templateText } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

/** What is said of an app, without the lines that name the object. */
function issues(fields: Partial<App>, site: Readonly<Record<string, string>> = {}): readonly string[] {
  const shop = app(fields);
  const { release, manifests } = validate(shop, render(shop, templates(site)));
  const lines = issueReport(manifests).filter((line) => line.startsWith("  "));
  assert.is(
    release === null,
    lines.some((line) => !line.includes("warning: ")),
    "an error and nothing else stops a release",
  );
  return lines.map((line) => line.trim());
}

const edited = (name: string, from: string, to: string) => ({
  [name]: templateText(name).replace(from, to),
});
const amounts = (memory: string, cpu: string | null = null) => ({ cpu, memory, "nvidia-gpu": null });
const web = (fields: Parameters<typeof process>[1]) => ({ processes: [process("web", fields)] });
const long = "x".repeat(70);

suite("an image", {
  ...table(
    [
      ["that Dokku pushed", "registry.example.com/dokku/shop:12", "Always", false],
      ["that never left the server", "dokku/shop:latest", "Always", true],
      ["that never left the server, of a registry", "registry.example.com:5000/dokku/shop:latest", "Always", true],
      ["that a site's template knows on the nodes", "dokku/shop:latest", "IfNotPresent", false],
    ] as const,
    (_title, reference, policy, isRefused) => {
      const site = edited("deployment", "imagePullPolicy: Always", `imagePullPolicy: ${policy}`);
      const lines = issues({ image: { reference, source: "dockerfile" } }, site);
      assert.is(
        lines.some((line) => line.includes(`has not pushed ${reference}`)),
        isRefused,
        lines.join(),
      );
    },
  ),
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
          '/metadata/labels/a "b c" is not a valid label value: it may have letters, digits, -, _ and . only, starting and ending with a letter or digit',
          `/metadata/labels/b "${long}" has 70 characters, a label value may have 63`,
        ],
      ],
      [
        "an own object that has the name of another",
        {},
        { extra: "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop-web\n" },
        ["/metadata/name shop-web is already created by templates/service.yaml.hbs"],
      ],
      [
        "an own object in another namespace",
        {},
        { extra: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  namespace: kube-system\n" },
        ["/metadata/namespace must be default, the app's, or be left out"],
      ],
      [
        "an own object of no namespace",
        {},
        { extra: "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: x\n" },
        [
          "a ClusterRole is not namespaced, so it cannot belong to an app: apply it once with kubectl",
          "warning: no schema is known for rbac.authorization.k8s.io/v1/ClusterRole: its fields were not checked",
        ],
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
          metadata: {
            "service-annotations": { "a b": "x" },
            "service-labels": { "x/": "y" },
            "pod-annotations": { ok: "z".repeat(262_144) },
          },
        },
        {},
        [
          "/spec/template/metadata/annotations hold 262193 bytes, Kubernetes allows 262144",
          '/metadata/annotations/a b "a b" must be 1 to 63 letters, digits, -, _ and ., starting and ending with a letter or digit; a DNS name and a slash may precede it',
          '/metadata/labels/x~1 "" must be 1 to 63 letters, digits, -, _ and ., starting and ending with a letter or digit',
        ],
      ],
      [
        "a host",
        { domains: ["my_shop.test"] },
        {},
        [
          '/spec/rules/0/host "my_shop.test" is not a valid host name: it may have letters, digits, - and . only; remove it with dokku domains:remove',
        ],
      ],
      [
        "a selector that its pods lack",
        {},
        edited("deployment", "{{> map selector}}", "{{> map selector}}\n      tier: front"),
        [
          '/spec/selector/matchLabels/tier selects "front", but the pods have no such label: add it below /spec/template/metadata/labels',
        ],
      ],
      [
        "a Service without pods",
        {},
        edited("service", "{{> map selector}}", "app: other"),
        ["/spec/selector selects no pods of this release"],
      ],
      [
        "an env Secret that is not there",
        {},
        edited(
          "deployment",
          "imagePullPolicy: Always",
          "envFrom:\n            - secretRef:\n                name: shop-env-0123456789ab",
        ),
        [
          "/spec/template/spec/containers/0/envFrom/0/secretRef/name names shop-env-0123456789ab, which this release does not have",
        ],
      ],
      [
        "a Secret of somebody else",
        {},
        edited(
          "deployment",
          "imagePullPolicy: Always",
          "envFrom:\n            - secretRef:\n                name: vault",
        ),
        [
          "warning: /spec/template/spec/containers/0/envFrom/0/secretRef/name names vault, which is not part of this release: it must already exist in the namespace",
        ],
      ],
      [
        "an env over 1 MiB",
        { env: { BIG: "é".repeat(600_000), SMALL: "x" } },
        {},
        [
          "/spec/template/spec/containers/0 BIG=... has 1200004 bytes, Linux allows 131071: move it to a file in the image or on a volume",
          "/data holds 1200001 bytes, Kubernetes allows 1048576; the largest is BIG with 1200000: move it to a file in the image or on a volume",
        ],
      ],
      ["a value as long as Linux takes", { env: { BIG: "x".repeat(131_067) } }, {}, []],
      [
        "a value longer than Linux takes, of two process types",
        { env: { BIG: "é".repeat(65_534) }, processes: [process("web"), process("worker")] },
        {},
        [
          "/spec/template/spec/containers/0 BIG=... has 131072 bytes, Linux allows 131071: move it to a file in the image or on a volume",
        ],
      ],
      [
        "a word longer than Linux takes, made of shorter ones",
        { env: { A: "x".repeat(70_000) }, ...web({ command: 'serve "$A $A"' }) },
        {},
        [
          "/spec/template/spec/containers/0 args/1 has 140001 bytes, Linux allows 131071: move it to a file in the image or on a volume",
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
          "/spec/template/spec/containers/0/resources/requests/cpu requests 1500m, more than the limit of 1 (resource:reserve, resource:limit)",
          "/spec/template/spec/containers/0/resources/requests/memory requests 1Gi, more than the limit of 512Mi (resource:reserve, resource:limit)",
          "/spec/template/spec/containers/0/resources/requests/nvidia.com~1gpu requests 1, which must equal the limit of 2 (resource:reserve, resource:limit)",
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
        ["/spec/rules/1/http/paths/0 routes a.test/ a second time"],
      ],
      [
        "a probe that asks nothing",
        { appJson: { healthchecks: { web: { liveness: { periodSeconds: 5 } } } } },
        {},
        ["/spec/template/spec/containers/0/livenessProbe must have one of exec, grpc, httpGet, tcpSocket; it has none"],
      ],
      [
        "a probe that asks twice",
        { appJson: { healthchecks: { web: { liveness: { exec: { command: ["a"] }, tcpSocket: { port: 1 } } } } } },
        {},
        [
          "/spec/template/spec/containers/0/livenessProbe must have one of exec, grpc, httpGet, tcpSocket; it has exec and tcpSocket",
        ],
      ],
      [
        "a probe with numbers that no probe can have",
        { appJson: { healthchecks: { web: { liveness: { periodSeconds: -1, tcpSocket: { port: 65536 } } } } } },
        {},
        [
          "/spec/template/spec/containers/0/livenessProbe/periodSeconds must be at least 0; it is -1",
          "/spec/template/spec/containers/0/livenessProbe/tcpSocket/port must be from 1 to 65535; it is 65536",
        ],
      ],
      [
        "an open quote",
        web({ command: "sh 'x" }),
        {},
        [
          `/spec/template/spec/containers/0/args start command of process type "web" has an unclosed quote or brace: sh 'x`,
        ],
      ],
      [
        "a host that another app has",
        { domains: ["a.test"], otherRoutes: [route("blog", "a.test")] },
        {},
        ["/spec/rules host a.test of shop is already taken by blog: dokku domains:remove shop a.test"],
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
        validate(shop, render(shop, templates({ service: odd(kind, rest) })));
      }
    }
  },
});
