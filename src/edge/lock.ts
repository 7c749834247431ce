// A lock that the kernel releases when its holder dies: flock(1) keeps it for as long as our end of its stdin is open.
// It is started without what runs all other programs: many a short command takes a lock and runs nothing else.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { SchedulerError } from "../core/errors.ts";
import { type Place, placeName } from "../core/model/cluster.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { makeFolder } from "./files.ts";
import { missing } from "./find-program.ts";
import { interrupted, interruption, isInterrupted } from "./interruption.ts";
import { detail } from "./log.ts";

/** Seconds a command waits for another one of the same app or namespace. */
const DEADLINE = 900;
/** Characters of a lock's file name. */
const MOST = 200;

/** No other command works on the namespace meanwhile, however its cluster is named. */
export async function withPlace<T>(place: Place, work: () => Promise<T>): Promise<T> {
  // Others than this one lock without a cluster.
  const { serverOf } = await import("./kube/kubeconfig.ts");
  return withLock(placeName(place), work, `namespace ${place.namespace} ${serverOf(place.cluster) ?? ""}`);
}

/**
 * Runs `work` while nobody else holds the lock of that name (`app shop`), or of `key` where the name alone does not tell.
 * Says so when it has to wait; throws LOCKED after 900 s.
 */
export async function withLock<T>(name: string, work: () => Promise<T>, key = name): Promise<T> {
  const folder = dataRoot(PLUGIN, "--locks");
  await makeFolder(folder);
  // Two keys that begin alike for so long only wait for each other.
  const file = `${folder}/${key
    .trim()
    .replaceAll(/[^\w.-]+/g, ".")
    .slice(0, MOST)}`;
  if (isInterrupted()) throw interrupted();
  const flock = spawn("flock", ["--no-fork", "--timeout", String(DEADLINE), file, "cat"], { signal: interruption });
  const ended = endOf(flock);
  const hint = setTimeout(() => detail(`waiting for another command on ${name} to finish`), 1_000);
  const failure = await Promise.race([heldBy(flock), ended]).finally(() => clearTimeout(hint));
  if (isInterrupted()) throw interrupted();
  if (failure !== null) throw notHeld(name, file, failure);
  try {
    return await work();
  } finally {
    flock.stdin.end();
    await ended;
  }
}

interface End {
  readonly exitCode: number;
  readonly stderr: string;
}

/** Throws TOOL_MISSING, and what the system said where flock could not be started. */
function endOf(flock: ChildProcessWithoutNullStreams): Promise<End> {
  const pieces: Buffer[] = [];
  flock.stderr?.on("data", (piece: Buffer) => pieces.push(piece));
  return new Promise((resolve, reject) => {
    flock.on("close", (code) => resolve({ exitCode: code ?? 1, stderr: Buffer.concat(pieces).toString() }));
    flock.on("error", (error: NodeJS.ErrnoException) => {
      // One that a signal ends says so here, and then closes.
      if (!isInterrupted()) reject(error.code === "ENOENT" || error.code === "EACCES" ? missing("flock") : error);
    });
  });
}

/** cat answers as soon as flock has become cat, which it does with the lock in hand. */
function heldBy(flock: ChildProcessWithoutNullStreams): Promise<null> {
  // Node gives a program no streams when no file descriptor is free for them: its end says so.
  flock.stdin?.on("error", () => {});
  flock.stdin?.write("held\n");
  return new Promise((resolve) => flock.stdout?.once("data", () => resolve(null)));
}

/** flock ends with 1 for the deadline alone. */
function notHeld(name: string, file: string, { exitCode, stderr }: End): SchedulerError {
  if (exitCode === 1)
    return new SchedulerError(
      "LOCKED",
      `work on ${name}`,
      [`another command has held its lock for ${DEADLINE} s`],
      `see who: fuser -v ${file}`,
    );
  return new SchedulerError("FILE_UNUSABLE", `lock ${file}`, [stderr.trim()], `see whose it is: ls -ld ${file}`);
}
