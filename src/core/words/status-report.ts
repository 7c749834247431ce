// How the status of an app, or of all, is printed, in the width of a terminal.
import { type AppStatus, type ProcessStatus, STATES, type Usage } from "../status/status.ts";
import { age } from "./age.ts";
import { bytes, cpus } from "./amounts.ts";
import { columns, columnsWithin, cut, shortened } from "./columns.ts";

/** Lines below a header; `now` is in milliseconds. */
export function statusLines(status: AppStatus, now: number, width: number): readonly string[] {
  const table = tableIn(width);
  const sections = [
    facts(status, now, width),
    processLines(status.processes, now, table),
    urlLines(status, table),
    cronLines(status, now, table),
    table(
      ["RUN", "STATE", "AGE", "COMMAND"],
      status.runs.map(({ name, state, created_at, command }) => [name, state, ago(created_at, now), command]),
    ),
    table(
      ["CLAIM", "STATUS", "SIZE", "PATH"],
      status.claims.map(({ claim, status: is, size, path }) => [claim, is, size ?? "-", path ?? ""]),
    ),
    status.problems.flatMap(({ about, says, helps }) => [
      `! ${about}: ${says}`,
      ...(helps === null ? [] : helps.split("\n").map((line) => `  ${line}`)),
    ]),
  ].filter((lines) => lines.length > 0);
  return sections.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

/** `down: release 12 in namespace store of cluster east` */
export function statusTitle({ app, state, namespace, cluster, release }: AppStatus): string {
  const number = release?.number ?? null;
  const where = `namespace ${namespace}${cluster === null ? "" : ` of cluster ${cluster}`}`;
  return `${app} is ${state}: ${number === null ? "" : `release ${number} in `}${where}`;
}

function facts({ release, failed }: AppStatus, now: number, width: number): readonly string[] {
  const rows: (readonly string[])[] = [];
  if (release !== null) {
    const by = [release.command, release.by].filter((word) => word !== null).join(" ");
    if (release.time !== null) rows.push(["Deployed", `${ago(release.time, now)} ago${by === "" ? "" : ` by ${by}`}`]);
    rows.push(["Image", shortened(release.image, width - "Unfinished  ".length)]);
    if (release.revision !== null) rows.push(["Revision", release.revision]);
    if (release.unfinished !== null) rows.push(["Unfinished", `release ${release.unfinished}`]);
  }
  if (failed !== null) {
    const why = failed.why === null ? "" : `: ${failed.why}`;
    rows.push(["Failed", `release ${failed.number}, ${ago(failed.time, now)} ago${why}`]);
  }
  return rows.length === 0 ? [] : columns(rows);
}

function processLines(processes: readonly ProcessStatus[], now: number, table: Table): readonly string[] {
  const scalers = processes.flatMap(({ process, autoscaler }) =>
    autoscaler === null
      ? []
      : [
          `${process} is autoscaled: ${autoscaler.now} of ${autoscaler.min} to ${autoscaler.max}${
            autoscaler.wanted === autoscaler.now ? "" : `, going to ${autoscaler.wanted}`
          } (${autoscaler.metrics.join(", ")})`,
        ],
  );
  const rows = processes.map((one) => [
    one.process,
    `${one.ready}/${one.wanted}${one.updated === one.wanted ? "" : `, ${one.updated} new`}`,
    restarts(one, now),
    usage(one.cpu, cpus),
    usage(one.memory, bytes),
    `${Object.keys(one.nodes).length}`,
    one.since === null ? "-" : ago(one.since, now),
  ]);
  return [...table(["PROCESS", "READY", "RESTARTS", "CPU", "MEMORY", "NODES", "AGE"], rows), ...scalers];
}

function restarts({ restarts, last_restart }: ProcessStatus, now: number): string {
  if (last_restart === null) return `${restarts}`;
  const { reason, time } = last_restart;
  return `${restarts} (${time === null ? reason : `${reason} ${ago(time, now)}`})`;
}

function usage(found: Usage | null, words: (amount: number) => string): string {
  if (found === null) return "-";
  return found.limit === null ? words(found.now) : `${words(found.now)}/${words(found.limit)}`;
}

function urlLines({ urls }: AppStatus, table: Table): readonly string[] {
  const rows = urls.map(({ url, routed, certificate }) => [
    url,
    routed === null ? "?" : routed ? "yes" : "no",
    certificate === null ? "none" : certificateWords(certificate),
  ]);
  return table(["URL", "ROUTED", "CERTIFICATE"], rows, 0);
}

function certificateWords({ days_left, problem }: NonNullable<AppStatus["urls"][number]["certificate"]>): string {
  if (problem !== null) return "not ready";
  if (days_left === null) return "?";
  return days_left < 0 ? "expired" : `${days_left} days left`;
}

function cronLines({ cron }: AppStatus, now: number, table: Table): readonly string[] {
  const rows = cron.map(({ schedule, time_zone, command, suspended, running, next, last }) => [
    schedule,
    time_zone,
    suspended ? "suspended" : running > 0 ? "running" : "waiting",
    next === null ? "-" : `in ${age(Date.parse(next) - now)}`,
    last === null ? "never" : `${last.outcome} ${ago(last.time, now)} ago`,
    command,
  ]);
  return table(["CRON", "ZONE", "NOW", "NEXT", "LAST RUN", "COMMAND"], rows);
}

type Rows = readonly (readonly string[])[];
type Table = (head: readonly string[], rows: Rows, long?: number) => readonly string[];

const tableIn =
  (width: number): Table =>
  (head, rows, long) =>
    rows.length === 0 ? [] : columnsWithin([head, ...rows], width, long);

const ago = (time: string, now: number) => age(now - Date.parse(time));

/** All apps, the worst first. The last column is cut at `width`. */
export function statusTable(all: readonly AppStatus[], now: number, width: number): readonly string[] {
  const rows = byTrouble(all).map((status) => {
    const { app, state, release, processes, problems, unknown } = status;
    const total = (count: (one: ProcessStatus) => number) => processes.reduce((sum, one) => sum + count(one), 0);
    const [first] = problems;
    return [
      app,
      state,
      state === "unknown" ? "?" : `${total(({ ready }) => ready)}/${total(({ wanted }) => wanted)}`,
      `${total((one) => one.restarts)}`,
      release?.number == null ? "-" : `${release.number}`,
      release?.time == null ? "-" : ago(release.time, now),
      first === undefined ? (unknown[0] ?? "") : `${first.about}: ${first.says}`,
    ];
  });
  const head = ["APP", "STATE", "READY", "RESTARTS", "RELEASE", "AGE", "WHAT IS WRONG"];
  return rows.length === 0 ? [] : columns([head, ...rows]).map((line) => cut(line, width));
}

export function byTrouble(all: readonly AppStatus[]): readonly AppStatus[] {
  const rank = ({ state }: AppStatus) => STATES.indexOf(state);
  const restarts = ({ processes }: AppStatus) => processes.reduce((sum, one) => sum + one.restarts, 0);
  return [...all].sort((a, b) => rank(a) - rank(b) || restarts(b) - restarts(a) || (a.app < b.app ? -1 : 1));
}
