// Which docker options a level of Pod Security does not allow.
import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { recordedState } from "../../../src/core/model/record.ts";
import { type AppNetworkPolicyContext, networkPolicy } from "../../../src/core/objects/app-network-policy.ts";
import { podOptions } from "../../../src/core/objects/docker-options.ts";
import { classWanted, controllerNamespaces } from "../../../src/core/objects/ingress-controller.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

type Row = readonly [line: string, baseline: readonly string[], restricted: readonly string[]];

const rows: readonly Row[] = [
  ["--privileged", ["--privileged"], ["--privileged"]],
  ["--cap-add NET_ADMIN", ["--cap-add NET_ADMIN"], ["--cap-add NET_ADMIN"]],
  ["--cap-add CHOWN --cap-add NET_BIND_SERVICE", [], ["--cap-add CHOWN"]],
  ["--security-opt no-new-privileges=false", [], ["--security-opt no-new-privileges=false"]],
  ["--security-opt no-new-privileges", [], []],
  ["--user 0", [], ["--user 0"]],
  ["--sysctl net.core.somaxconn=1024", ["--sysctl net.core.somaxconn"], ["--sysctl net.core.somaxconn"]],
  ["--sysctl net.ipv4.tcp_keepalive_time=60", [], []],
  ["--user 1000:0 --cap-drop ALL --read-only", [], []],
];

const refused = (line: string, level: string) =>
  podOptions(
    app({
      dockerOptions: { "_default_.deploy": [line] },
      properties: computeProperties({ "pod-security": level }, {}),
    }),
    "deploy",
    "web",
  ).wrong;

suite("pod-security", {
  ...table<Row>(rows, (line, baseline, restricted) => {
    for (const [level, options] of [
      ["none", []],
      ["runtime-default", []],
      ["baseline", baseline],
      ["restricted", restricted],
    ] as const)
      assert.equal(
        refused(line, level),
        options.map(
          (option) =>
            `${option} is not allowed, for pod-security is ${level}: dokku scheduler-kubernetes:set shop pod-security LEVEL`,
        ),
        level,
      );
  }),
});

const issuesOf = (own: Readonly<Record<string, string>>, of: Partial<App> = {}) =>
  networkPolicy
    .contexts(
      app({
        domains: ["shop.example.com"],
        properties: computeProperties({ "network-policy": "app", ...own }, {}),
        ...of,
      }),
    )
    .flatMap(({ issues }) => issues.map(({ message }) => message));

suite("network-policy", {
  "an app with domains has to say who its ingress controller is": () => {
    const [message, ...others] = issuesOf({});
    assert.equal(others, []);
    assert.match(
      message ?? "",
      /^lets no ingress controller connect, .*, and IngressClass nginx does not tell where its own is: .*:set shop network-policy-allow NAMESPACE$/,
    );
    assert.equal(issuesOf({ "network-policy-allow": "ingress-nginx" }), []);
    assert.equal(issuesOf({}, { domains: [] }), []);
    assert.equal(issuesOf({ "network-policy": "off" }), []);
  },
  "without a cluster nobody has asked for it; of a Gateway nothing would tell": () => {
    const { controllerNamespaces } = recordedState(null, { name: "default", managed: true });
    assert.equal(issuesOf({}, { controllerNamespaces }), []);
    assert.is(issuesOf({ routing: "gateway", gateway: "infra/public" }, { controllerNamespaces }).length, 1);
  },
  "so has one whose ports a Gateway carries": () => {
    const properties = computeProperties({ "network-policy": "app", routing: "gateway", gateway: "infra/public" }, {});
    const said = ["tcp", "tls", "udp"].map((scheme) =>
      networkPolicy
        .contexts(app({ ports: [{ scheme, hostPort: 1883, containerPort: 1884 }], properties }))
        .flatMap(({ issues }) => issues.map(({ message }) => message)),
    );
    const message =
      "lets no ingress controller connect, and the app has ports on a Gateway: dokku scheduler-kubernetes:set shop network-policy-allow NAMESPACE";
    assert.equal(said, [[message], [message], []]);
  },
  "the namespace of the controller is what its IngressClass tells, unless one is set": () => {
    const namespaces = (allow: string) =>
      networkPolicy
        .contexts(
          app({
            domains: ["shop.example.com"],
            controllerNamespaces: ["kube-system"],
            properties: computeProperties({ "network-policy": "app", "network-policy-allow": allow }, {}),
          }),
        )
        .map(({ context, issues }) => [(context as AppNetworkPolicyContext).namespaces, issues]);
    assert.equal(namespaces(""), [[["kube-system"], []]]);
    assert.equal(namespaces("monitoring"), [[["monitoring"], []]]);
  },
  ...table(
    [
      ["Helm's", "traefik.io/ingress-controller", { "meta.helm.sh/release-namespace": "kube-system" }, ["kube-system"]],
      ["nobody's", "k8s.io/ingress-nginx", {}, []],
      ["a load balancer's of a cloud", "ingress.k8s.aws/alb", { "meta.helm.sh/release-namespace": "kube-system" }, []],
    ] as const,
    (_title, controller, annotations, expected) =>
      assert.equal(
        controllerNamespaces({
          apiVersion: "networking.k8s.io/v1",
          kind: "IngressClass",
          metadata: { name: "x", annotations },
          spec: { controller },
        }),
        expected,
      ),
  ),
  "an IngressClass that is not there tells nothing": () => assert.equal(controllerNamespaces(null), []),
  ...table(
    [
      ["on", {}, {}, "nginx"],
      ["off", { "network-policy": "off" }, {}, null],
      ["set", { "network-policy-allow": "monitoring" }, {}, null],
      ["before domains:add", {}, { domains: [] }, "nginx"],
      ["before proxy:enable", {}, { proxy: { type: "nginx-ingress", enabled: false } }, "nginx"],
      ["on a Gateway", { routing: "gateway" }, {}, null],
    ] as const,
    (_title, own, of: Partial<App>, expected) =>
      assert.is(
        classWanted(
          app({ domains: ["a.test"], properties: computeProperties({ "network-policy": "app", ...own }, {}), ...of }),
        ),
        expected,
      ),
  ),
});
