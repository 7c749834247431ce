// Each check of the doctor: the facts that make it well, and those that make it speak.
import * as assert from "uvu/assert";
import type { Check, Verdict } from "../../../src/core/doctor/check.ts";
import type { Answers, AppFacts, ClusterFacts, Rules, SiteFacts } from "../../../src/core/doctor/facts.ts";
import {
  EXIT_CODES,
  ofAnswers,
  ofApp,
  ofCluster,
  ofSite,
  unread,
  verdictOf,
  walk,
} from "../../../src/core/doctor/index.ts";
import { notPulledBy, pulledBy } from "../../../src/core/doctor/pull.ts";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { KubeObject, Manifest } from "../../../src/core/model/manifest.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { rights } from "../../../src/core/rights/table.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const cluster = { kubeconfig: null, context: null };

const object = (name: string, more: object = {}): KubeObject =>
  ({ metadata: { name }, ...more }) as unknown as KubeObject;
const labelled = (name: string, label: string, ready: string) =>
  object(name, {
    metadata: { name, labels: { "app.kubernetes.io/name": label } },
    status: { conditions: [{ type: "Ready", status: ready }] },
  });

const site: SiteFacts = {
  user: "dokku",
  dokkuUser: "dokku",
  node: { path: "/usr/bin/node", version: "v18.19.0" },
  programs: [{ name: "kubectl", path: "/usr/bin/kubectl", version: "v1.35.0", sums: { installed: "a", now: "a" } }],
  dokku: "0.38.1",
  copies: [],
  leftovers: [],
};
const [kubectl] = site.programs as [SiteFacts["programs"][number]];

const seen: ClusterFacts = {
  cluster,
  kubeconfig: "/home/dokku/.kube/config",
  mode: 0o600,
  owner: "dokku",
  dokkuUser: "dokku",
  unusable: null,
  plugin: { command: "aws", path: "/usr/bin/aws" },
  certificateEnds: "2027-11-26T12:00:00Z",
  tokenEnds: "2026-11-26T13:00:00Z",
  reach: { server: "https://east:6443", refused: null, latencies: [900, 4, 5, 3, 6] },
  now: NOW,
};

const ALL: Rules = { resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] };
const NONE: Rules = { resourceRules: [] };

