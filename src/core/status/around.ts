// What stands around an app's pods: URLs and their certificates, cron tasks, runs, claims.

import { conditionsOf } from "../diagnose/conditions.ts";
import { expiryOf } from "../dokku/certificate.ts";
import type { AddedCertificate, Mount, Route } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { addedTlsName, urlsOf } from "../objects/routes.ts";
import { URL_ROUTES } from "../objects/routing.ts";
import { commandOf, runsOf } from "../one-off/run-list.ts";
import { nextRun } from "./next-run.ts";
import type { CertificateStatus, ClaimStatus, CronStatus, RunStatus, UrlStatus } from "./status.ts";

const DAY = 86_400_000;

/** `objects` are the namespace's Ingresses, routes on Gateways and Certificates, null where they could not be read. */
export function urlStatuses(
  routes: readonly Route[],
  objects: readonly KubeObject[] | null,
  added: AddedCertificate | null,
  now: number,
): readonly UrlStatus[] {
  return routes.map((route) => ({
    url: urlsOf([route])[0] ?? "",
    routed: objects && isRouted(route, objects),
    certificate: route.tlsSecret === null ? null : certificateOf(route, route.tlsSecret, objects, added, now),
  }));
}

function isRouted({ ingress, host, service }: Route, objects: readonly KubeObject[]): boolean {
  if (ingress === null) return objects.some((object) => leadsTo(object, host, service));
  const found = objects.find(({ kind, metadata }) => kind === "Ingress" && metadata.name === ingress);
  return list(at(found?.spec, "rules")).some((rule) => at(rule, "host") === host);
}

const leadsTo = (object: KubeObject, host: string, service: string) =>
  URL_ROUTES.includes(object.kind) &&
  list(at(object.spec, "hostnames")).includes(host) &&
  list(at(object.spec, "rules")).some((rule) =>
    list(at(rule, "backendRefs")).some((one) => at(one, "name") === service),
  );

function certificateOf(
  { app }: Route,
  secret: string,
  objects: readonly KubeObject[] | null,
  added: AddedCertificate | null,
  now: number,
): CertificateStatus {
  if (secret === addedTlsName(app)) return { secret, ...lasting(added && expiryOf(added.crt), now), problem: null };
  const found = objects?.find(({ kind, spec }) => kind === "Certificate" && at(spec, "secretName") === secret);
  const ready = conditionsOf(found).find(({ type }) => type === "Ready");
  const problem = ready?.status === "False" ? (ready.message ?? ready.reason ?? "it is not ready") : null;
  const expires = at(found?.status, "notAfter");
  return { secret, ...lasting(expires === undefined ? null : String(expires), now), problem };
}

function lasting(expires: string | null, now: number): Pick<CertificateStatus, "expires" | "days_left"> {
  return { expires, days_left: expires === null ? null : Math.floor((Date.parse(expires) - now) / DAY) };
}

export function cronStatuses(objects: readonly KubeObject[], now: number): readonly CronStatus[] {
  const jobs = objects.filter(({ kind }) => kind === "Job");
  return objects
    .filter(({ kind }) => kind === "CronJob")
    .map((task) => ({
      ...plannedOf(task, now),
      id: task.metadata.annotations?.["dokku.com/cron-id"] ?? task.metadata.name,
      command: commandOf(at(task.spec, "jobTemplate", "spec")),
      running: list(at(task.status, "active")).length,
      last: lastRun(
        jobs.filter((job) => isFrom(task, job)),
        at(task.status, "lastSuccessfulTime"),
      ),
    }));
}

/** Without a zone it is that of the cluster's controller, which nobody tells. */
function plannedOf(
  { spec }: KubeObject,
  now: number,
): Pick<CronStatus, "schedule" | "time_zone" | "suspended" | "next"> {
  const schedule = String(at(spec, "schedule") ?? "");
  const time_zone = String(at(spec, "timeZone") ?? "");
  const suspended = at(spec, "suspend") === true;
  const next = suspended || time_zone === "" ? null : nextRun(schedule, time_zone, now);
  return { schedule, time_zone, suspended, next };
}

const isFrom = (task: KubeObject, { metadata }: KubeObject) =>
  list(at(metadata, "ownerReferences")).some((owner) => at(owner, "name") === task.metadata.name);

/** Of those that have ended. Its Job may be gone already. */
function lastRun(jobs: readonly KubeObject[], succeeded: unknown): CronStatus["last"] {
  const known = succeeded === undefined ? [] : [{ time: String(succeeded), outcome: "succeeded" as const }];
  const ended = jobs.flatMap((job) => {
    const end = conditionsOf(job).find(
      ({ type, status }) => status === "True" && ["Complete", "Failed"].includes(type),
    );
    if (end === undefined) return [];
    const outcome = end.type === "Complete" ? ("succeeded" as const) : ("failed" as const);
    return [{ time: String(at(end, "lastTransitionTime") ?? ""), outcome }];
  });
  return [...known, ...ended].sort((a, b) => (a.time < b.time ? -1 : 1)).at(-1) ?? null;
}

/** One-offs that have not ended. */
export function runStatuses(app: string, objects: readonly KubeObject[]): readonly RunStatus[] {
  const jobs = objects.filter(
    ({ kind, metadata }) => kind === "Job" && metadata.labels?.["dokku.com/run-id"] !== undefined,
  );
  return runsOf(app, jobs).filter(({ state }) => state !== "exited");
}

/** `claims` null where they could not be read. */
export function claimStatuses(
  mounts: readonly Mount[],
  optionClaims: readonly string[],
  claims: readonly KubeObject[] | null,
): readonly ClaimStatus[] {
  const all = [...mounts, ...optionClaims.map((claim) => ({ claim, path: null }))];
  return all.map(({ claim, path }) => {
    const found = claims?.find(({ kind, metadata }) => kind === "PersistentVolumeClaim" && metadata.name === claim);
    const size = at(found?.status, "capacity", "storage") ?? at(found?.spec, "resources", "requests", "storage");
    return {
      claim,
      path,
      status: claims === null ? "unknown" : String(at(found?.status, "phase") ?? "missing"),
      size: size === undefined ? null : String(size),
    };
  });
}
