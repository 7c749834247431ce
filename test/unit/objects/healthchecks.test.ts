import * as assert from "uvu/assert";
import { checksLeftOut, probesOf } from "../../../src/core/objects/healthchecks.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const LISTENS = { tcpSocket: { port: 3000 }, periodSeconds: 2, timeoutSeconds: 5 };
const NONE = { livenessProbe: null, readinessProbe: null, startupProbe: null };
/** What `web` has without checks. */
const WEB = { ...NONE, readinessProbe: LISTENS };
const ports = [{ scheme: "http", hostPort: 80, containerPort: 3000 }];
const probes = (healthchecks: unknown, type = "web", fields: Parameters<typeof process>[1] = {}) =>
  probesOf(app({ appJson: { healthchecks }, ports }), process(type, fields));
const exec = (command: string) => ({ exec: { command: [command] } });

suite("healthchecks in Kubernetes' shape", {
  ...table([["null"], ["[]"], ["5"], ['{"web": null}'], ['{"worker": []}']] as const, (json) =>
    assert.equal(probes(JSON.parse(json)), WEB),
  ),
  "no app.json": () => assert.equal(probesOf(app({ ports }), process("web")), WEB),
  "who serves no requests is not asked": () => assert.equal(probes({}, "worker"), NONE),
  "nobody is asked where checks are skipped or disabled": () => {
    const checks = { web: [{ path: "/up" }, { type: "liveness", path: "/" }, { uptime: 5 }] };
    assert.equal(probes(checks, "web", { checks: "skipped" }), NONE);
    assert.equal(probes(checks, "web", { checks: "disabled" }), NONE);
  },
  "every field goes through": () => {
    const probe = { grpc: { port: 1 }, terminationGracePeriodSeconds: 3 };
    assert.equal(probes({ web: { startup: probe } }), { ...NONE, startupProbe: probe });
  },
  "* stands in for each probe on its own": () => {
    const checks = { "*": { liveness: exec("a"), readiness: exec("b") }, web: { readiness: exec("c") } };
    assert.equal(probes(checks), { ...NONE, livenessProbe: exec("a"), readinessProbe: exec("c") });
    assert.equal(probes(checks, "worker"), { ...NONE, livenessProbe: exec("a"), readinessProbe: exec("b") });
  },
  "$APP is the app's name": () => {
    const command = ["/{{ $APP }}/x", "{{$APP}}", "$APP", "$APPLE", "a$APP/"];
    const { livenessProbe } = probes({ web: { liveness: { exec: { command } } } });
    assert.equal(livenessProbe, { exec: { command: ["/shop/x", "shop", "shop", "$APPLE", "ashop/"] } });
  },
});

suite("healthchecks in Dokku's shape", {
  ...table(
    [
      ["a path", { path: "/up" }, { httpGet: { path: "/up", port: 3000 } }],
      ["a port of its own", { path: "/up", port: 8081 }, { httpGet: { path: "/up", port: 8081 } }],
      ["a scheme", { path: "/", scheme: "https" }, { httpGet: { path: "/", port: 3000, scheme: "HTTPS" } }],
      [
        "headers",
        { path: "/", httpHeaders: [{ name: "Host", value: "x" }] },
        { httpGet: { path: "/", port: 3000, httpHeaders: [{ name: "Host", value: "x" }] } },
      ],
      ["nothing at all", {}, { httpGet: { path: "/", port: 3000 } }],
      ["listening", { listening: true }, { tcpSocket: { port: 3000 } }],
      ["a command wins", { command: ["a", "b"], path: "/" }, { exec: { command: ["a", "b"] } }],
      [
        "times",
        { listening: true, attempts: 3, wait: 5, timeout: 7, initialDelay: 9 },
        {
          tcpSocket: { port: 3000 },
          initialDelaySeconds: 9,
          periodSeconds: 5,
          timeoutSeconds: 7,
          failureThreshold: 3,
        },
      ],
      ["0 is Kubernetes' default", { listening: true, attempts: 0, wait: 0 }, { tcpSocket: { port: 3000 } }],
    ] as const,
    (_title, check, probe) => {
      assert.equal(probes({ web: [check] }), { ...NONE, readinessProbe: probe }, "without a type it is readiness");
      assert.equal(probes({ web: [{ ...check, type: "liveness" }] }), { ...WEB, livenessProbe: probe });
    },
  ),
  "uptime is no probe": () => assert.equal(probes({ web: [{ type: "startup", uptime: 7 }, { uptime: 9 }] }), WEB),
  "the first check of a type counts": () =>
    assert.equal(probes({ web: [{ path: "/a" }, { type: "readiness", path: "/b" }] }).readinessProbe, {
      httpGet: { path: "/a", port: 3000 },
    }),
  "a type that is not reachable has Dokku's port": () =>
    assert.equal(probes({ worker: [{ listening: true }] }, "worker").readinessProbe, { tcpSocket: { port: 5000 } }),
  "under kubernetes.healthchecks core leaves either shape alone, and it wins": () => {
    const appJson = {
      healthchecks: { web: [{ path: "/a" }] },
      kubernetes: { healthchecks: { web: { readiness: { exec: {} } } } },
    };
    assert.equal(probesOf(app({ appJson }), process("web")).readinessProbe, { exec: {} });
  },
});