const nodes = [object("a", { status: { nodeInfo: { architecture: "amd64" } } })];
const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });
const TRAEFIK_CLASS = object("traefik", {
  spec: { controllerName: "traefik.io/gateway-controller" },
  status: { conditions: [condition("Accepted", "True")] },
});
const PUBLIC = object("public", {
  metadata: { namespace: "infra", name: "public" },
  spec: { gatewayClassName: "traefik", listeners: [{ name: "http", protocol: "HTTP", port: 80 }] },
  status: { conditions: [condition("Accepted", "True"), condition("Programmed", "True")] },
});
const answers: Answers = {
  cluster,
  version: "1.35",
  kubectl: "1.34",
  ahead: -900,
  metrics: true,
  isCertManagerServed: true,
  storageClasses: [
    object("fast", {
      metadata: { name: "fast", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      allowVolumeExpansion: true,
    }),
  ],
  ingressClasses: [object("nginx", { spec: { controller: "k8s.io/ingress-nginx" } })],
  isGatewayServed: true,
  gateways: [PUBLIC],
  gatewayClasses: [TRAEFIK_CLASS],
  nodes,
  daemonSets: [object("cilium", { status: { numberReady: 3 } })],
  controllers: [labelled("a", "ingress-nginx", "True"), labelled("b", "cert-manager", "True")],
  issuers: {
    ClusterIssuer: [object("company-ca", { status: { conditions: [{ type: "Ready", status: "True" }] } })],
    Issuer: [],
  },
  namespaces: { default: true },
  deployments: { default: ["shop-web"] },
  rules: { default: ALL },
  wideRules: ALL,
  isAutoscaled: false,
  now: NOW,
};

const record = {
  cluster,
  namespace: { name: "default", managed: false },
  objects: [{ kind: "Deployment", name: "shop-web" }],
} as unknown as ReleaseRecord;

const properties = computeProperties({ "cert-manager-enabled": "true", "cert-manager-issuer": "company-ca" }, {});
const shop = app({ domains: ["shop.example.com"], properties, proxy: { type: "nginx-ingress", enabled: true } });

const facts: AppFacts = {
  name: "shop",
  scheduler: "kubernetes",
  app: shop,
  stopped: null,
  manifests: [],
  leftOut: [],
  record,
  place: { cluster, namespace: "default" },
  isSettled: true,
  registry: { server: "registry.example.com/", repository: "", pushes: true, login: "kept", written: NOW },
  hosts: { "shop.example.com": true },
  hasNginxConfig: false,
  copies: [{ name: "deployment", scope: "shop", state: "current" }],
  architecture: "amd64",
  pull: { pulled: true, why: "a pulled the image" },
  answers,
  now: NOW,
};

const KEDA = { minReplicas: "1", maxReplicas: "5", rules: ["keda:redis:listLength=5"] };
const TRAEFIK = computeProperties({ "ingress-class": "traefik", "ingress-timeout": "60" }, {});
/** All but those on this resource or group. */
const without = (word: string): Rules => ({
  resourceRules: rights.flatMap(({ verbs, group, resource }) =>
    [group, `${resource}.${group}`].includes(word) ? [] : { verbs, apiGroups: [group], resources: [resource] },
  ),
});
const answered = (more: Partial<Answers>): Partial<AppFacts> => ({ answers: { ...answers, ...more } });
const on = (gateway: string, more: Partial<Answers> = {}, gatewayClass = ""): Partial<AppFacts> => ({
  ...answered(more),
  app: { ...shop, properties: { ...properties, routing: "gateway", gateway, "gateway-class": gatewayClass } },
});
const lettingIn = (annotations: Record<string, string>): Partial<AppFacts> => ({
  ...answered({
    ingressClasses: [
      object("nginx", { metadata: { name: "nginx", annotations }, spec: { controller: "k8s.io/ingress-nginx" } }),
    ],
  }),
  app: { ...shop, properties: { ...properties, "network-policy": "app" } },
});
/** One whose Gateway carries nothing else. */
const carrying = (scheme: string): Partial<AppFacts> => ({
  app: app({
    ports: [{ scheme, hostPort: 1883, containerPort: 1884 }],
    properties: computeProperties({ routing: "gateway", gateway: "infra/public" }, {}),
  }),
});
const gatewayIs = (programmed: object) =>
  ({ ...PUBLIC, status: { conditions: [condition("Accepted", "True"), programmed] } }) as unknown as KubeObject;
const manifest = (...issues: readonly object[]) =>
  ({ ref: { kind: "Deployment", name: "shop-web" }, issues }) as unknown as Manifest;
const pods = (nodeSelector: object) =>
  ({ object: { kind: "Deployment", spec: { template: { spec: { nodeSelector } } } } }) as unknown as Manifest;
const mixed = [
  object("a", {
    metadata: { name: "a", labels: { disktype: "ssd" } },
    status: { nodeInfo: { architecture: "amd64" } },
  }),
  object("b", { status: { nodeInfo: { architecture: "arm64" } } }),
];
const issue = (severity: string, rule: string | null = null) => ({
  severity,
  rule,
  path: "/spec/replicas",
  message: "is odd",
});
const registry = (more: Partial<AppFacts["registry"]>) => ({ registry: { ...facts.registry, ...more } });
const ecr = "1.dkr.ecr.eu-west-1.amazonaws.com";

type Titled<Facts> = [string, string, Partial<Facts>, Verdict, string, string | undefined];
type Row<Facts> = readonly [check: string, change: Partial<Facts>, verdict: Verdict, says: string, mend?: string];

const SITE: readonly Row<SiteFacts>[] = [
  ["user", { user: "root" }, "warning", "runs as root, a deploy as dokku"],
  [
    "node",
    { node: { path: "/n", version: "v18.18.2" } },
    "wrong",
    "18.19 is the oldest",
    "plugin:install-dependencies",
  ],
  ["node", { node: { path: "/n", version: "v24.0.0" } }, "ok", "v24.0.0 at /n"],
  ["programs", { programs: [{ ...kubectl, path: null }] }, "wrong", "there is no kubectl", "install-dependencies"],
  ["programs", { programs: [{ ...kubectl, version: null }] }, "wrong", "does not run", "sudo rm /usr/bin/kubectl"],
  [
    "programs",
    { programs: [{ ...kubectl, sums: { installed: "a", now: "b" } }] },
    "wrong",
    "is not what was installed",
  ],
  ["dokku", { dokku: "0.29.4" }, "wrong", "0.30 is the oldest"],
  ["dokku", { dokku: null }, "unknown", "does not say"],
  [
    "templates",
    { copies: [{ name: "pod", scope: "--global", state: "behind" }] },
    "warning",
    "pod of the site is behind",
    "template-merge pod --global",
  ],
  ["templates", { copies: [{ name: "pod", scope: "--global", state: "conflict" }] }, "warning", "a conflict"],
  ["leftovers", { leftovers: ["a", "b", "c", "d", "e", "f"] }, "warning", "of a, b, c, d, e and 1 more", ":cleanup"],
];

const CLUSTER: readonly Row<ClusterFacts>[] = [
  ["kubeconfig", { mode: 0o640 }, "warning", "has mode 0640", "sudo chmod 600 /home/dokku/.kube/config"],
  [
    "kubeconfig",
    { mode: 0o644, owner: "root" },
    "warning",
    "has mode 0644",
    "sudo chown dokku: /home/dokku/.kube/config && sudo chmod 600 /home/dokku/.kube/config",
  ],
  [
    "kubeconfig",
    { unusable: { because: "there is none", next: "put it there" } },
    "wrong",
    "there is none",
    "put it there",
  ],
  ["credentials", { plugin: { command: "aws", path: null } }, "wrong", "not on PATH of the dokku user", "sudo ln -s"],
  ["credentials", { certificateEnds: "2026-11-25T12:00:00Z" }, "wrong", "the client certificate expired at"],
  ["credentials", { certificateEnds: "2026-12-01T12:00:00Z" }, "warning", "expires in 5 days, on 2026-12-01"],
  ["credentials", { tokenEnds: "2026-11-26T11:59:59Z" }, "wrong", "the token expired at 2026-11-26T11:59:59Z"],
  ["credentials", { plugin: null, certificateEnds: null, tokenEnds: null }, "ok", "nothing in it says"],
  [
    "api-server",
    { reach: { server: "https://east", refused: "connection refused", latencies: [] } },
    "wrong",
    "https://east does not answer: connection refused. What only the cluster knows was not asked",
    "dokku scheduler-kubernetes:kubectl --global -- version",
  ],
  ["api-server", { reach: { server: null, refused: null, latencies: [2000, 2000, 1] } }, "warning", "within 2000 ms"],
];

const ANSWERS: readonly Row<Answers>[] = [
  ["kubernetes", { version: "1.34" }, "warning", "no fixes since its end of life on 2026-10-27"],
  ["kubernetes", { version: "1.30" }, "warning", "1.31 is the oldest"],
  ["kubernetes", { version: "1.36" }, "unknown", "not known"],
  [
    "version-skew",
    { kubectl: "1.33" },
    "warning",
    "2 minor versions older",
    "sudo KUBECTL_VERSION=v1.35.0 dokku plugin:install-dependencies",
  ],
  ["version-skew", { kubectl: null }, "unknown", "does not say"],
  ["clock", { ahead: 61_000 }, "warning", "61 s ahead of", "timedatectl"],
  ["clock", { ahead: -61_000 }, "warning", "61 s behind"],
  ["clock", { ahead: null }, "unknown", "does not tell"],
  ["storage-class", { storageClasses: [] }, "warning", "there is none"],
  [
    "storage-class",
    { storageClasses: [object("slow")] },
    "warning",
    "none is the default",
    "dokku scheduler-kubernetes:kubectl --global -- annotate storageclass slow",
  ],
  ["storage-class", { storageClasses: null }, "unknown", "may not be read"],
  ["metrics", { metrics: false, isAutoscaled: true }, "warning", "does nothing"],
  ["metrics", { metrics: false }, "ok", "does not answer"],
  ["network-policies", { daemonSets: [object("kube-proxy")] }, "unknown", "not known"],
  ["network-policies", { daemonSets: null }, "unknown", "whether anything enforces"],
];

const APP: readonly Row<AppFacts>[] = [
  [
    "rights",
    answered({ rules: { default: NONE } }),
    "wrong",
    "may not create, delete, get, list, patch, update ",
    "dokku scheduler-kubernetes:rbac shop",
  ],
  [
    "rights",
    answered({ namespaces: { default: false }, wideRules: NONE }),
    "wrong",
    "the account may not create namespaces",
    "dokku scheduler-kubernetes:rbac shop",
  ],
  [
    "rights",
    answered({ wideRules: NONE }),
    "warning",
    "may not list ingresses.networking.k8s.io: a domain that is taken is not named",
    "dokku scheduler-kubernetes:rbac shop",
  ],
  ["rights", answered({ wideRules: { ...NONE, incomplete: true } }), "unknown", "does not list all rights"],
  ["rights", answered({ rules: {} }), "unknown", "does not tell"],
  [
    "rights",
    answered({
      rules: {
        default: { resourceRules: [...ALL.resourceRules, { verbs: ["get"], apiGroups: [""], resources: ["pods"] }] },
      },
    }),
    "ok",
    "may do what is needed in namespace default",
  ],
  [
    "rights",
    answered({
      rules: {
        default: { resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"], resourceNames: ["shop"] }] },
      },
    }),
    "wrong",
    "; and ",
  ],
  ...(
    [
      ["keda.sh", { processes: [process("web", { autoscale: KEDA })] }],
      ["gateway.networking.k8s.io", { properties: computeProperties({ routing: "gateway" }, {}) }],
      ["traefik.io", { properties: TRAEFIK }],
      ["statefulsets.apps", { properties: computeProperties({ workload: "statefulset" }, {}) }],
      ["daemonsets.apps", { properties: computeProperties({ workload: "daemonset" }, {}) }],
    ] as const
  ).map(
    ([lacking, fields]): Row<AppFacts> => [
      "rights",
      { app: app({ domains: ["shop.example.com"], ...fields }), ...answered({ rules: { default: without(lacking) } }) },
      "wrong",
      lacking,
      "dokku scheduler-kubernetes:rbac shop",
    ],
  ),
  [
    "scheduler",
    { scheduler: "docker-local" },
    "wrong",
    "docker-local runs the app",
    "dokku scheduler:set shop selected kubernetes",
  ],
  [
    "release",
    { stopped: new SchedulerError("BAD_APP", "read app.json", ["it is no JSON"], "mend it") },
    "wrong",
    "read app.json: it is no JSON",
    "mend it",
  ],
  [
    "release",
    { manifests: [manifest(issue("error"))] },
    "wrong",
    "Deployment shop-web spec.replicas: is odd",
    "show-manifest shop",
  ],
  ["release", { manifests: [manifest(issue("warning")), manifest(issue("warning"))] }, "warning", "is odd"],
  ["release", { record: null, manifests: [manifest(issue("error", "image-pushed"))] }, "ok", "never been deployed"],
  ["settings", { leftOut: ["ignored: nginx:set shop hsts"] }, "warning", "nginx:set shop hsts"],
  ["registry", registry({ server: "" }), "warning", "none is set", "dokku registry:set shop server REGISTRY"],
  ["registry", registry({ pushes: false, login: "helper" }), "warning", "does not push", "push-on-release true"],
  [
    "registry",
    registry({ login: "none" }),
    "warning",
    "not logged in",
    "dokku registry:login registry.example.com USER",
  ],
  [
    "registry",
    registry({ server: ecr, written: NOW - 13 * 3_600_000 }),
    "warning",
    "lasts 12 hours, this one was written 13h ago",
  ],
  ["registry", registry({ server: ecr }), "ok", "lasts 12 hours"],
  [
    "proxy",
    { app: { ...shop, proxy: { type: "nginx", enabled: true } } },
    "warning",
    "proxy type nginx routes nothing",
    "dokku proxy:set shop nginx-ingress",
  ],
  ["proxy", { app: { ...shop, proxy: { type: "nginx", enabled: false } } }, "ok", "nothing is to be routed"],
  ["proxy", { hasNginxConfig: true }, "warning", "own nginx still has a site", "dokku proxy:clear-config shop"],
  ["templates", { copies: [{ name: "pod", scope: "shop", state: "behind" }] }, "warning", "pod of shop is behind"],
  ["dns", { hosts: { "a.example.com": false, "b.example.com": true } }, "warning", "no address of a.example.com"],
  ["record", { isSettled: false }, "warning", "the next deploy moves it", "dokku ps:rebuild shop"],
  [
    "record",
    answered({ deployments: { default: [] } }),
    "wrong",
    "another cluster than it was",
    "dokku ps:rebuild shop",
  ],
  [
    "record",
    {
      ...answered({ deployments: { default: ["shop-web"] } }),
      record: {
        ...record,
        objects: [...record.objects, { ...record.objects[0], name: "shop-worker" }],
      } as ReleaseRecord,
    },
    "warning",
    "lacks the Deployments shop-worker",
  ],
  [
    "ingress-class",
    answered({ ingressClasses: [object("traefik")] }),
    "wrong",
    "no IngressClass nginx; it has: traefik",
    "ingress-class NAME",
  ],
  [
    "ingress-class",
    answered({ controllers: [labelled("a", "ingress-nginx", "False")] }),
    "wrong",
    "no pod of k8s.io/ingress-nginx",
  ],
  [
    "ingress-class",
    answered({ controllers: null }),
    "unknown",
    "whether its controller k8s.io/ingress-nginx runs is not known",
  ],
  ["ingress-class", answered({ ingressClasses: null }), "unknown", "may not be read"],
  [
    "ingress-class",
    { ...answered({ ingressClasses: [] }), app: { ...shop, properties: { ...properties, routing: "gateway" } } },
    "ok",
    "a Gateway routes it",
  ],
  [
    "ingress-class",
    {
      ...answered({ ingressClasses: [object("public", { spec: { controller: "k8s.io/ingress-nginx" } })] }),
      app: { ...shop, properties: { ...properties, "ingress-class": "public", "ingress-timeout": "5m" } },
    },
    "warning",
    "does not tell k8s.io/ingress-nginx of ingress-timeout: that takes an IngressClass of it with nginx in its name",
  ],
  [
    "ingress-class",
    lettingIn({ "meta.helm.sh/release-namespace": "ingress-nginx" }),
    "ok",
    "network-policy lets namespace ingress-nginx connect",
  ],
  [
    "ingress-class",
    lettingIn({}),
    "wrong",
    "IngressClass nginx does not tell in which namespace its controller is",
    "network-policy-allow NAMESPACE",
  ],
  ["gateway", on("infra/public"), "ok", "Gateway infra/public, of GatewayClass traefik, is programmed"],
  [
    "gateway",
    on("infra/public", { isGatewayServed: false, gateways: [], gatewayClasses: [] }),
    "wrong",
    "the definitions of the Gateway API are not installed there",
    "routing ingress",
  ],
  ["gateway", on("infra/public", { gateways: null }), "unknown", "may not be read"],
  ["gateway", carrying("tcp"), "wrong", "has no listener for TCP at port 1883", "dokku ports:report shop"],
  ["gateway", carrying("tls"), "wrong", "has no listener for TLS at port 1883", "dokku ports:report shop"],
  [
    "gateway",
    on("infra/private"),
    "wrong",
    "namespace infra has no Gateway private; it has: public",
    "gateway NAMESPACE/NAME",
  ],
  ["gateway", on("", {}, "contour"), "wrong", "no GatewayClass contour; it has: traefik", "gateway-class NAME"],
  ["gateway", on("", {}, "traefik"), "ok", "the next deploy makes Gateway default/shop-web, of GatewayClass traefik"],
  ["gateway", on("infra/public", { gatewayClasses: [] }), "wrong", "no GatewayClass traefik; it has: none"],
  [
    "gateway",
    on("infra/public", {
      gatewayClasses: [
        {
          ...TRAEFIK_CLASS,
          status: { conditions: [condition("Accepted", "Unknown", { message: "Waiting for controller" })] },
        },
      ],
    }),
    "wrong",
    "GatewayClass traefik is not accepted by its controller traefik.io/gateway-controller: Waiting for controller",
    "describe gatewayclass traefik",
  ],
  [
    "gateway",
    on("infra/public", { gateways: [{ ...PUBLIC, status: {} }] }),
    "warning",
    "no controller has accepted Gateway infra/public",
    "describe gateway public -n infra",
  ],
  [
    "gateway",
    on("infra/public", {
      gateways: [gatewayIs(condition("Programmed", "False", { reason: "Invalid", message: "no such port" }))],
    }),
    "wrong",
    "Gateway infra/public: no such port (Invalid)",
    "describe gateway public -n infra",
  ],
  [
    "gateway",
    on("infra/public", { gateways: [gatewayIs(condition("Programmed", "False", { reason: "AddressNotAssigned" }))] }),
    "warning",
    "Gateway infra/public: AddressNotAssigned",
  ],
  [
    "gateway",
    on("infra/public", {
      gateways: [
        {
          ...PUBLIC,
          spec: {
            gatewayClassName: "traefik",
            listeners: [{ name: "http", protocol: "HTTP", port: 80, hostname: "*.example.net" }],
          },
        },
      ],
    }),
    "wrong",
    "no listener of Gateway infra/public takes shop.example.com; it has: http (HTTP 80, *.example.net)",
    "domains:report shop",
  ],
  ["cert-manager", answered({ isCertManagerServed: false }), "wrong", "has no cert-manager"],
  ["cert-manager", answered({ issuers: { ClusterIssuer: [] } }), "wrong", "no ClusterIssuer company-ca"],
  [
    "cert-manager",
    answered({ issuers: { ClusterIssuer: [object("company-ca")] } }),
    "wrong",
    "not ready: it has no status yet",
  ],
  [
    "cert-manager",
    answered({ controllers: [labelled("b", "cert-manager", "False")] }),
    "wrong",
    "no pod of cert-manager",
  ],
  [
    "cert-manager",
    answered({ issuers: { ClusterIssuer: null, Issuer: [] } }),
    "unknown",
    "kind ClusterIssuer can be read",
  ],
  ["architecture", { architecture: "arm64" }, "wrong", "all nodes are amd64: no pod can start"],
  [
    "architecture",
    {
      architecture: "arm64",
      ...answered({ nodes: [...nodes, object("b", { status: { nodeInfo: { architecture: "arm64" } } })] }),
    },
    "warning",
    "some nodes are amd64",
  ],
  ["architecture", { architecture: null }, "unknown", "not on this server"],
  ["architecture", answered({ nodes: null }), "unknown", "may not be read"],
  ["architecture", { ...answered({ nodes: mixed }), manifests: [pods({ disktype: "ssd" })] }, "ok", "are amd64"],
  ["architecture", { ...answered({ nodes: mixed }), manifests: [pods({})] }, "warning", "some nodes are arm64"],
  ["architecture", { manifests: [pods({ disktype: "tape" })] }, "unknown", "no node has the labels"],
  ["architecture", { architecture: "arm64", manifests: [pods({ "kubernetes.io/arch": "arm64" })] }, "ok", "choose"],
  [
    "pull",
    { pull: { pulled: null, why: "no node had taken one" } },
    "warning",
    "no pod was started: no node had taken one",
  ],
  ["pull", { pull: { pulled: false, why: "a could not" } }, "wrong", "a could not", "dokku registry:report shop"],
];

function tests<Facts extends object>(checks: readonly Check<Facts>[], healthy: Facts, rows: readonly Row<Facts>[]) {
  const of = (name: string, change: Partial<Facts>) =>
    walk(
      "app",
      "shop",
      checks.filter((check) => check.name === name),
      { ...healthy, ...change },
    );
  return {
    ...table(
      rows.map(
        ([check, change, verdict, says, mend]): Titled<Facts> => [
          `${check}: ${says}`,
          check,
          change,
          verdict,
          says,
          mend,
        ],
      ),
      (_, check, change, verdict, says, mend) => {
        const found = of(check, change);
        const it = found.find(({ why }) => why.includes(says));
        assert.ok(it, JSON.stringify(found));
        assert.is(it.verdict, verdict);
        if (mend !== undefined) assert.ok(it.mend?.includes(mend), it.mend ?? "nothing mends it");
      },
    ),
    ...table(
      checks.map(({ name }): [string, string] => [`${name} of what is well`, name]),
      (_, name) => {
        const found = of(name, {});
        assert.ok(found.length > 0);
        assert.equal(
          found.filter(({ verdict }) => verdict !== "ok"),
          [],
        );
        assert.ok(
          rows.some(([check, , verdict]) => check === name && verdict !== "ok"),
          "no row makes it speak",
        );
      },
    ),
  };
}

const waiting = (reason: string) =>
  object("x", { status: { containerStatuses: [{ state: { waiting: { reason } } }] } });

suite("checks of the server", tests(ofSite, site, SITE));
suite("checks of a kubeconfig", tests(ofCluster, seen, CLUSTER));
suite("checks of a cluster", tests(ofAnswers, answers, ANSWERS));
suite("checks of an app", tests(ofApp, facts, APP));

suite("the doctor", {
  "the worst counts, and what is unknown does not": () => {
    const verdict = (...verdicts: readonly Verdict[]) =>
      verdictOf(verdicts.map((one) => ({ check: "", about: "app", name: null, verdict: one, why: "", mend: null })));
    assert.is(verdict(), "ok");
    assert.is(verdict("unknown", "ok"), "ok");
    assert.is(verdict("warning", "unknown"), "warning");
    assert.is(verdict("wrong", "warning"), "wrong");
    assert.equal(Object.values(EXIT_CODES), [0, 1, 2]);
  },
  "a cluster that does not answer is told once: of an app only what needs none is": () => {
    const found = walk("app", "shop", ofApp, { ...facts, answers: null, pull: null });
    assert.equal(
      found.map(({ check }) => check),
      ["scheduler", "release", "settings", "registry", "proxy", "dns", "templates"],
    );
  },
  "of an app whose files cannot be read that alone is told": () => {
    const error = new SchedulerError("FILE_UNUSABLE", "read a", ["it belongs to root"], "sudo chown dokku: a");
    assert.equal(walk("app", "shop", [unread], error), [
      {
        check: "release",
        about: "app",
        name: "shop",
        verdict: "wrong",
        why: "read a: it belongs to root",
        mend: "sudo chown dokku: a",
      },
    ]);
  },
  "a pull that took too long: on a node, or on none": () => {
    const on = object("x", { spec: { nodeName: "east" } });
    assert.equal(
      [undefined, object("x"), on].map((pod) => notPulledBy(pod, "shop:1", 90)),
      [
        { pulled: null, why: "no node had taken one after 90 s" },
        { pulled: null, why: "no node had taken one after 90 s" },
        { pulled: false, why: "east had not pulled shop:1 after 90 s" },
      ],
    );
  },
  "no kubeconfig is told once": () => {
    const unusable = { because: "there is none", next: null };
    assert.equal(walk("cluster", null, ofCluster, { ...seen, unusable, reach: null }).length, 1);
  },
  ...table(
    [
      ["on its way", waiting("ContainerCreating"), null],
      ["not scheduled", object("x", { status: {} }), null],
      ["refused", waiting("ErrImagePull"), false],
      ["refused again", waiting("ImagePullBackOff"), false],
      ["pulled, and its user is root", waiting("CreateContainerConfigError"), true],
      [
        "pulled, and it has no such command",
        object("x", { status: { containerStatuses: [{ state: { terminated: { reason: "StartError" } } }] } }),
        true,
      ],
    ] as const,
    (_, pod, pulled) => assert.is(pulledBy(pod)?.pulled ?? null, pulled),
  ),
});
