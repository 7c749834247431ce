// What the fuzzed apps are made of: for each kind of value what is ordinary, and what is at the edge of it or beyond.
import { type PropertyName, properties, propertyNames } from "../../src/core/properties/table.ts";
import type { Random } from "./random.ts";

export const AREAS = [
  "config",
  "domain",
  "port",
  "scale",
  "check",
  "cron",
  "resource",
  "option",
  "metadata",
  "mount",
  "type",
  "image",
  "property",
  "autoscale",
] as const;
export type Area = (typeof AREAS)[number];

export const PROBE_TIMES = [
  "initialDelaySeconds",
  "periodSeconds",
  "timeoutSeconds",
  "successThreshold",
  "failureThreshold",
  "terminationGracePeriodSeconds",
];
export const BEARERS = ["deployment", "pod", "service", "secret", "cronjob", "horizontalpodautoscaler", "ingress"];
export const NGINX = ["client-max-body-size", "proxy-read-timeout", "hsts", "x-forwarded-ssl"];
export const CHECK_FIELDS = ["attempts", "wait", "timeout", "initialDelay", "uptime", "name", "listening", "warn"];

const brace = (inside: string) => `$\{${inside}}`;
const X = (length: number) => "x".repeat(length);

/** Odd anywhere: to YAML, JSON, Handlebars, Go, JavaScript, a shell or a table of ours. */
const ODD: readonly string[] = [
  "",
  " ",
  "a b",
  "\ta",
  "a\nb",
  "a\r\nhostNetwork: true\n",
  '"\n      hostNetwork: true\n      x: "',
  "'\n- hostPID: true",
  "---\nkind: Secret",
  "\u0000",
  "\u001b[31m",
  "\u007f",
  "\u0085\u009f",
  "\u2028\u2029",
  "\ufeff",
  "\ufffe\uffff",
  "\ud800",
  "\u{1f600}",
  "grün",
  "{{metadata.name}}",
  "{{{x}}}",
  "}}",
  "{}",
  "[]",
  "- a",
  "a: b",
  "a #b",
  "&a *a",
  "!!binary eA==",
  "<<",
  "=",
  "yes",
  "off",
  "null",
  "~",
  "true",
  "0x1f",
  "0o17",
  "0400",
  "1e3",
  "1_000",
  "1:30",
  ".inf",
  "NaN",
  "2001-01-01",
  "'",
  '"',
  "\\",
  "\\u0041",
  "$(A)",
  `$A ${brace("B:-c")} \`d\``,
  "$$",
  "%2f",
  "__proto__",
  "constructor",
  "toString",
  "-",
  ".",
  "..",
  "/",
  "a/b",
  "a:b",
  "*",
  "-1",
  "0",
  "0.5",
  "1.5",
  "65535",
  "65536",
  "2147483647",
  "2147483648",
  "9".repeat(30),
  "1e400",
  X(16),
  X(64),
  X(254),
  X(1100),
  `${X(60)}.`.repeat(5),
];

interface Words {
  readonly plain: readonly string[];
  readonly odd: readonly string[];
}

const NUMBERS: Words = {
  plain: ["1", "2", "3", "5", "10", "30"],
  odd: ["-1", "0", "1.5", "01", "1e2", "600", "3601", "2147483647", "2147483648", "999999999", "99999999999", "", "x"],
};