const leftOut = (healthchecks: unknown) =>
  checksLeftOut(app({ appJson: { healthchecks }, processes: [process("web"), process("worker", { quantity: 0 })] }));

suite("what no probe can do", {
  ...table(
    [
      [
        "content",
        [{ path: "/", content: "ok" }],
        ["check 1, content: a probe asks for the status, not for what is answered"],
      ],
      [
        "warn",
        [{ name: "slow", path: "/", warn: true, content: "ok" }],
        ["check slow, because of its warn: a probe that fails does more than warn"],
      ],
      [
        "onFailure",
        [{ path: "/", onFailure: { url: "x" } }],
        ["check 1, onFailure: nothing is run or called when a probe fails"],
      ],
      [
        "a field of nobody",
        [{ listening: true, onlyIfRunning: true }],
        ["check 1, onlyIfRunning: Dokku's checks have no such field"],
      ],
      [
        "fields of another way to ask",
        [{ listening: true, scheme: "https" }],
        ["check 1, scheme: it does not go with listening"],
      ],
      [
        "two ways to ask",
        [
          { uptime: 3, path: "/" },
          { command: ["a"], path: "/", listening: true },
        ],
        [
          "check 1, path: it does not go with uptime",
          "check 2, path: it does not go with command",
          "check 2, listening: it does not go with command",
        ],
      ],
      ["a second one", [{ path: "/a" }, { path: "/b" }], ["check 2, because there is one for readiness before it"]],
      [
        "a type of nobody",
        [{ type: "ready", path: "/" }],
        ["check 1, because of its type: ready is none of startup, liveness, readiness"],
      ],
      ["no object", ["/up"], ["check 1, it is not an object"]],
      ["no list", "/up", ["it is neither a list nor an object"]],
      ["a kind of nobody in Kubernetes' form", { ready: {} }, ["ready, there are startup, liveness, readiness"]],
      [
        "what counts as not there",
        [{ path: "/", content: "", warn: false, onFailure: null, httpHeaders: [], command: [] }],
        [],
      ],
      [
        "everything that has a place",
        [
          {
            type: "startup",
            name: "a",
            description: "b",
            path: "/",
            port: 1,
            scheme: "http",
            httpHeaders: [{ name: "a", value: "b" }],
          },
          { type: "liveness", command: ["a"], attempts: 1, wait: 1, timeout: 1, initialDelay: 1 },
          { uptime: 1 },
        ],
        [],
      ],
    ] as const,
    (_title, checks, sentences) =>
      assert.equal(
        leftOut({ web: checks }),
        sentences.map((sentence) => `ignored (healthchecks of web): ${sentence}`),
      ),
  ),
  "a process type that is not there": () =>
    assert.equal(leftOut({ "*": [], worker: [{ path: "/" }], wrker: [{ path: "/" }] }), [
      "ignored (healthchecks of wrker): the app has no such process type, did you mean worker?",
    ]),
  "a check that only warns holds nothing up": () =>
    assert.equal(
      probes({
        web: [
          { path: "/", warn: true },
          { type: "liveness", path: "/", warn: true },
        ],
      }),
      WEB,
    ),
  "what stands in the place of a scheme or headers is the schema's to refuse": () =>
    assert.equal(probes({ web: [{ path: "/", scheme: 5, httpHeaders: { Host: "x" } }] }).readinessProbe, {
      httpGet: { path: "/", port: 3000, scheme: 5, httpHeaders: { Host: "x" } },
    }),
});
