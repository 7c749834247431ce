import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { Outcome, PastRelease } from "../../../src/core/model/past-release.ts";
import { at, list } from "../../../src/core/model/read.ts";
import { changes } from "../../../src/core/plan/changes.ts";
import { differences } from "../../../src/core/plan/config-change.ts";
import { kept, lastGood, nextNumber, rollbackTarget, secretsNamed } from "../../../src/core/plan/history.ts";
import {
  keptManifests,
  pastObjects,
  routesBack,
  withHosts,
  withIngresses,
  withStreams,
  workloadsOf,
} from "../../../src/core/plan/history-manifests.ts";
import { isIngress, isRouting } from "../../../src/core/plan/routing-objects.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { render } from "../../../src/core/render/render.ts";
import { validate } from "../../../src/core/validate/validate.ts";
import { app, process, route, schemas, tagged, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

function past(number: number, outcome: Outcome = "deployed", fields: Partial<PastRelease> = {}): PastRelease {
  const record = { namespace: { name: "default", managed: false }, routes: [], port: 5000 };
  return {
    number,
    outcome,
    returnedTo: null,
    rollbackTo: null,
    manifests: [],
    scale: {},
    record,
    ...fields,
  } as unknown as PastRelease;
}

const numbers = (history: readonly PastRelease[]) => history.map(({ number }) => number);
const failed = (number: number, returnedTo: number | null = null) => past(number, "failed", { returnedTo });

suite("history", {
  "numbers go on, whatever was forgotten": () => {
    assert.is(nextNumber([]), 1);
    assert.is(nextNumber([past(8), failed(9)]), 10);
  },
  "ten are kept": () => assert.equal(numbers(kept(Array.from({ length: 12 }, (_, i) => past(i + 1)))).at(0), 3),
  "and the last good one, however many failed since": () => {
    const history = [past(1), past(2), ...Array.from({ length: 11 }, (_, i) => failed(i + 3))];
    assert.equal(numbers(kept(history)), [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  },
  "an unfinished or failed release is no good one": () => {
    assert.is(lastGood([past(1), past(2, "unfinished"), failed(3), past(4, "interrupted")])?.number, 1);
    assert.is(lastGood([failed(1)]), null);
  },
});

suite("what a rollback restores", {
  ...table(
    [
      ["the one before", [past(1), past(2), past(3)], null, 2],
      ["a number", [past(1), past(2), past(3)], 1, 1],
      ["further back after a rollback", [past(1), past(2), past(3), past(4, "deployed", { rollbackTo: 2 })], null, 1],
      ["and on again by number", [past(1), past(2), past(3, "deployed", { rollbackTo: 1 })], 2, 2],
      ["the last good one when a failed one was left", [past(1), past(2), failed(3)], null, 2],
      ["the one before the one that came back", [past(1), past(2), failed(3, 2)], null, 1],
      ["not a failed one", [past(1), failed(2), past(3)], null, 1],
    ] as const,
    (_title, history, wanted, number) => assert.is(rollbackTarget("shop", history, wanted).number, number),
  ),
  ...table(
    [
      ["no releases", [], null, "it has no releases yet"],
      ["nothing before", [past(4)], null, "there is no good release before"],
      ["an unknown number", [past(4)], 3, "there is no release 3"],
      ["one that failed", [past(3), failed(4)], 4, "release 4 cannot be used: its outcome is failed"],
    ] as const,
    (_title, history, wanted, says) =>
      assert.throws(
        () => rollbackTarget("shop", history, wanted),
        (error: unknown) => error instanceof SchedulerError && error.because.join().includes(says),
      ),
  ),
});

const two = { processes: [process("web", { quantity: 2 }), process("worker")], env: { A: "1" }, domains: ["a.test"] };

function release(fields: Parameters<typeof app>[0]) {
  const shop = app(fields);
  const valid = validate(shop, render(shop, templates()), schemas).release;
  if (valid === null) throw new Error("the release is not valid");
  return valid;
}

const remember = (
  fields: Parameters<typeof app>[0],
  processType: string | null = null,
  before: PastRelease | null = null,
) => {
  const one = release(fields);
  return past(2, "deployed", {
    manifests: keptManifests(one, changes(one, null, { processType, secretsInUse: [], keepsRoutes: false }), before),
  });
};

const AS_IT_WAS = { replicas: () => undefined, restarts: {}, stopped: false };
const specs = (one: PastRelease, live: Parameters<typeof pastObjects>[2] = AS_IT_WAS) =>
  Object.fromEntries(
    pastObjects(one, "shop", live).manifests.map(({ ref, object }) => [
      `${ref.kind}/${ref.name}`,
      JSON.stringify(object.spec),
    ]),
  );

suite("what is kept of a release", {
  "no Secret, nothing that apps share, and which Secrets its pods need": () => {
    const one = remember(two);
    assert.equal(
      one.manifests.map(({ object }) => object.kind),
      release(two)
        .manifests.map(({ object }) => object.kind)
        .filter((kind) => kind !== "Secret" && kind !== "Ingress"),
    );
    assert.is(secretsNamed([one]).length, 1);
    assert.match(secretsNamed([one])[0] ?? "", /^shop-env-/);
  },
  "nothing that apps share comes back, though an earlier version kept it": () => {
    const manifests = release(two).manifests.map(({ processType, object }) => ({ processType, object }));
    const old = Object.keys(specs(past(2, "deployed", { manifests })));
    assert.ok(manifests.some(({ object }) => object.metadata.name === "app-ingress"));
    assert.not.ok(old.includes("Ingress/app-ingress"));
  },
  "an Ingress comes back with what it names, both of now": () => {
    const limited = (limit: string) => ({
      ...two,
      properties: computeProperties({ "ingress-class": "traefik", "ingress-body-size": limit }, {}),
    });
    const now = release(limited("1Mi")).manifests.filter(({ ref }) => isIngress(ref));
    const routing = (one: PastRelease) =>
      withIngresses(pastObjects(one, "shop", AS_IT_WAS), now)
        .manifests.filter(({ ref }) => isRouting("shop", ref))
        .map(({ ref }) => `${ref.kind}/${ref.name}`);
    const all = ["Middleware/shop-body-size", "Middleware/shop-requests", "Ingress/shop-web"];
    assert.equal(routing(remember(two)), all);
    assert.equal(routing(remember(limited("2Mi"))), all);
  },
  "as it was": () => assert.match(specs(remember(two))["Deployment/shop-web"] ?? "", '"replicas":2'),
  "with another scale": () => {
    const scaled = specs(remember(two), {
      replicas: (type) => (type === "web" ? 5 : null),
      restarts: {},
      stopped: false,
    });
    assert.match(scaled["Deployment/shop-web"] ?? "", '"replicas":5');
    assert.not.match(scaled["Deployment/shop-worker"] ?? "", "replicas");
  },
  "at rest when the app was stopped": () =>
    assert.match(specs(remember(two), { ...AS_IT_WAS, stopped: true })["Deployment/shop-web"] ?? "", '"replicas":0'),
  "what its process types were, for what is made beside": () => {
    const properties = computeProperties({ "workload.web": "statefulset" }, {});
    assert.equal(workloadsOf(remember({ ...two, properties })), {
      "workload.worker": "deployment",
      "workload.web": "statefulset",
    });
  },
  "at rest without what would start pods": () => {
    const autoscale = { minReplicas: "1", maxReplicas: "5", rules: ["keda:redis:listLength=5"] };
    const one = remember({ processes: [process("web", { autoscale })] });
    const kinds = (stopped: boolean) =>
      Object.keys(specs(one, { ...AS_IT_WAS, stopped })).filter((name) => name.startsWith("ScaledObject/"));
    assert.equal([kinds(false), kinds(true)], [["ScaledObject/shop-web"], []]);
  },
  "with the pods of the last restart": () =>
    assert.match(
      specs(remember(two), { ...AS_IT_WAS, restarts: { web: "2026-11-22T10:00:00Z" } })["Deployment/shop-web"] ?? "",
      "2026-11-22T10:00:00Z",
    ),
  "a release of one process type leaves the others as they were": () => {
    const later = remember({ ...two, image: tagged("shop:2") }, "worker", remember(two));
    assert.match(specs(later)["Deployment/shop-worker"] ?? "", "shop:2");
    assert.not.match(specs(later)["Deployment/shop-web"] ?? "", "shop:2");
  },
});

suite("routes of a release that comes back", {
  "hosts of now, sent as the release sent them": () => {
    const record = {
      port: 5000,
      routes: [route("shop", "a.test"), route("shop", "gone.test")],
    } as unknown as PastRelease["record"];
    const now = [
      route("shop", "a.test", { port: 8080, ingress: "shop-web" }),
      route("shop", "new.test", { port: 8080 }),
    ];
    assert.equal(
      routesBack(record, now).map(({ host, port, ingress }) => `${host} ${port} ${ingress}`),
      ["a.test 5000 app-ingress", "new.test 5000 app-ingress"],
    );
  },
});

suite("a Gateway after a release that failed", {
  ...table(
    [
      [
        "no domain changed",
        "a.test secret.test",
        ["redirect: secret.test", "shop-web: a.test", "shop-web-2: secret.test"],
      ],
      [
        "one more",
        "a.test b.test secret.test",
        ["redirect: secret.test", "shop-web: a.test b.test", "shop-web-2: secret.test"],
      ],
      [
        "one more with a certificate",
        "a.test more.secret.test secret.test",
        ["redirect: more.secret.test secret.test", "shop-web: a.test", "shop-web-2: more.secret.test secret.test"],
      ],
      ["the last one by http went", "secret.test", ["redirect: secret.test", "shop-web-2: secret.test"]],
      ["it is stopped", "", []],
    ] as const,
    (_title, hosts, expected) => {
      const routeOf = (host: string) =>
        route("shop", host, { ingress: null, tlsSecret: host.endsWith("secret.test") ? "wildcard" : null });
      const routesOf = (names: string) => names.split(" ").filter(Boolean).map(routeOf);
      const old = (name: string, field: string, ...names: readonly string[]) => {
        const kind = field === "dnsNames" ? "Certificate" : "HTTPRoute";
        const metadata = { name, namespace: "default" };
        return { processType: null, object: { apiVersion: "v1", kind, metadata, spec: { [field]: names, rules: [] } } };
      };
      const manifests = [
        old("redirect", "hostnames", "secret.test"),
        old("shop-web", "hostnames", "a.test"),
        old("shop-web-2", "hostnames", "secret.test"),
        old("of-the-site", "hostnames", "site.test"),
        old("of-all-hosts", "hostnames"),
        old("certificate", "dnsNames", "secret.test"),
      ];
      const one = pastObjects(past(2, "deployed", { manifests }), "shop", AS_IT_WAS);
      const back = withHosts(one, routesOf("a.test secret.test"), routesOf(hosts)).manifests;
      const said = back.map(({ ref, object }) => [
        ref.name,
        list(at(object.spec, ref.kind === "Certificate" ? "dnsNames" : "hostnames")).join(" "),
      ]);
      const secured = expected.flatMap((line) => (line.startsWith("redirect: ") ? [line.slice(10)] : []));
      assert.equal(
        said.map((words) => words.join(": ")),
        [...expected, "of-the-site: site.test", "of-all-hosts: ", ...secured.map((names) => `certificate: ${names}`)],
      );
      assert.ok(back.every(({ object }) => Array.isArray(at(object.spec, "rules"))));
    },
  ),
});

const twenty = Array.from({ length: 20 }, (_, index) => `${String.fromCharCode(97 + index)}.test`);
const hosted = (kind: string, name: string, ...hostnames: readonly string[]) => ({
  processType: null,
  object: { apiVersion: "v1", kind, metadata: { name, namespace: "default" }, spec: { hostnames } },
});
const named = ({ manifests }: ReturnType<typeof withHosts>) =>
  manifests.map(({ ref, object }) => [ref.name, ...list(at(object.spec, "hostnames"))].join(" "));

suite("what a Gateway carries after a release that failed", {
  ...table(
    [
      ["no domain changed", ["a.test"], ["tcp", "mqtt a.test", "amqp a.test"]],
      ["one more, which no record tells", ["a.test", "b.test"], ["tcp", "mqtt a.test b.test", "amqp a.test b.test"]],
      ["another", ["b.test"], ["tcp", "mqtt b.test", "amqp b.test"]],
      ["one that the TLS listener did not take", ["a.test", "web.test"], ["tcp", "mqtt a.test", "amqp a.test"]],
      [
        "more than a route takes",
        twenty,
        ["tcp", ["mqtt", ...twenty.slice(0, 16)].join(" "), ["amqp", ...twenty.slice(0, 16)].join(" ")],
      ],
      ["the last one went", [], ["tcp"]],
      ["it is stopped, or has no proxy", null, []],
    ] as const,
    (_title, hosts, expected) => {
      const manifests = [
        hosted("TCPRoute", "tcp"),
        hosted("TLSRoute", "mqtt", "a.test"),
        hosted("TLSRoute", "amqp", "a.test"),
      ];
      const old = [route("shop", "web.test", { ingress: null })];
      const before = pastObjects(past(2, "deployed", { manifests }), "shop", AS_IT_WAS);
      assert.equal(named(withStreams(withHosts(before, old, []), old, hosts)), expected);
    },
  ),
  "an HTTPRoute takes no more hosts than the API server lets it": () => {
    const routes = twenty.map((host) => route("shop", host, { ingress: null }));
    const manifests = [hosted("HTTPRoute", "shop-web", "a.test")];
    const before = pastObjects(past(2, "deployed", { manifests }), "shop", AS_IT_WAS);
    assert.equal(named(withHosts(before, routes.slice(0, 1), routes)), [
      ["shop-web", ...twenty.slice(0, 16)].join(" "),
    ]);
  },
});

suite("changed config", {
  "names of keys, without what Dokku keeps for itself": () =>
    assert.equal(
      differences(
        { A: "1", B: "1", C: "1", GIT_REV: "a" },
        { B: "1", C: "2", D: "1", GIT_REV: "b", DOKKU_APP_RESTORE: "1" },
      ),
      {
        added: ["D"],
        changed: ["C"],
        removed: ["A"],
      },
    ),
});
