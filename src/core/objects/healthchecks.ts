// app.json's `healthchecks` as Kubernetes' probes, in either of its two shapes.
//   the original plugin's: {TYPE: {liveness | readiness | startup: PROBE}}, "*" applies where a type has no such probe
//   Dokku's own:           {TYPE: [{type, path, command, ...}]}
// Since Dokku 0.33 core refuses the first shape there: it ignores the same content under `kubernetes.healthchecks`, which takes precedence.
// The values go through as they are; the schema says what is wrong with them.
import type { App, Process } from "../model/app.ts";
import { DEFAULT_PORT, portOf, primary } from "./ports.ts";

export interface Probes {
  /** A Kubernetes Probe, as app.json has it. */
  readonly livenessProbe: unknown;
  readonly readinessProbe: unknown;
  readonly startupProbe: unknown;
  /** From the first check with an `uptime`: how long a pod must stay ready. */
  readonly minReadySeconds: unknown;
}

type Checks = Readonly<Record<string, unknown>>;

const NONE: Probes = { livenessProbe: null, readinessProbe: null, startupProbe: null, minReadySeconds: null };

export function probesOf(app: App, { type, checks: asked }: Process): Probes {
  if (asked !== "enabled") return NONE;
  const all = { ...mapOf(app.appJson, "healthchecks"), ...mapOf(mapOf(app.appJson, "kubernetes"), "healthchecks") };
  const port = portOf(app, type) ?? DEFAULT_PORT;
  const checks = {
    ...byKind(all["*"], app.name, port),
    ...byKind(Object.hasOwn(all, type) ? all[type] : null, app.name, port),
  };
  return {
    livenessProbe: checks.liveness ?? null,
    readinessProbe:
      checks.readiness ?? (type === "web" && !checks.startup && primary(app.ports) !== null ? listening(port) : null),
    startupProbe: checks.startup ?? null,
    minReadySeconds: checks.uptime ?? null,
  };
}

/** A process type that serves requests gets none before it listens, even without a check in app.json. */
const listening = (port: number) => ({ tcpSocket: { port }, periodSeconds: 2, timeoutSeconds: 5 });

function mapOf(parent: Checks | null, key: string): Checks {
  const value = parent?.[key];
  return isMap(value) ? value : {};
}

function byKind(entry: unknown, app: string, port: number): Checks {
  if (Array.isArray(entry)) return fromList(entry.filter(isMap), port);
  return isMap(entry) ? (withAppName(entry, app) as Checks) : {};
}

/** The first check of a kind counts. One without a type says when a pod may get traffic: readiness. */
function fromList(list: readonly Checks[], port: number): Checks {
  const checks: Record<string, unknown> = {};
  for (const check of list) {
    const kind = check.uptime ? "uptime" : String(check.type || "readiness");
    checks[kind] ??= check.uptime || toProbe(check, port);
  }
  return checks;
}

/** Dokku leaves a field out, or 0, for "the default", which is then Kubernetes' own. */
function toProbe(check: Checks, primaryPort: number): Checks {
  const fields = {
    ...handler(check, check.port || primaryPort),
    initialDelaySeconds: check.initialDelay,
    periodSeconds: check.wait,
    timeoutSeconds: check.timeout,
    failureThreshold: check.attempts,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => Boolean(value)));
}

function handler(check: Checks, port: unknown): Checks {
  if (Array.isArray(check.command) ? check.command.length > 0 : check.command)
    return { exec: { command: check.command } };
  if (check.listening && !check.path) return { tcpSocket: { port } };
  const httpGet: Record<string, unknown> = { path: check.path || "/", port };
  if (typeof check.scheme === "string" && check.scheme !== "") httpGet.scheme = check.scheme.toUpperCase();
  if (Array.isArray(check.httpHeaders) && check.httpHeaders.length > 0) httpGet.httpHeaders = check.httpHeaders;
  return { httpGet };
}

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
