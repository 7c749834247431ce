// What `:cp` copies, from where to where, and the words of tar in the pod.

export interface PodPath {
  readonly app: string;
  /** `web` or `web.2`; null for the only one. */
  readonly process: string | null;
  /** From `/`, or from the container's working directory. */
  readonly path: string;
}

export interface CopyCall {
  /** As the pod sees it. */
  readonly direction: "out" | "in";
  readonly pod: PodPath;
  /** An absolute path of the Dokku server; null for stdin or stdout. */
  readonly local: string | null;
}

/** Null when it is not one path of a pod and one of the server. */
export function readCopyCall(source: string, target: string): CopyCall | null {
  const [out, into] = [podPathOf(source), podPathOf(target)];
  if (out !== null && isLocal(target)) return { direction: "out", pod: out, local: localOf(target) };
  if (into !== null && isLocal(source)) return { direction: "in", pod: into, local: localOf(source) };
  return null;
}

const isLocal = (word: string) => word === "-" || /^\/[^\p{Cc}]*$/u.test(word);

const localOf = (word: string) => (word === "-" ? null : word);

/** `APP:PATH`, `APP:web:PATH`, `APP:web.2:PATH` */
function podPathOf(word: string): PodPath | null {
  const [, app = "", process = null, path = ""] =
    /^([a-z0-9_][a-z0-9_.-]*):(?:([A-Za-z0-9_-]+(?:\.\d+)?):)?([^\p{Cc}]+)$/u.exec(word) ?? [];
  return app === "" ? null : { app, process, path };
}

export interface Entry {
  readonly folder: string;
  /** Null for a path that ends in no name: `/`, `.`, `..`. */
  readonly name: string | null;
}

/** The last part of a path, and where that is. */
export function entryAt(path: string): Entry {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end -= 1;
  const bare = path.slice(0, end);
  const slash = bare.lastIndexOf("/");
  const name = bare.slice(slash + 1);
  if (["", ".", ".."].includes(name)) return { folder: bare, name: null };
  return { folder: slash < 0 ? "." : bare.slice(0, slash) || "/", name };
}

/** With the options that every tar has. */
export const packing = ({ folder, name }: Entry) => ["tar", "-c", "-f", "-", "-C", folder, "--", name ?? "."];

/** Whose the files were on the server means nothing there. */
export const unpacking = (folder: string) => ["tar", "-x", "-m", "-o", "-f", "-", "-C", folder];

/** GNU tar's option that packs a file, or a folder with what is in it, under another name. */
export function renaming(name: string, other: string): readonly string[] {
  if (name === other) return [];
  const pattern = name.replaceAll(/[\\^$.*[]/g, "\\$&");
  const replacement = other.replaceAll(/[\\&]/g, "\\$&");
  // Between what neither can hold; a link stays a link to what it named.
  return [`--transform=flags=rh;s\u0001^${pattern}\u0001${replacement}\u0001`];
}

/** Whether GNU tar, which then ends with 1, says no more than that files were written to meanwhile: what it packed is whole. */
export const isOnlyChanging = (said: readonly string[]) =>
  said.length > 0 && said.every((line) => /: (file changed as we read it|File removed before we read it)$/.test(line));

/** `812 B`, `4.0 MiB` */
export function sizeWords(count: number): string {
  if (count < 1024) return `${count} B`;
  const units = ["KiB", "MiB", "GiB"];
  const power = Math.min(units.length, Math.floor(Math.log2(count) / 10));
  return `${(count / 1024 ** power).toFixed(1)} ${units[power - 1]}`;
}