const WORDS = {
  number: NUMBERS,
  key: {
    plain: ["A", "B_1", "PORT", "DATABASE_URL", "_x", "lower"],
    odd: [
      "a.b",
      "a-b",
      "1A",
      "A B",
      "A=B",
      "",
      ".",
      "..",
      "a/b",
      "é",
      "__proto__",
      "constructor",
      X(253),
      X(254),
      "A\nB",
    ],
  },
  value: { plain: ["x", "a b", "postgres://u:p@h/db?x=1#y", "one\ntwo"], odd: [X(131_072), X(130_000)] },
  type: {
    plain: ["worker", "api", "cron", "W_1"],
    odd: ["release", "constructor", "toString", "__proto__", "_", "-", "9", "W", X(63), X(64), "a.b", "a b"],
  },
  command: {
    plain: ["node server.js", "bin/work --all", 'sh -c "sleep 1 && work"', "serve --port $PORT", "web --once"],
    odd: ["sh 'x", brace("A:-b"), brace("A:?no"), "a && b", "a > b", "$((1))", "`x`", "\\", "${", X(1100)],
  },
  domain: {
    plain: ["shop.example.com", "www.example.com", "*.example.com", "a-b.example.co", "UPPER.example.com"],
    odd: [
      "_",
      "10.0.0.1",
      "::1",
      "-a.test",
      "a-.test",
      "a_b.test",
      "a..b",
      "a.test.",
      ".a",
      "*",
      "*.*.a",
      "a.*.b",
      `${X(64)}.test`,
      "1",
      "1.2",
    ],
  },
  mapping: {
    plain: [
      "http:80:5000",
      "https:443:5000",
      "http:80:3000",
      "tcp:1883:1884",
      "udp:53:53",
      "grpc:80:9000",
      "tcp:53:53",
    ],
    odd: [
      "http:80:0",
      "http:0:80",
      "tcp:0:1",
      "http:80:65536",
      "tcp:65536:1",
      "tcp:99999:99999",
      "constructor:1:2",
      "http:1:99999999999999999999",
      "http:80",
      "x",
      "abcdefghijklmnopqrstuvwxyz:1:2",
    ],
  },
  cpu: {
    plain: ["1", "100m", "0.5", "2"],
    odd: ["1e3", "-1", "0", "0.0001", "1u", "1Mi", ".5", "+1", "1.", "1,5", "1 ", "E", "1k"],
  },
  memory: {
    plain: ["64", "512m", "1g", "1Gi", "64Mi"],
    odd: ["1e3", "-1", "0", "0.5", "512mb", "1.5Gi", "1Ti", "1e", "5e3Mi", "9Ei", "16Ei", "1 g"],
  },
  "nvidia-gpu": { plain: ["1", "2"], odd: ["0", "-1", "0.5", "1e3", "1k", "500m", "1Mi", "1.0", "all", "1000m"] },
  path: {
    plain: ["/data", "/srv/data", "/up", "/tmp"],
    odd: ["", "data", "/a:b", "/", "//", "/../x", "/a b", "/data/", "/%zz", "/a\nb", "/ü", `/${X(300)}`],
  },
  claim: { plain: ["shop-data", "a.claim.with.dots", "data"], odd: ["A", "a_b", "", X(254), "-a", "a.", "a/b", X(64)] },
  "probe-port": {
    plain: ["5000", "8080", "http", "80"],
    odd: [
      "0",
      "-1",
      "65536",
      "http-alt-long-name",
      "HTTP",
      "a--b",
      "-a",
      "5000-",
      "123abc",
      "x: {y}",
      "12345678901234567",
      "1.5",
      "",
      "a_b",
    ],
  },
  scheme: { plain: ["HTTP", "HTTPS"], odd: ["http", "ftp", ""] },
  header: { plain: ["Host", "X-Check"], odd: ["a b", "", "a:b", "ü", "X_Y", "a/b"] },
  zone: {
    plain: ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"],
    odd: [
      "Local",
      "local",
      "Mars/Base",
      "utc",
      "europe/berlin",
      "EST5EDT",
      "GMT+1",
      "Etc/GMT+1",
      "../etc",
      "/UTC",
      "CEST",
      "posixrules",
      "US/Pacific",
      "localtime",
    ],
  },
  schedule: {
    plain: ["*/5 * * * *", "0 0 * * fri-7", "@daily", "1,2 3-4/2 5 jan mon"],
    odd: [
      "@reboot",
      "@every 1h30m",
      "@every 0s",
      "@every 1",
      "* * * *",
      "60 * * * *",
      "TZ=UTC * * * * *",
      "? ? ? ? ?",
      "0 0 31 2 *",
      "*/0 * * * *",
      "5-1 * * * *",
      "0 0 0 1 1",
      "@every 1.5h",
      "*/70 * * * *",
      "@every 99999999h",
      "every day",
    ],
  },
  policy: { plain: ["allow", "forbid", "replace"], odd: ["Allow", "never"] },
  "metadata-key": {
    plain: ["team", "example.com/owner", "nginx.ingress.kubernetes.io/affinity", "A.b_c-d"],
    odd: [
      "a/b/c",
      "/a",
      "a/",
      "Example.COM/x",
      "-a",
      "a_b.c/x",
      `${X(254)}/a`,
      `a/${X(64)}`,
      "app",
      "kubernetes.io/x",
      "process-type",
      "seccomp.security.alpha.kubernetes.io/pod",
      "container.apparmor.security.beta.kubernetes.io/shop-web",
    ],
  },
  label: { plain: ["blue", "A.b_c-d", "1"], odd: ["-a", "a-", "a/b", "a b", X(63), X(64)] },
  annotation: { plain: ["x", '{"a":1}', "one two", "a\nb"], odd: ["runtime/default", X(262_144), X(200_000)] },
  image: {
    plain: ["registry.example.com/dokku/shop:1", "registry.example.com:5000/dokku/shop:12", "dokku/shop:3"],
    odd: ["dokku/shop:latest", " a", "a ", "a b", "A/B:1", "a@sha256:x", "a:b:c"],
  },
  server: { plain: ["registry.example.com", "https://index.docker.io/v1/"], odd: ["a b", "/"] },
  property: {
    plain: ["1", "true", "600", "web,worker"],
    odd: ["10m,worker=1h", "100%", "101%", "0%", "a,b", "NodePort", "e@x", "https://x", "2000000"],
  },
  rule: {
    plain: ["resource:cpu:Utilization:50", "pods:x:AverageValue:5", "external:q:Value:7:queue=jobs"],
    odd: [
      "resource:cpu:Utilization:0",
      "resource:cpu:Utilization:99999999999",
      "pods:a/b:AverageValue:5",
      "pods:é:AverageValue:1",
      "external:x:AverageValue:1e3",
      "ingress:x:Value:1:-a",
      "pods:..:AverageValue:5",
      "external:x:Value:1:a in ()",
      "ingress:r:Value:1k",
      "pods:x:AverageValue:0.5",
      "pods:x:AverageValue:1u",
      "resource:memory:AverageValue:100Mi",
      "ingress:r:Value:1:a..b",
      "external:x:Value:1:a=b,a=c",
      "external:x:Value:1:a",
    ],
  },
  flag: { plain: ["", "true", "false"], odd: ["maybe"] },
  capability: { plain: ["NET_ADMIN", "cap_sys_time"], odd: ["ALL", "SYS_ADMIN", "CAP_SYS_ADMIN", "x-y"] },
  host: {
    plain: ["db:10.0.0.5", "cache:10.0.0.6"],
    odd: [
      "DB:10.0.0.5",
      "a_b:10.0.0.5",
      "db:999.0.0.1",
      "db:::1",
      "db:[::1]",
      "db:host-gateway",
      "a.:10.0.0.5",
      "db:1:2",
      "db:010.0.0.1",
      "db:10.0.0.5 x",
    ],
  },
  address: {
    plain: ["10.0.0.2", "10.0.0.3", "10.0.0.4", "fd00::1"],
    odd: ["999.1.1.1", "1:2", "::", "10.0.0.02", "fe80::1%eth0", "::ffff:10.0.0.1", ":::", "10.0.0"],
  },
  search: {
    plain: ["example.com", "svc.local"],
    odd: ["-a", "a_b", "A.b", ".", "a.", `${X(64)}.a`, "a..b", "*.a", "a b", X(254)],
  },
  "dns-option": { plain: ["ndots:2", "rotate"], odd: [":", "a:b:c", ":2"] },
  id: {
    plain: ["1000", "0", "1000:1000"],
    odd: ["2147483647", "2147483648", "99999999999", "root", "-1", "1000:4294967295"],
  },
  sysctl: {
    plain: ["net.core.somaxconn=1024", "net/ipv4/x=1"],
    odd: ["a..b=1", "A=1", "kernel.shm_rmid_forced=1", "-a=1", "x=", "a-b=1", `${X(254)}=1`, "net.*=1"],
  },
  bytes: { plain: ["64m", "1g", "67108864"], odd: ["0", "1.5g", "1b", "-1", "64MB", `${"9".repeat(20)}g`, "64mb"] },
  volume: {
    plain: ["/cache", "shop-data:/copy", "/srv/x:/data", "shop-data:/other:ro"],
    odd: ["shop-data:", "/a:b", "shop-data:/data:z", "a.b:/x", "/", "//", "x:/a/../b", "/data/:/data/", "data:/a b"],
  },
  tmpfs: {
    plain: ["/run", "/tmp:size=64m"],
    odd: ["run", "/run:size=x", "/run:size=0", "/run:mode=1777", "/a b", "/"],
  },
  cpus: { plain: ["1", "0.5", "1.5"], odd: [".5", "0", "0.0001", "1e3", "99999999999999999999", "1."] },
  hostname: { plain: ["shop"], odd: ["Shop", "a.b", X(64), "-a"] },
  "label-pair": {
    plain: ["team=blue", "a"],
    odd: ["=x", "a b=c", "app=other", `a=${X(64)}`, "a/b/c=d", "process-type=x"],
  },
} as const satisfies Readonly<Record<string, Words>>;

