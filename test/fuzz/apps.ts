// Apps as people, scripts and attackers could leave them in Dokku: what it stores goes through our own readers, as in a deploy.
import { parseAppJson } from "../../src/core/dokku/app-json.ts";
import { readMounts } from "../../src/core/dokku/claims.ts";
import { cronTasks } from "../../src/core/dokku/cron.ts";
import { namedVolumes } from "../../src/core/dokku/docker-options.ts";
import { storesOf } from "../../src/core/dokku/metadata.ts";
import { parsePorts } from "../../src/core/dokku/ports.ts";
import { parseProcfile } from "../../src/core/dokku/procfile.ts";
import { processes } from "../../src/core/dokku/scale.ts";
import type { App, SourceType } from "../../src/core/model/app.ts";
import { parseSetting } from "../../src/core/properties/set.ts";
import { computeProperties, propertyNames } from "../../src/core/properties/table.ts";
import { app, certificate, route } from "../unit/fixtures.ts";
import { type Random, randomOf } from "./random.ts";
import * as words from "./words.ts";

/** Part of every value of the config: no message may have it. */
export const SECRET = "hunter2";

/** Throws SchedulerError where a reader refuses what is stored. */
export function fuzzedApp(seed: number, namespace: string): App {
  const random = randomOf(seed);
  const { pick, some, once } = random;
  // Most of an app is ordinary: what is odd in ten places at once says nothing of the tenth.
  const odd = new Set(some(2, () => pick(words.AREAS)));
  const sayRaw: Say = (area) => words.sayer(random, odd.has(area) || once(60));
  const say: Say = (area) => (what) => words.fromFile(sayRaw(area)(what));
  const types = ["web", ...some(2, () => say("type")("type"))];
  const name = `${pick(["shop", "my_shop", "1shop", "Shop.Example", "s".repeat(70)])}-${seed}`;
  const own = ownProperties(random, say, types);
  const resources = Object.fromEntries(some(3, () => amount(random, say, types)));
  const appJson = once(3) ? null : parseAppJson(appJsonText(random, sayRaw, types));
  const procfile = once(4) ? null : parseProcfile(procfileText(say, types));
  const dockerOptions = optionsOf(random, say, types);
  return {
    ...app(),
    name,
    namespace: { name: namespace, managed: false },
    image: {
      reference: say("image")("image"),
      source: pick<SourceType>(["herokuish", "pack", "nixpacks", "dockerfile"]),
      digest: null,
      architecture: null,
    },
    registryLogin: once(8) ? { server: say("image")("server"), auth: "dXNlcjpwYXNzd29yZA==" } : null,
    env: Object.fromEntries(some(4, () => [say("config")("key"), SECRET + say("config")("value")])),
    processes: processes({
      scale: once(6) ? [] : types.map((type) => `${type}=${say("scale")("number")}`),
      procfile,
      resources,
      own,
      appJson,
      checks: { disabled: once(8) ? pick(["_all_", ...types]) : "", skipped: once(8) ? pick(["_all_", ...types]) : "" },
      restartedAt: () => (once(5) ? "2026-11-22T10:00:00.000Z" : null),
    }),
    cron: {
      timeZone: say("cron")("zone"),
      tasks: cronTasks({ app: name, appJson, own: {}, global: {}, resources }),
    },
    startCommand: once(6) ? say("type")("command") : null,
    stopTimeout: once(4) ? say("scale")("number") : null,
    waitToRetire: once(4) ? say("scale")("number") : null,
    defaultWait: pick([0, 1, 10, 10, 10, 600, 700]),
    domains: some(3, () => say("domain")("domain")),
    ports: parsePorts(some(4, () => say("port")("mapping")).join(" ")),
    certificate: once(8) ? certificate() : null,
    appJson,
    properties: computeProperties(own, {}),
    settings: { ...app().settings, metadata: storesOf(own, "app"), nginx: nginxProperties(random, say) },
    siteSettings: { ...app().siteSettings, metadata: storesOf(stores(random, say, types), "site") },
    ingressMetadata: { annotations: entries(random, say), labels: {} },
    mounts: readMounts(own.volumes ?? ""),
    dockerOptions,
    optionClaims: namedVolumes(dockerOptions).filter(() => once(2)),
    takesOver: once(10),
    otherRoutes: some(1, () =>
      route("blog", pick(["blog.example.com", "shop.example.com"]), { namespace, ingress: `app-ingress-${seed}` }),
    ),
    ingressSuffix: `-${seed}`,
  };
}

type Say = (area: words.Area) => (what: words.What) => string;

function entries({ some }: Random, say: Say): Readonly<Record<string, string>> {
  return Object.fromEntries(some(2, () => [say("metadata")("metadata-key"), say("metadata")("annotation")]));
}

