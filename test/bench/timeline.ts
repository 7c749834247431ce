// One deploy, program by program: when each began and ended, and what it waited for; and what we add to the time that the cluster takes.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { changedRelease, settle } from "./deploy.ts";
import { SIZES } from "./figures.ts";
import type { Figures } from "./measure.ts";
import { type Run, runs } from "./programs.ts";
import { deployedApp, env, onSite, scratch } from "./site.ts";

const ROUNDS = 7;
const WEIGHTS = { light: {}, real: { PLUGN_WEIGHT: "real" } } as const;

interface Deploy {
  readonly programs: readonly Run[];
  /** Seconds since 1970: kubectl, which was started before, got the objects to apply. */
  readonly applied: number;
  /** Seconds since 1970. The last new pod's Ready was seen then: the cluster's own timestamps have whole seconds. */
  readonly ready: number;
}

/** Keys of `overhead`: what is before the apply, what is after the last pod is ready, and both. */
export function overhead(): Figures {
  const figures: Record<string, readonly number[]> = {};
  for (const size of SIZES) {
    for (const [weight, more] of Object.entries(WEIGHTS)) {
      const key = (name: string) => `${name}_seconds_${weight === "real" ? "real_" : ""}${size}`;
      const all = Array.from({ length: ROUNDS }, () => partsOf(deploy(size, more)));
      for (const name of [
        "overhead",
        "before_apply",
        "after_ready",
        "kubedog_after_ready",
        "dokku_after_ready",
      ] as const)
        figures[key(name)] = all.map((parts) => parts[name]);
    }
  }
  return figures;
}

function partsOf({ programs, applied, ready }: Deploy) {
  const begin = Math.min(...programs.map((one) => one.begin));
  const end = Math.max(...programs.map((one) => one.end));
  const [kubedog, hooks] = [
    programs.filter(named("kubedog")),
    programs.filter(named("core-post-deploy", "post-deploy")),
  ];
  const before_apply = applied - begin;
  const after_ready = end - ready;
  return {
    before_apply,
    after_ready,
    overhead: before_apply + after_ready,
    kubedog_after_ready: Math.max(...kubedog.map((one) => one.end)) - ready,
    dokku_after_ready: hooks.reduce((sum, one) => sum + one.end - one.begin, 0),
  };
}

const named =
  (...names: readonly string[]) =>
  ({ program: [name = ""] }: Run) =>
    names.includes(name);

/** When a step of the app's last deploy ended, seconds since 1970. */
function endOf(step: string, app: string): number {
  const lines = onSite(`dokku scheduler-kubernetes:events ${app}`).trim().split("\n");
  const event = lines.map((line) => JSON.parse(line)).find((one) => one.step === step);
  return Date.parse(event?.time) / 1000;
}

/** A pod counts from when it is ready: how long it has to stay so is the user's to say. */
function deploy(size: number, more: Readonly<Record<string, string>>): Deploy {
  const { app, namespace } = deployedApp(size);
  onSite(`echo 0 >"$DOKKU_LIB_ROOT/config/checks/--global/default-wait"`);
  changedRelease(app);
  settle(namespace, app, size);
  const seen = scratch("ready");
  const words = `-n ${namespace} -l app=${app} --watch -o`;
  const each = `jsonpath={.metadata.name}{" "}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}`;
  const script = `kubectl get pods ${words} '${each}' | while read -r pod ready; do echo "$EPOCHREALTIME $pod $ready"; done >${seen}`;
  // A group of its own, so that kubectl ends with its reader.
  const watch = spawn("bash", ["-c", script], { env, detached: true, stdio: "ignore" });
  onSite(`for _ in {1..100}; do [[ -s ${seen} ]] && exit; sleep 0.1; done`);
  const there = readFileSync(seen, "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1]);
  try {
    const { own: programs } = runs(["scheduler-deploy", "kubernetes", app, "latest", ""], more);
    onSite("sleep 0.2");
    const events = readFileSync(seen, "utf8")
      .split("\n")
      .map((line) => line.split(" "));
    const first = new Map<string, number>();
    for (const [time = "", pod = "", ready] of events)
      if (ready === "True" && !there.includes(pod) && !first.has(pod)) first.set(pod, Number(time));
    return { programs, applied: endOf("render", app), ready: Math.max(...first.values()) };
  } finally {
    process.kill(-(watch.pid ?? 0));
  }
}

/** Prints a deploy of 5 process types with each weight of triggers, and draws it. */
export function timeline(): Record<string, number> {
  for (const [weight, more] of Object.entries(WEIGHTS)) {
    const done = deploy(5, more);
    const file = resolve(`timeline-${weight}.svg`);
    writeFileSync(file, drawn(done));
    console.log(`${weight} triggers, ${file}:\n${table(done).join("\n")}\n`);
  }
  return {};
}

interface Row extends Run {
  readonly shown: string;
  /** The last program that ended before it began. */
  readonly after: string;
}

function rowsOf({ programs }: Deploy): readonly Row[] {
  const rows = [...programs]
    .sort((one, other) => one.begin - other.begin)
    .map((run) => ({ ...run, shown: shortOf(run) }));
  return rows.map((row) => {
    const before = rows.filter(({ end }) => end <= row.begin).sort((one, other) => other.end - one.end)[0];
    return { ...row, after: before?.shown ?? "" };
  });
}

/** `kubectl apply`, without paths and options. */
function shortOf({ program: [name = "", ...words] }: Run): string {
  return [name, ...words.filter((word) => /^[a-z][\w:,-]*$/.test(word))].slice(0, 3).join(" ");
}

function table(done: Deploy): readonly string[] {
  const rows = rowsOf(done);
  const begin = rows[0]?.begin ?? 0;
  const since = (time: number) => (time - begin).toFixed(2).padStart(6);
  const lines = rows.map(
    (row) => `${since(row.begin)} ${since(row.end)}  ${row.shown.padEnd(44)} ${row.after && `after ${row.after}`}`,
  );
  return [" begin    end  program", ...lines, `${since(done.ready)}         the last pod is ready`];
}

const WIDTH = 1000;
const LINE = 18;

function drawn(done: Deploy): string {
  const rows = rowsOf(done);
  const begin = rows[0]?.begin ?? 0;
  const end = Math.max(...rows.map((row) => row.end));
  const x = (time: number) => (((time - begin) / (end - begin)) * WIDTH).toFixed(1);
  const text = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const bars = rows.map(({ begin: from, end: to, shown }, index) => {
    const width = Math.max(1, Number(x(to)) - Number(x(from)));
    const label = `${shown} ${(to - from).toFixed(2)} s`;
    return `<rect x="${x(from)}" y="${index * LINE + 2}" width="${width}" height="${LINE - 4}" fill="#9bd"/><text x="${x(from)}" y="${index * LINE + 13}">${text(label)}</text>`;
  });
  const height = rows.length * LINE;
  const ready = `<line x1="${x(done.ready)}" x2="${x(done.ready)}" y1="0" y2="${height}" stroke="#c33"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + 200} ${height}" font-family="sans-serif" font-size="11">${bars.join("")}${ready}</svg>\n`;
}