export type What = keyof typeof WORDS;

/** Texts of a kind of value; what is odd comes twice as often from that kind as from all that is odd anywhere. */
export function sayer({ pick, once }: Random, isOdd: boolean): (what: What) => string {
  return (what) => {
    const { plain, odd }: Words = WORDS[what];
    if (!isOdd || once(2)) return pick(plain);
    return pick(once(3) ? ODD : odd);
  };
}

/** As it comes out of a file; only an escape of JSON can be half a character. */
export const fromFile = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");

const VALUES: Readonly<Record<string, What>> = {
  "--add-host": "host",
  "--cap-add": "capability",
  "--cap-drop": "capability",
  "--cpus": "cpus",
  "--dns": "address",
  "--dns-option": "dns-option",
  "--dns-search": "search",
  "--env": "value",
  "--gpus": "nvidia-gpu",
  "--group-add": "id",
  "--hostname": "hostname",
  "--label": "label-pair",
  "--memory": "bytes",
  "--memory-reservation": "bytes",
  "--privileged": "flag",
  "--read-only": "flag",
  "--restart": "policy",
  "--security-opt": "flag",
  "--shm-size": "bytes",
  "--sysctl": "sysctl",
  "--tmpfs": "tmpfs",
  "--user": "id",
  "--volume": "volume",
  "--workdir": "path",
  "--publish": "mapping",
};
export const OPTIONS: readonly string[] = Object.keys(VALUES);
export const kindOf = (option: string): What => VALUES[option] ?? "value";

export const exampleOf = (name: PropertyName): string => properties[name].example;
export { propertyNames };

/** A text as app.json may have it: a number where it is one, and at times another type. */
export function json(text: string): unknown {
  if (text === "") return null;
  if (text === "true") return true;
  if (text === "[]" || text === "{}") return JSON.parse(text);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