/** As this plugin stores them, each property only as `:set` takes it; the cluster's are left alone. */
function ownProperties(random: Random, say: Say, types: readonly string[]) {
  const { pick, some, once } = random;
  const settings = some(3, () => {
    const property = pick(propertyNames.filter((name) => !["namespace", "kubeconfig", "kube-context"].includes(name)));
    if (property.startsWith("cert-manager")) return {};
    const value = say("property")("property");
    return { [property]: parseSetting("shop", [property, once(4) ? value : words.exampleOf(property)]).value ?? "" };
  });
  const mounts = some(2, () => `${say("mount")("claim")}:${say("mount")("path")}`);
  const type = pick(types);
  const scaled = once(4)
    ? {
        [`autoscale.${type}`]: some(2, () => say("autoscale")("rule")).join("\n"),
        [`autoscale.${type}.min-replicas`]: say("autoscale")("number"),
        [`autoscale.${type}.max-replicas`]: say("autoscale")("number"),
      }
    : {};
  const all: Readonly<Record<string, string>> = Object.assign({}, ...settings, stores(random, say, types), scaled, {
    volumes: mounts.join("\n"),
  });
  return all["pod-min-available"] ? { ...all, "pod-max-unavailable": "" } : all;
}

/** Annotations and labels, in the lines of either plugin. */
function stores({ pick, some, once }: Random, say: Say, types: readonly string[]): Readonly<Record<string, string>> {
  const made = some(3, () => {
    const sort = pick(["annotations", "labels"] as const);
    const line = () => {
      const key = say("metadata")("metadata-key");
      const value = say("metadata")(sort === "labels" ? "label" : "annotation");
      return once(2) ? JSON.stringify([key, value]) : `${key} ${value}`;
    };
    return [`${pick(words.BEARERS)}-${sort}${once(3) ? `.${pick(types)}` : ""}`, some(3, line).join("\n")];
  });
  return Object.fromEntries(made);
}

function nginxProperties({ pick, some }: Random, say: Say): Readonly<Record<string, string>> {
  return Object.fromEntries(some(1, () => [pick(words.NGINX), say("metadata")("annotation")]));
}

function amount({ pick }: Random, say: Say, types: readonly string[]): readonly [string, string] {
  const what = pick(["cpu", "memory", "nvidia-gpu"] as const);
  const key = `${pick(["_default_", ...types])}.${pick(["limit", "reserve"])}.${what}`;
  return [key, say("resource")(what)];
}

const procfileText = (say: Say, types: readonly string[]) =>
  [...new Set(types)].map((type) => `${type}: ${say("type")("command")}`).join("\n");

function appJsonText({ pick, some, once }: Random, say: Say, types: readonly string[]): string {
  const any = (what: words.What) => words.json(say("check")(what));
  const times = () => Object.fromEntries(some(3, () => [pick(words.PROBE_TIMES), any("number")]));
  const handler = () =>
    pick([
      () => ({
        httpGet: {
          path: say("check")("path"),
          port: any("probe-port"),
          ...(once(3) ? { scheme: say("check")("scheme") } : {}),
        },
      }),
      () => ({
        httpGet: {
          path: "/",
          port: 5000,
          httpHeaders: [{ name: say("check")("header"), value: say("check")("value") }],
        },
      }),
      () => ({ tcpSocket: { port: any("probe-port") } }),
      () => ({ grpc: { port: any("number") } }),
      () => ({ exec: { command: some(2, () => say("check")("command")) } }),
    ])();
  const probes = () =>
    Object.fromEntries(some(2, () => [pick(["liveness", "readiness", "startup"]), { ...handler(), ...times() }]));
  const check = () =>
    Object.fromEntries([
      ["type", pick(["liveness", "readiness", "startup"])],
      ...some(3, () => [pick(words.CHECK_FIELDS), any("number")]),
      ...some(1, () => ["path", say("check")("path")]),
      ...some(1, () => ["port", any("probe-port")]),
      ...some(1, () => ["command", [say("check")("command")]]),
      ...some(1, () => ["httpHeaders", [{ name: say("check")("header"), value: say("check")("value") }]]),
    ]);
  const healthchecks = Object.fromEntries(some(2, () => [pick(["*", ...types]), once(2) ? probes() : some(3, check)]));
  const triggers = () => [
    {
      type: pick(["cpu", "memory", "cron"]),
      metadata: { type: pick(["Utilization", "AverageValue"]), value: say("autoscale")("value") },
    },
  ];
  const bounds = () => ({
    min_quantity: any("number"),
    max_quantity: any("number"),
    cooldown_period_seconds: any("number"),
  });
  return JSON.stringify({
    ...(once(2) ? { healthchecks } : { kubernetes: { healthchecks } }),
    ...(once(6) ? { formation: { [pick(types)]: { autoscaling: { triggers: triggers(), ...bounds() } } } } : {}),
    cron: some(2, () => ({
      command: say("cron")("command"),
      schedule: say("cron")("schedule"),
      ...(once(3) ? { concurrency_policy: say("cron")("policy") } : {}),
    })),
  });
}

function optionsOf({ pick, some }: Random, say: Say, types: readonly string[]) {
  const line = () => {
    const option = pick(words.OPTIONS);
    const value = option === "--env" ? `A=${SECRET}${say("option")("value")}` : say("option")(words.kindOf(option));
    const quote = pick(["", "'"]);
    return `${option}${pick([" ", "="])}${quote}${value}${quote}`;
  };
  return Object.fromEntries(
    some(2, () => [`${pick(["_default_", ...types])}.${pick(["deploy", "run"])}`, some(3, line)]),
  );
}
