// app.json's `healthchecks` as Kubernetes' probes, in either of its two shapes.
//   the original plugin's: {TYPE: {liveness | readiness | startup: PROBE}}, "*" applies where a type has no such probe
//   Dokku's own:           {TYPE: [{type, path, command, ...}]}
// Since Dokku 0.33 core refuses the first shape there: it ignores the same content under `kubernetes.healthchecks`, which takes precedence.
// The values go through as they are; the schema says what is wrong with them.
import type { App, Process } from "../model/app.ts";
import { entryOf } from "../model/read.ts";
import { didYouMean } from "../words/nearest.ts";
import { DEFAULT_PORT, portOf, primary } from "./ports.ts";

export interface Probes {
  /** A Kubernetes Probe, as app.json has it. */
  readonly livenessProbe: unknown;
  readonly readinessProbe: unknown;
  readonly startupProbe: unknown;
}

/** How long a pod has to stay ready until it counts: one that dies right after its first answer is no good release. */
export interface StayReady {
  /** From the first check with an `uptime`, as app.json has it; null when there is none. */
  readonly uptime: unknown;
  /** Seconds without one: Dokku's default wait or, where app.json has a check, what Dokku waits before it. */
  readonly wait: number;
}

type Checks = Readonly<Record<string, unknown>>;
/** One of Dokku's. */
type Check = Checks;

const NONE: Probes = { livenessProbe: null, readinessProbe: null, startupProbe: null };

export function probesOf(app: App, process: Process): Probes {
  const { type } = process;
  if (process.checks !== "enabled") return NONE;
  const checks = checksOf(app, process);
  const port = portOf(app, type) ?? DEFAULT_PORT;
  return {
    livenessProbe: checks.liveness ?? null,
    readinessProbe:
      checks.readiness ?? (type === "web" && !checks.startup && primary(app.ports) !== null ? listening(port) : null),
    startupProbe: checks.startup ?? null,
  };
}

/** Seconds that Dokku waits before each attempt of a check that does not say it itself. */
const CHECK_WAIT = 5;

export function stayReady(app: App, process: Process): StayReady {
  if (process.checks !== "enabled") return { uptime: null, wait: 0 };
  const checks = checksOf(app, process);
  const own = [checks.readiness, checks.startup, checks.liveness].find(isMap);
  const { defaultWait } = app;
  const wait = own === undefined ? defaultWait : Math.min(defaultWait, Number(own.periodSeconds) || CHECK_WAIT);
  return { uptime: checks.uptime ?? null, wait };
}

/** The checks of a process type by kind, those of all types among them. */
function checksOf(app: App, { type }: Process): Checks {
  const all = entriesOf(app);
  const port = portOf(app, type) ?? DEFAULT_PORT;
  return {
    ...readEntry(all["*"], app.name, port).checks,
    ...readEntry(entryOf(all, type), app.name, port).checks,
  };
}

/** What app.json asks for and no probe can do, in sentences: each deploy says it. */
export function checksLeftOut(app: App): readonly string[] {
  const types = ["*", ...app.processes.map(({ type }) => type)];
  return Object.entries(entriesOf(app)).flatMap(([type, entry]) => {
    const said = types.includes(type)
      ? readEntry(entry, app.name, DEFAULT_PORT).leftOut
      : [`the app has no such process type${didYouMean(type, types)}`];
    return said.map((sentence) => `ignored (healthchecks of ${type}): ${sentence}`);
  });
}

const entriesOf = ({ appJson }: App): Checks => ({
  ...mapOf(appJson, "healthchecks"),
  ...mapOf(mapOf(appJson, "kubernetes"), "healthchecks"),
});

/** A process type that serves requests gets none before it listens, even without a check in app.json. */
const listening = (port: number) => ({ tcpSocket: { port }, periodSeconds: 2, timeoutSeconds: 5 });

function mapOf(parent: Checks | null, key: string): Checks {
  const value = parent?.[key];
  return isMap(value) ? value : {};
}

interface Entry {
  /** By kind. */
  readonly checks: Checks;
  readonly leftOut: readonly string[];
}

const KINDS = ["startup", "liveness", "readiness"];

function readEntry(entry: unknown, app: string, port: number): Entry {
  if (Array.isArray(entry)) return fromList(entry, port);
  if (!isMap(entry)) return { checks: {}, leftOut: entry == null ? [] : ["it is neither a list nor an object"] };
  const others = Object.keys(entry).filter((kind) => !KINDS.includes(kind));
  return {
    checks: withAppName(entry, app) as Checks,
    leftOut: others.map((kind) => `${kind}, there are ${KINDS.join(", ")}`),
  };
}

