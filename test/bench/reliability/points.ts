// Where a deploy can be struck down: at each program it starts (the boundary of a step) and inside kubectl and kubedog.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, scratch } from "../site.ts";

export const SIGNALS = ["INT", "TERM", "KILL"] as const;

export interface Point {
  /** Which program start of the deploy, from 1. */
  readonly start: number;
  readonly program: string;
  /** `before` it runs, or `inside`, while it does. */
  readonly when: "before" | "inside";
  readonly signal: (typeof SIGNALS)[number];
}

const PROGRAMS = ["flock", "kubectl", "kubedog", "plugn"];
/** Seconds a program has run for when it counts as being at work. */
const AT_WORK = 0.15;

const shims = scratch("shims");
const counted = scratch("counted");

/** PATH with shims before it that count what our process starts, and send the signal at the point that POINT names. */
export const strikingPath = () => `${shims}:${env.PATH}`;

export function makeShims(): void {
  mkdirSync(shims);
  for (const program of PROGRAMS) {
    const real = spawnSync("bash", ["-c", `type -P ${program}`], { env, encoding: "utf8" }).stdout.trim();
    // Only what our own process starts counts: Dokku's triggers start plugn in turn.
    writeFileSync(
      join(shims, program),
      `#!/bin/bash
[[ $(readlink /proc/$PPID/exe) == */node ]] || exec ${real} "$@"
n=1
until mkdir ${counted}/$n 2>/dev/null; do n=$((n + 1)); done
echo ${program} >${counted}/$n/program
read -r at when signal <<<"$POINT"
[[ $n == "$at" ]] || exec ${real} "$@"
if [[ $when == inside ]]; then
  ${real} "$@" <&0 &
  sleep ${AT_WORK}
  kill -"$signal" $PPID
  wait $!
else
  kill -"$signal" $PPID
  exec ${real} "$@"
fi
`,
    );
    chmodSync(join(shims, program), 0o755);
  }
}

export function startCounting(): void {
  rmSync(counted, { recursive: true, force: true });
  mkdirSync(counted);
}

/** Every point of the deploy that was counted last. */
export function allPoints(): readonly Point[] {
  const starts = readdirSync(counted)
    .map(Number)
    .sort((a, b) => a - b);
  return starts.flatMap((start) => {
    const program = readFileSync(join(counted, String(start), "program"), "utf8").trim();
    const ways = program.startsWith("kube") ? (["before", "inside"] as const) : (["before"] as const);
    return ways.flatMap((when) => SIGNALS.map((signal) => ({ start, program, when, signal })));
  });
}

export const titleOf = ({ start, program, when, signal }: Point) => `SIG${signal} ${when} ${program} (start ${start})`;
