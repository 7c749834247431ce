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
  objectName: [
    ["nginx", "my.class-1", "company-ca", "a.b"],
    ["Nginx", "a b", "a/b", "a,b", "x".repeat(254)],
  ],
  email: [["a@b.test"], ["a", "a@", "@b", "a b@c", "a@b@c"]],
  httpsUrl: [
    ["https://ca.test:14000/dir"],
    ["http://ca.test/dir", "ca.test", "https://", "https:// x", "https://a b", "https://ca.test/dir\n"],
  ],
  timeouts: [
    ["600", "90s", "10m", "2h", "15m,worker=1h", "web=30"],
    ["0", "-1", "1d", "1.5", "a", "1,2", "web=", "=5", "1, web=2", "1\n"],
  ],
  podAmount: [
    ["0", "1", "25%", "50%", "100%"],
    ["-1", "1.5", "101%", "1000%", "1%%", "%", "1 %", "one", "1\n"],
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