/** The first check of a kind counts. One without a type says when a pod may get traffic: readiness. */
function fromList(list: readonly unknown[], port: number): Entry {
  const checks: Record<string, unknown> = {};
  const leftOut = list.flatMap((item, index) => {
    const check = isMap(item) ? item : {};
    const kind = check.uptime ? "uptime" : String(check.type || "readiness");
    const why = isMap(item) ? whyNot(check, kind, checks) : "it is not an object";
    if (why === null) checks[kind] = check.uptime || toProbe(check, port);
    const name = typeof check.name === "string" && check.name !== "" ? `check ${check.name}` : `check ${index + 1}`;
    return (why === null ? fieldsLeftOut(check) : [why]).map((sentence) => `${name}, ${sentence}`);
  });
  return { checks, leftOut };
}

function whyNot({ warn }: Check, kind: string, taken: Checks): string | null {
  if (warn) return "because of its warn: a probe that fails does more than warn";
  if (kind !== "uptime" && !KINDS.includes(kind)) return `because of its type: ${kind} is none of ${KINDS.join(", ")}`;
  return Object.hasOwn(taken, kind) ? `because there is one for ${kind} before it` : null;
}

const TIMES = ["attempts", "wait", "timeout", "initialDelay"];

/** How a check asks -> the fields that then count. */
const COUNT: Readonly<Record<"uptime" | "command" | "listening" | "path", readonly string[]>> = {
  uptime: [],
  command: TIMES,
  listening: ["port", ...TIMES],
  path: ["port", "scheme", "httpHeaders", ...TIMES],
};

/** Dokku's fields that no probe has. */
const NOWHERE: Readonly<Record<string, string>> = {
  content: "a probe asks for the status, not for what is answered",
  onFailure: "nothing is run or called when a probe fails",
};

const ALWAYS = ["type", "name", "description"];

/** A field that is false, 0 or empty counts as one that is not there, as in Dokku. */
function fieldsLeftOut(check: Check): readonly string[] {
  const way = wayOf(check);
  const counts = [way, ...COUNT[way], ...ALWAYS];
  const known = [...Object.keys(COUNT), ...COUNT.path];
  return Object.keys(check)
    .filter((field) => !isNothing(check[field]) && !counts.includes(field))
    .map((field) => {
      const nowhere = entryOf(NOWHERE, field);
      return `${field}: ${nowhere ?? (known.includes(field) ? `it does not go with ${way}` : "Dokku's checks have no such field")}`;
    });
}

function wayOf(check: Check): keyof typeof COUNT {
  if (check.uptime) return "uptime";
  if (!isNothing(check.command)) return "command";
  return check.listening && !check.path ? "listening" : "path";
}

/** Dokku leaves a field out, or 0, for "the default", which is then Kubernetes' own. */
function toProbe(check: Check, primaryPort: number): Checks {
  const fields = {
    ...handler(check, check.port || primaryPort),
    initialDelaySeconds: check.initialDelay,
    periodSeconds: check.wait,
    timeoutSeconds: check.timeout,
    failureThreshold: check.attempts,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => Boolean(value)));
}

function handler(check: Check, port: unknown): Checks {
  const way = wayOf(check);
  if (way === "command") return { exec: { command: check.command } };
  if (way === "listening") return { tcpSocket: { port } };
  const { path, scheme, httpHeaders } = check;
  const httpGet = {
    path: path || "/",
    port,
    scheme: typeof scheme === "string" ? scheme.toUpperCase() : scheme,
    httpHeaders,
  };
  return { httpGet: Object.fromEntries(Object.entries(httpGet).filter(([, value]) => !isNothing(value))) };
}

const isNothing = (value: unknown) => !value || (Array.isArray(value) && value.length === 0);

/** `$APP` and `{{ $APP }}` in any string of a probe. */
function withAppName(value: unknown, app: string): unknown {
  if (typeof value === "string") return value.replace(/\{\{\s*\$APP\s*\}\}|\$APP\b/g, () => app);
  if (Array.isArray(value)) return value.map((item) => withAppName(item, app));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withAppName(item, app)]));
}

function isMap(value: unknown): value is Checks {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
