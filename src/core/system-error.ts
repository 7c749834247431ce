// What the system around us refuses, in sentences: the path, why, and what helps. None of it is a bug of ours.
import { SchedulerError } from "./errors.ts";

/** An error of node's file system or of a program that could not be started. */
export interface SystemFault {
  /** `ENOSPC` */
  readonly code: string;
  readonly path: string;
  /** What it was: `open`, `mkdir`, `spawn kubectl`. */
  readonly syscall: string;
  /** Who we are, and whose the path is; null when nobody can tell. */
  readonly user: string;
  readonly owner: string | null;
}

interface Words {
  readonly because: string;
  readonly helps: string;
}

type Sentence = (fault: SystemFault) => Words;

const denied: Sentence = ({ path, user, owner }) =>
  owner === null || owner === user
    ? { because: `${user} may not`, helps: `see which folder on the way forbids it: namei -l ${path}` }
    : {
        because: `it belongs to ${owner}, and ${user} may not`,
        helps: `give it to ${user}: sudo chown ${user}: ${path}`,
      };

const inTheWay = (because: string): Sentence =>
  function move({ path }) {
    return { because, helps: `look at it and move it away: ls -ld ${path}` };
  };

const full = (because: string): Sentence =>
  function free({ path }) {
    return { because, helps: `make room, then type the command again: df -h ${path}` };
  };

const limited = (because: string): Sentence =>
  function raise() {
    return { because, helps: "wait until less runs at once, or raise the limit: ulimit -a" };
  };

const sentences: Readonly<Record<string, Sentence>> = {
  EACCES: denied,
  EPERM: denied,
  ENOENT: ({ path }) => ({ because: "there is none", helps: `see how far the path leads: namei -l ${path}` }),
  ENOTDIR: inTheWay("a file stands where a folder belongs"),
  EEXIST: inTheWay("something else stands in its place"),
  EISDIR: inTheWay("it is a folder, where a file belongs"),
  ENOTEMPTY: inTheWay("it is a folder, where a file belongs"),
  ELOOP: inTheWay("its links lead in a circle"),
  ENAMETOOLONG: () => ({ because: "a name in it is longer than the file system takes", helps: "choose a shorter one" }),
  ENOSPC: full("no space is left there"),
  EDQUOT: full("the disk quota is used up"),
  EFBIG: full("it grows larger than a file may be"),
  EROFS: ({ path }) => ({
    because: "its file system is mounted read-only",
    helps: `see why, then mount it writable: findmnt --target ${path}`,
  }),
  EIO: () => ({ because: "the disk reports an error", helps: "see what the kernel says: dmesg" }),
  EMFILE: limited("this process has too many files open"),
  ENFILE: limited("the system has too many files open"),
  EAGAIN: limited("the system takes no more processes"),
  ENOMEM: limited("no memory is left"),
  E2BIG: () => ({
    because: "its words and environment are longer than the system takes",
    helps: "shorten the longest of them",
  }),
};

const VERBS: Readonly<Record<string, string>> = {
  open: "open",
  read: "read",
  scandir: "list",
  mkdir: "make the folder",
  write: "write",
  fsync: "write",
  rename: "write",
  link: "keep what stood in",
  unlink: "remove",
  rm: "remove",
  rmdir: "remove",
  chown: "give away",
  chmod: "set the mode of",
};

export function isSystemCode(code: string): boolean {
  return Object.hasOwn(sentences, code);
}

/** `doing` stands in for what the system calls it. */
export function systemError(fault: SystemFault, doing: string | null = null): SchedulerError {
  const { because, helps } = (sentences[fault.code] ?? unknown)(fault);
  const [verb = "", program] = fault.syscall.split(" ");
  const did = program === undefined ? `${VERBS[verb] ?? verb} ${fault.path}` : `run ${program}`;
  return new SchedulerError("FILE_UNUSABLE", doing ?? did, [because], helps);
}

const unknown: Sentence = ({ code, path }) => ({ because: `the system says ${code}`, helps: `ls -ld ${path}` });
