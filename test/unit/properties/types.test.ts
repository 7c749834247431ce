// The forms a property's value can have: what each takes and refuses. A property of a form that is here needs no row.
import * as assert from "uvu/assert";
import * as types from "../../../src/core/properties/types.ts";
import { suite, table } from "../suite.ts";

type Rows = Readonly<Record<keyof typeof types, readonly [good: readonly string[], bad: readonly string[]]>>;

const rows: Rows = {
  kinds: [
    ["deployment", "deployment,network-policy", "NetworkPolicy"],
    ["", "deployment,", "a b", "a,,b", "deployment.web", "../x"],
  ],
  relativeFolder: [
    [".dokku/templates", "deploy", "a/b/c.d"],
    ["", "/etc", "a/../b", "..", "a//b", "a/", "./a", "a b"],
  ],
  duration: [
    ["90", "90s", "5m", "1h"],
    ["0", "5 m", "1d", "web=5m", "5m,1h", "-1", "1.5m"],
  ],
  bodySize: [
    ["512Ki", "8Mi", "1Gi", "100M", "64k"],
    ["0", "8m", "8", "0Mi", "8 Mi", "8MB", "1.5Gi", "1Ti", "64K"],
  ],
  canarySteps: [
    ["off", "10%:2m", "10%:2m,50%:30", "1%:1s,99%:1h"],
    ["on", "10%", "10:2m", "0%:1m", "100%:1m", "50%:1m,10%:1m", "10%:1m,10%:1m", "10%:0", "10%:1m, 50%:1m", "10%:1m,"],
  ],
  claimTemplates: [
    ["data:10Gi:/data", "data:500:/var/lib/a.b,logs:1G:/logs:fast.ssd"],
    [
      "data",
      "data:10Gi",
      "data:10Gi:data",
      "data:0:/data",
      "Data:1Gi:/data",
      "data:1Gi:/",
      "data:1Gi:/data:Fast",
      "data:1Gi:/data:fast:x",
      "data:1Gi:/a,data:1Gi:/b",
      "a:1Gi:/data,b:1Gi:/data",
      "a:1Gi:/data,",
      "a:1Gi:/a b",
    ],
  ],
  dnsLabel: [
    ["a", "store", "team-1", "1st", "x".repeat(63)],
    ["Store", "a.b", "-a", "a-", "a_b", "a b", "a\n", "ä", "x".repeat(64), ","],
  ],
  absolutePath: [
    ["/etc/kube config", "/a"],
    ["kube", "~/.kube/config", "/", "/a\nb", "a:/b"],
  ],
  contextName: [
    ["a", "admin@eu.example.com", "arn:aws:eks:eu/x y"],
    ["-a", "a\nb"],
  ],
  secretNames: [
    ["a", "a,b", "registry.example.com"],
    ["a, b", "a,", ",a", "A", "a,,b", "a..b", "a\nb"],
  ],
  oneOf: [
    ["true", "false"],
    ["yes", "TRUE", "1", "true "],
  ],
  softRules: [
    ["time-zone", "cron-schedule,time-zone"],
    ["image-pushed", "time-zon", "time-zone,", "time-zone, deadline", ""],
  ],
  gatewayName: [
    ["infra/public", "infra/public/https-443", "a/b.c"],
    ["", "public", "infra/", "/public", "infra/public/", "a/b/c/d", "A/b", "a.b/c", "a/b c"],
  ],
  objectName: [
    ["nginx", "my.class-1", "company-ca", "a.b"],
    ["Nginx", "a b", "a/b", "a,b", "x".repeat(254)],
  ],
  email: [["a@b.test"], ["a", "a@", "@b", "a b@c", "a@b@c"]],
  httpsUrl: [
    ["https://ca.test:14000/dir"],
    ["http://ca.test/dir", "ca.test", "https://", "https:// x", "https://a b", "https://ca.test/dir\n"],
  ],
  webUrl: [
    ["https://ca.test:14000/dir", "http://me:pass%20word@10.0.0.1:8080/a?b=c"],
    ["ftp://ca.test/dir", "ca.test", "https://", "https://a b", "http://a:b%c@d/", "https://ca.test/dir\n"],
  ],
  oneLine: [
    ["s3cret", "two words"],
    ["a\nb", "a\u0000"],
  ],
  timeouts: [
    ["600", "90s", "10m", "2h", "15m,worker=1h", "web=30"],
    ["0", "-1", "1d", "1.5", "a", "1,2", "web=", "=5", "1, web=2", "1\n"],
  ],
  podAmount: [
    ["0", "1", "25%", "50%", "100%"],
    ["-1", "1.5", "101%", "1000%", "1%%", "%", "1 %", "one", "1\n"],
  ],
  nodeLabels: [
    ["disktype=ssd", "topology.kubernetes.io/zone=eu-1,gpu=", "a=b"],
    ["", "a", "=b", "a=b,", "a=b,a=c", "a=b=c", "a=ä", "A_/x=y", "a=b\n", "a=b, c=d", `a=${"x".repeat(64)}`],
  ],
  taints: [
    ["gpu", "gpu=true:NoSchedule", "spot:NoExecute,example.com/a=:PreferNoSchedule", "a=b"],
    ["", ":NoSchedule", "a:No", "a=b:NoSchedule:x", "a=b=c", "a,", "a b", "a\n", "-a"],
  ],
  hostAliases: [
    ["10.0.0.5:db", "10.0.0.5:db,cache,10.0.0.6:queue.example.com", "fd00::1:db"],
    [
      "",
      "db",
      "10.0.0.5",
      "10.0.0.5:",
      "db,10.0.0.5:x",
      "10.0.0.256:x",
      "10.0.0.5:DB",
      "10.0.0.5:a,",
      ":db",
      "10.0.0.5:a\n",
    ],
  ],
  peers: [
    ["ingress-nginx", "10.0.0.0/8", "ingress-nginx,fd00::/8,monitoring"],
    ["", "a,", "a b", "A", "10.0.0.1", "a/b", "ingress-nginx\n"],
  ],
  seconds: [
    ["0", "30", "600"],
    ["", "-1", "1.5", "10s", "1\n", "1234567"],
  ],
  diskAmount: [
    ["1G", "512Mi", "2Gi", "1k"],
    ["", "0", "1", "1g", "1.5Gi", "-1Gi", "1KiB", "1Gi\n"],
  ],
  processType: [
    ["web", "db_Migrate-1", "x".repeat(63)],
    ["", "a,b", "a.b", "a b", "x".repeat(64)],
  ],
  processTypes: [
    ["http", "http,worker", "Web_1"],
    ["http worker", "http,", "a.b", "x".repeat(64), "ä"],
  ],
  releaseType: [
    ["migrate", "db_Migrate-1"],
    ["release", "web", "a,b", "a.b", "a b", "x".repeat(64)],
  ],
};

const forms = { ...types, oneOf: types.oneOf("true", "false") };

suite("properties: forms", {
  "each has a row": () => assert.equal(Object.keys(rows).sort(), Object.keys(types).sort()),
  ...table(Object.entries(rows) as readonly [keyof typeof types, Rows["email"]][], (name, [good, bad]) => {
    for (const value of good) assert.ok(forms[name].accepts(value), `${name} refuses ${JSON.stringify(value)}`);
    for (const value of bad) assert.not.ok(forms[name].accepts(value), `${name} takes ${JSON.stringify(value)}`);
  }),
});
