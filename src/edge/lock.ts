// A lock that the kernel releases when its holder dies: flock(1) keeps it for as long as our end of its stdin is open.
import { once } from "node:events";
import { SchedulerError } from "../core/errors.ts";
import { type Place, placeName } from "../core/model/cluster.ts";
import { dataRoot, PLUGIN } from "./dokku/paths.ts";
import { hold, interrupted, isInterrupted } from "./exec.ts";
import { makeFolder } from "./files.ts";
import { serverOf } from "./kube/kubeconfig.ts";
import { detail } from "./log.ts";

/** Seconds a command waits for another one of the same app or namespace. */
const DEADLINE = 900;
/** Characters of a lock's file name. */
const MOST = 200;

/** No other command works on the namespace meanwhile, however its cluster is named. */
export function withPlace<T>(place: Place, work: () => Promise<T>): Promise<T> {
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
  const holder = hold("flock", ["--no-fork", "--timeout", String(DEADLINE), file, "cat"]);
  const hint = setTimeout(() => detail(`waiting for another command on ${name} to finish`), 1_000);
  // cat answers as soon as flock has become cat, which it does with the lock in hand.
  holder.stdin.write("held\n");
  const failure = await Promise.race([once(holder.stdout, "data").then(() => null), holder.ended]).finally(() =>
    clearTimeout(hint),
  );
  if (isInterrupted()) throw interrupted();
  if (failure !== null) throw notHeld(name, file, failure);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await holder.ended;
  }
}

/** flock ends with 1 for the deadline alone. */
function notHeld(
  name: string,
  file: string,
  { exitCode, stderr }: { exitCode: number; stderr: string },
): SchedulerError {
  if (exitCode === 1)
    return new SchedulerError(
      "LOCKED",
      `work on ${name}`,
      [`another command has held its lock for ${DEADLINE} s`],
      `see who: fuser -v ${file}`,
    );
  return new SchedulerError("FILE_UNUSABLE", `lock ${file}`, [stderr.trim()], `see whose it is: ls -ld ${file}`);
}
