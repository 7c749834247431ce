// The apps whose whole releases are goldens.
import type { App } from "../../src/core/model/app.ts";
import { computeProperties } from "../../src/core/properties/table.ts";
import { app, certificate, process, route, tagged } from "./fixtures.ts";

const store = { name: "store", managed: true };
const properties = computeProperties({ namespace: "store" }, {});

const task = {
  id: "abc",
  command: "worker --once",
  schedule: "0 0 * * *",
  concurrencyPolicy: "allow",
  suspended: false,
  limit: { cpu: null, memory: null, "nvidia-gpu": null },
  reserve: { cpu: null, memory: null, "nvidia-gpu": null },
};

export const releases: Readonly<Record<string, App>> = {
  plain: app(),
  env: app({
    env: {
      QUOTED: `a "b" 'c'`,
      LINES: "one\ntwo\r\n\n",
      HANDLEBARS: "{{metadata.name}} {{{x}}}",
      YAML: "x: {y}\n- z # no comment",
      DOLLAR: "$HOME $(HOME) $$",
      UNICODE: "grün \u{1f600} \u0085\u2028",
      EMPTY: "",
      PORT: "8080",
    },
    processes: [process("web", { command: "node server.js --port $PORT --name '$QUOTED' --is $QUOTED" })],
  }),
  "worker-only": app({ processes: [process("worker", { command: "bin/work" })] }),
  "process-types": app({
    namespace: store,
    image: tagged("registry.example.com:5000/dokku/shop:12", "herokuish"),
    env: { A: "1" },
    domains: ["shop.example.com", "*.shop.example.com"],
    otherRoutes: [route("blog", "blog.example.com", { namespace: "store", port: 3000 })],
    ports: [
      { scheme: "https", hostPort: 443, containerPort: 8080 },
      { scheme: "http", hostPort: 80, containerPort: 8080 },
    ],
    processes: [
      process("api", { quantity: 2 }),
      process("cron", { quantity: 0 }),
      process("web", { quantity: 3, restartedAt: "2026-11-22T10:00:00.000Z" }),
      process("worker"),
    ],
    properties: { ...properties, imagePullSecrets: "registry, other", "service-process-types": "api,gone" },
  }),
  ports: app({
    domains: ["shop.example.com"],
    ports: [
      { scheme: "http", hostPort: 80, containerPort: 8080 },
      { scheme: "https", hostPort: 443, containerPort: 8080 },
      { scheme: "tcp", hostPort: 1883, containerPort: 1884 },
      { scheme: "tcp", hostPort: 53, containerPort: 53 },
      { scheme: "udp", hostPort: 53, containerPort: 53 },
    ],
    properties: { ...computeProperties({}, {}), "service-type": "LoadBalancer" },
  }),
  "certs-add": app({
    domains: ["shop.example.com", "www.shop.example.com", "shop.example.net"],
    env: { CERT_MANAGER_EMAIL: "admin@example.com" },
    certificate: certificate(),
    properties: { ...computeProperties({}, {}), "cert-manager-enabled": "true" },
  }),
  "cert-manager": app({
    namespace: store,
    env: { CERT_MANAGER_EMAIL: "admin@example.com" },
    domains: ["shop.example.com", "www.shop.example.com"],
    otherRoutes: [
      route("blog", "blog.example.com", { namespace: "store", tlsSecret: "blog-tls" }),
      route("wiki", "wiki.example.com", { namespace: "store", ingress: "wiki-web" }),
    ],
    properties: { ...properties, "cert-manager-enabled": "true" },
  }),
  "ingress-per-app": app({
    namespace: store,
    domains: ["shop.example.com"],
    otherRoutes: [route("blog", "blog.example.com", { namespace: "store" })],
    properties: {
      ...properties,
      "ingress-per-app": "true",
      "ingress-class": "traefik",
      "cert-manager-enabled": "true",
      "cert-manager-issuer": "company-ca",
      "cert-manager-issuer-kind": "Issuer",
    },
  }),
  "gateway-own": app({
    domains: ["shop.example.com", "*.shop.example.com", "shop.example.net"],
    ports: [
      { scheme: "http", hostPort: 80, containerPort: 5000 },
      { scheme: "https", hostPort: 443, containerPort: 5000 },
      { scheme: "http", hostPort: 8080, containerPort: 8081 },
      { scheme: "grpc", hostPort: 50051, containerPort: 50052 },
      { scheme: "tcp", hostPort: 1883, containerPort: 1884 },
      { scheme: "tls", hostPort: 8883, containerPort: 8884 },
    ],
    certificate: certificate(),
    properties: computeProperties({ routing: "gateway", "gateway-class": "traefik" }, {}),
  }),
  "gateway-shared": app({
    namespace: store,
    proxy: { type: "gateway", enabled: true },
    domains: ["shop.example.com", "shop.example.net"],
    gateway: {
      namespace: "infra",
      name: "public",
      listeners: [
        { name: "web", protocol: "HTTP", port: 8000, hostname: null, secret: null },
        { name: "secure", protocol: "HTTPS", port: 8443, hostname: "*.example.com", secret: "example-com" },
      ],
    },
    served: [route("shop", "shop.example.com", { namespace: "store" })],
    properties: { ...properties, gateway: "infra/public", "ingress-timeout": "5m" },
  }),
  "gateway-cert-manager": app({
    env: { CERT_MANAGER_EMAIL: "admin@example.com" },
    domains: ["shop.example.com", "www.shop.example.com"],
    properties: computeProperties(
      { routing: "gateway", "gateway-class": "traefik", "cert-manager-enabled": "true" },
      {},
    ),
  }),
  pack: app({
    image: tagged("registry.example.com/dokku/shop:3", "pack"),
    processes: [process("web"), process("worker", { command: `sh -c "sleep 1 && work"` })],
  }),
  "healthchecks-kubernetes": app({
    processes: [process("web"), process("worker")],
    appJson: {
      healthchecks: {
        "*": {
          liveness: { exec: { command: ["/bin/pidof", "{{ $APP }}"] }, initialDelaySeconds: 5 },
          readiness: { httpGet: { path: "/overridden", port: 5000 } },
        },
        web: {
          readiness: {
            httpGet: { path: "/$APP/ready", port: 5000, httpHeaders: [{ name: "Host", value: "shop" }] },
            periodSeconds: 5,
            successThreshold: 2,
          },
          startup: { grpc: { port: 9000 }, failureThreshold: 30 },
        },
      },
    },
  }),
  "healthchecks-dokku": app({
    processes: [process("web"), process("worker")],
    appJson: {
      healthchecks: {
        web: [
          { type: "startup", name: "up", path: "/up", attempts: 30, wait: 2, timeout: 5, initialDelay: 1 },
          { type: "liveness", listening: true, port: 5001 },
          { path: "/ready", scheme: "https", httpHeaders: [{ name: "X-Check", value: "1" }] },
          { type: "startup", uptime: 10 },
        ],
        worker: [{ type: "liveness", command: ["/bin/true"] }],
      },
    },
  }),
  resources: app({
    processes: [
      process("web", {
        limit: { cpu: "1", memory: "512m", "nvidia-gpu": "1" },
        reserve: { cpu: "100m", memory: "64", "nvidia-gpu": null },
      }),
      process("worker", { limit: { cpu: null, memory: "1Gi", "nvidia-gpu": null } }),
    ],
  }),
  "registry-login": app({
    registryLogin: { server: "registry.example.com", auth: "dXNlcjpwYXNzd29yZA==" },
    processes: [process("worker")],
  }),
  metadata: app({
    domains: ["shop.example.com"],
    processes: [process("web"), process("worker")],
    settings: {
      nginx: {},
      limits: {},
      values: { team: "blue" },
      metadata: {
        "deployment-annotations": { "example.com/owner": "team-a" },
        "deployment-annotations.worker": { "example.com/owner": "team-b" },
        "deployment-labels": { tier: "front" },
        "pod-annotations": {
          "example.com/lines": 'one\ntwo: "x"\n',
          "kubectl.kubernetes.io/default-container": "sidecar",
        },
        "pod-labels": { team: "blue" },
        "service-annotations": { "example.com/svc": "yes" },
        "service-labels.web": { public: "true" },
        "service-labels.worker": { public: "false" },
      },
    },
    ingressMetadata: {
      annotations: { "nginx.ingress.kubernetes.io/affinity": "cookie" },
      labels: { team: "edge" },
    },
  }),
  "disruption-budget": app({
    processes: [process("web", { quantity: 3 }), process("worker")],
    properties: computeProperties({ "pod-max-unavailable": "25%" }, {}),
  }),
  // The rules are those that the original plugin stored.
  autoscaling: app({
    processes: [
      process("rests", {
        quantity: 0,
        autoscale: { minReplicas: "2", maxReplicas: "3", rules: ["pods:x:AverageValue:5"] },
      }),
      process("web", {
        quantity: 2,
        limit: { cpu: "1", memory: null, "nvidia-gpu": null },
        autoscale: {
          minReplicas: "1",
          maxReplicas: "4",
          rules: [
            "resource:cpu:Utilization:50",
            "resource:memory:AverageValue:200Mi",
            "pods:packets-per-second:AverageValue:1k",
            "ingress:requests-per-second:Value:10k",
            "ingress:latency:AverageValue:500m:other-ingress",
            "external:queue_messages_ready:AverageValue:30:worker_tasks",
            "external:job:queue:rate5m:Value:7:queue=jobs,region in (eu,us),!legacy",
          ],
          cooldownSeconds: 60,
        },
      }),
      process("worker", {
        quantity: 5,
        autoscale: { minReplicas: "1", maxReplicas: null, rules: ["pods:x:AverageValue:5"] },
      }),
      process("queue", {
        autoscale: {
          minReplicas: "0",
          maxReplicas: "4",
          rules: ["keda:rabbitmq:queueName=jobs,value=20,authenticationRef=mq"],
          cooldownSeconds: 60,
          pollingSeconds: 5,
        },
      }),
    ],
  }),
  cron: app({
    namespace: store,
    image: tagged("registry.example.com/dokku/shop:3", "herokuish"),
    env: { TARGET: "everybody" },
    processes: [process("web"), process("worker", { command: "bin/work --all" })],
    mounts: [{ claim: "shop-data", path: "/data" }],
    properties: { ...properties, imagePullSecrets: "registry" },
    cron: {
      timeZone: "Europe/Berlin",
      tasks: [
        {
          id: "22drudqw5fdo2lcn24aghd3c4piaf39t1ucgoiuihd3hcfe",
          command: `echo "to $TARGET" '$TARGET'`,
          schedule: "*/5 * * * *",
          concurrencyPolicy: "forbid",
          suspended: false,
          limit: { cpu: null, memory: "64m", "nvidia-gpu": null },
          reserve: { cpu: null, memory: null, "nvidia-gpu": null },
        },
        {
          id: "abc",
          command: "worker --once",
          schedule: "0 0 * * fri-7",
          concurrencyPolicy: "allow",
          suspended: true,
          limit: { cpu: null, memory: null, "nvidia-gpu": null },
          reserve: { cpu: null, memory: null, "nvidia-gpu": null },
        },
      ],
    },
  }),
  // No name of an app's own, and what docker options ask for beside what the level asks for.
  restricted: app({
    namespace: store,
    domains: ["shop.example.com"],
    processes: [process("web"), process("worker")],
    cron: { timeZone: "UTC", tasks: [task] },
    dockerOptions: {
      "web.deploy": ["--cap-add NET_BIND_SERVICE --user 1000 --sysctl net.ipv4.tcp_keepalive_time=60 --tmpfs /tmp"],
    },
    properties: computeProperties(
      {
        "pod-security": "restricted",
        "read-only-root": "true",
        "service-account.worker": "reader",
        "service-account-create": "true",
        "network-policy": "app",
        "network-policy-allow": "ingress-nginx,10.0.0.0/8",
      },
      {},
    ),
  }),
  baseline: app({
    namespace: store,
    processes: [process("worker")],
    properties: computeProperties({}, { "pod-security": "baseline", "network-policy": "namespace" }),
  }),
  scheduling: app({
    processes: [process("web", { limit: { cpu: "1", memory: null, "nvidia-gpu": null } }), process("worker")],
    cron: { timeZone: "UTC", tasks: [task] },
    dockerOptions: { "_default_.deploy": ["--add-host queue:10.0.0.5"] },
    properties: computeProperties(
      {
        "node-selector": "disktype=ssd,topology.kubernetes.io/zone=eu-1",
        "node-selector.worker": "disktype=",
        "node-selector.cron": "pool=batch",
        "service-account": "reader",
        "host-aliases": "10.0.0.5:db,10.0.0.6:cache,fd00::1:six",
        "ephemeral-storage-limit": "2Gi",
        "max-unavailable.worker": "50%",
        "min-ready-seconds.worker": "0",
      },
      {
        "node-selector.web": "disktype=none",
        tolerations: "gpu=true:NoSchedule,spot,a=",
        "priority-class": "gold",
        "ephemeral-storage-reserve.web": "512Mi",
        "max-surge": "2",
      },
    ),
  }),
  workloads: app({
    processes: [
      process("agent"),
      process("agent-off", { quantity: 0 }),
      process("db", {
        quantity: 3,
        autoscale: { minReplicas: "3", maxReplicas: "5", rules: ["pods:x:AverageValue:5"] },
      }),
      process("web"),
    ],
    mounts: [{ claim: "shop-data", path: "/shared" }],
    properties: computeProperties(
      {
        "workload.agent": "daemonset",
        "workload.agent-off": "daemonset",
        "workload.db": "statefulset",
        "claim-templates.db": "data:10Gi:/data,logs:1Gi:/var/log:fast",
        "deploy-timeout": "db=15m",
      },
      {},
    ),
  }),
  volumes: app({
    processes: [process("web"), process("worker")],
    mounts: [
      { claim: "shop-data", path: "/data" },
      { claim: "shop-data", path: "/more" },
      { claim: "a.claim.with.dots", path: "/dots" },
    ],
  }),
  "docker-options": app({
    env: { A: "1" },
    processes: [process("web"), process("worker", { limit: { cpu: null, memory: "1g", "nvidia-gpu": null } })],
    mounts: [{ claim: "shop-data", path: "/data" }],
    optionClaims: ["shop-data"],
    stopTimeout: "60",
    waitToRetire: "20",
    dockerOptions: {
      "_default_.deploy": [
        "--add-host db:10.0.0.5 --add-host cache:10.0.0.5",
        "--cap-add NET_ADMIN --cap-drop ALL --read-only --user 1000",
        "--dns 10.0.0.2 --dns-option ndots:2",
        "--env B=2",
        "--hostname shop --workdir /srv --label team=blue",
        "--memory 512m --cpus 1",
        "--shm-size 64m --tmpfs /run -v /cache -v shop-data:/copy:ro",
        "--sysctl net.core.somaxconn=1024",
      ],
      "worker.deploy": ["--env B=3"],
    },
  }),
  "volumes-exclusive": app({
    processes: [process("web"), process("worker")],
    mounts: [{ claim: "shop-data", path: "/data" }],
    exclusiveClaims: ["shop-data"],
  }),
  // Nothing here may end a string, a line or a block.
  injection: app({
    image: tagged(`"\n  hostNetwork: true\n  x: "`),
    env: { "A.b": "x" },
    processes: [process("web", { command: `'"\n      hostPID: true' {{container.image}} "}}\n---\nkind: Secret"` })],
    appJson: {
      healthchecks: {
        web: { liveness: { httpGet: { path: `/"\nhostNetwork: true\n{{metadata.name}}: &a *a`, port: 5000 } } },
      },
    },
  }),
};
