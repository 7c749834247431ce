// Files out of a pod and into one, by the tar of both sides: no shell is needed in the image.
import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SchedulerError } from "../../core/errors.ts";
import {
  type CopyCall,
  entryAt,
  isOnlyChanging,
  packing,
  renaming,
  sizeWords,
  unpacking,
} from "../../core/one-off/copy.ts";
import type { Purpose } from "../../core/one-off/enter.ts";
import { startFailure } from "../../core/one-off/one-off.ts";
import { clearUp, type Outcome, pipe, type Words } from "../../edge/exec.ts";
import { type ContainerPlace, execIn, inPod, runIn, saidBy } from "../../edge/kube/pods.ts";
import { detail, liveStep, step, warn } from "../../edge/log.ts";
import { mustBeOutside } from "../../edge/outside.ts";
import { explained } from "../../edge/system.ts";
import { findPod } from "./pod.ts";

const PURPOSE: Purpose = { doing: "copy files of", command: "dokku scheduler-kubernetes:cp" };

/** The exit code. Throws BAD_USAGE, NO_SUCH_APP, NO_SUCH_OBJECT, APPLY_REFUSED, FILE_UNUSABLE. */
export async function copy(call: CopyCall): Promise<number> {
  const { direction, pod, local } = call;
  const doing = `copy ${local ?? "stdin"} to ${pod.path} of ${pod.app}`;
  const from = `copy ${pod.path} of ${pod.app} to ${local ?? "stdout"}`;
  const job: Job = { doing: direction === "in" ? doing : from, call };
  // Before the cluster is asked, and again where it is used: a link may be another by then.
  if (local !== null) await mustBeOutside(job.doing, local);
  const { where } = await findPod(pod.app, pod.process, PURPOSE);
  if (local === null) return stream(job, where);
  await (direction === "out" ? fetchTo(job, where, local) : sendFrom(job, where, local));
  return 0;
}

interface Job {
  readonly doing: string;
  readonly call: CopyCall;
}

/** An archive, as it is. */
async function stream(job: Job, where: ContainerPlace): Promise<number> {
  const { direction, pod } = job.call;
  const words = direction === "out" ? packing(entryAt(pod.path)) : unpacking(pod.path);
  const outcome = await execIn(where, words, false);
  mustHaveTar(job, outcome);
  // The words of tar went to stderr as they came.
  const said = saidBy(outcome);
  if (said.length > 0) throw new SchedulerError("APPLY_REFUSED", job.doing, said);
  return outcome.exitCode;
}

/** All of it in a folder of its own first, so that nothing is half there and no name in the archive leads elsewhere. */
async function fetchTo(job: Job, where: ContainerPlace, local: string): Promise<void> {
  const entry = entryAt(job.call.pod.path);
  const { name } = entry;
  if (name === null) throw refused(job, `${job.call.pod.path} has no name: name a file or folder in it`);
  const target = await mustBeOutside(job.doing, (await isFolder(local)) ? join(local, name) : local);
  if (await isFolder(target)) throw refused(job, `${target} is a folder that is there already`);
  // Others may write in the folder: they must not know where we do before it has its name.
  const beside = join(dirname(target), `.${randomBytes(9).toString("hex")}`);
  await fileSystem(`write in ${dirname(target)}`, dirname(target), () => mkdir(beside, { mode: 0o700 }));
  try {
    const unpack: Words = ["tar", ["-x", "-f", "-", "--no-same-owner", "--no-same-permissions", "-C", beside]];
    const bytes = await transfer(job, inPod(where, packing(entry)), unpack);
    const found = await readdir(beside);
    if (found.length !== 1 || found[0] !== name)
      throw new SchedulerError("FILE_UNUSABLE", job.doing, [`what the pod sent has other names: ${found.join(", ")}`]);
    await fileSystem(`write ${target}`, target, () => rename(join(beside, name), target));
    detail(`${sizeWords(bytes)} in ${target}`);
  } finally {
    await clearUp(() => rm(beside, { recursive: true, force: true }));
  }
}

async function sendFrom(job: Job, where: ContainerPlace, local: string): Promise<void> {
  const { path } = job.call.pod;
  const real = await mustBeOutside(job.doing, local);
  await fileSystem(`read ${local}`, local, () => stat(real));
  const [source, given] = [entryAt(real), entryAt(local)];
  if (source.name === null || given.name === null) throw refused(job, `${local} has no name: name a file or folder`);
  const target = (await isFolderIn(where, path)) ? { folder: path, name: given.name } : entryAt(path);
  const [, ...words] = packing(source);
  const pack: Words = ["tar", [...renaming(source.name, target.name ?? given.name), ...words]];
  const bytes = await transfer(job, pack, inPod(where, unpacking(target.folder)));
  detail(`${sizeWords(bytes)} in ${join(target.folder, target.name ?? given.name)}`);
}

/** How much went over. */
async function transfer(job: Job, source: Words, target: Words): Promise<number> {
  const { doing } = job;
  const title = `${doing.charAt(0).toUpperCase()}${doing.slice(1)}`;
  let bytes = 0;
  step(title);
  const outcomes = await pipe(source, target, (count) => {
    if (sizeWords(count) !== sizeWords(bytes)) liveStep(`${title}: ${sizeWords(count)}`);
    bytes = count;
  });
  for (const outcome of outcomes) mustHaveTar(job, outcome);
  const [packed] = outcomes;
  const isWhole = packed.exitCode === 1 && isOnlyChanging(saidBy(packed));
  if (isWhole) for (const line of saidBy(packed)) warn(line);
  const failed = outcomes.filter((outcome) => outcome.exitCode !== 0 && !(isWhole && outcome === packed));
  if (failed.length > 0) throw new SchedulerError("APPLY_REFUSED", doing, failed.flatMap(reasonsOf));
  return bytes;
}

const reasonsOf = (outcome: Outcome) => {
  const said = saidBy(outcome);
  return said.length > 0 ? said : [`tar ended with exit code ${outcome.exitCode}`];
};

/** Throws NO_SUCH_OBJECT where the image has none. */
function mustHaveTar({ doing, call }: Job, { exitCode, stderr }: Outcome): void {
  if (exitCode === 0 || startFailure(stderr) === null) return;
  const { app, path, process } = call.pod;
  const instead = `, or read one file: dokku enter ${app} ${process ?? "web"} cat ${path}`;
  throw new SchedulerError(
    "NO_SUCH_OBJECT",
    doing,
    ["the image has no tar, which packs and unpacks what is copied"],
    `add tar to the image${call.direction === "in" ? "" : instead}`,
  );
}

const refused = ({ doing }: Job, why: string) => new SchedulerError("BAD_USAGE", doing, [why]);

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Where the image cannot tell it is taken for a new name. */
async function isFolderIn(where: ContainerPlace, path: string): Promise<boolean> {
  return path.endsWith("/") || (await runIn(where, ["test", "-d", path])).exitCode === 0;
}

async function fileSystem<T>(doing: string, path: string, act: () => Promise<T>): Promise<T> {
  return act().catch((error) => {
    throw explained(error, doing, path);
  });
}
