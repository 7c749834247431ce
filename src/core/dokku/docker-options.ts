// The lines of `dokku docker-options:add`, and of `storage:mount`, taken apart into options as `docker run` would.
import { splitWords } from "./words.ts";

/** Lines by Dokku's own keys: `_default_.deploy` and `_default_.run` for all, `worker.deploy` for a process type. */
export type DockerOptions = Readonly<Record<string, readonly string[]>>;

export interface DockerOption {
  /** The long name, `--volume`. Empty for a word that belongs to no option. */
  readonly name: string;
  /** Null where there is none. */
  readonly value: string | null;
}

const SHORT: Readonly<Record<string, string>> = {
  c: "--cpu-shares",
  d: "--detach",
  e: "--env",
  h: "--hostname",
  i: "--interactive",
  l: "--label",
  m: "--memory",
  p: "--publish",
  P: "--publish-all",
  t: "--tty",
  u: "--user",
  v: "--volume",
  w: "--workdir",
};

/** Those that take no value but `=true` and `=false`. */
const FLAGS: ReadonlySet<string> = new Set([
  "--detach",
  "--disable-content-trust",
  "--init",
  "--interactive",
  "--no-healthcheck",
  "--oom-kill-disable",
  "--privileged",
  "--publish-all",
  "--quiet",
  "--read-only",
  "--rm",
  "--sig-proxy",
  "--tty",
]);

/** Null when a quote is never closed. Nothing is expanded, as in Dokku. */
export function readOptions(line: string): readonly DockerOption[] | null {
  const words = splitWords(line);
  if (words === null) return null;
  const options: DockerOption[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const { name, value } = readWord(words[at] ?? "");
    const next = words[at + 1] ?? "-";
    // Of what begins with a dash only a number is a value (`--memory-swap -1`).
    const isValue = name !== "" && value === null && !FLAGS.has(name) && !/^-(?!\d)/.test(next);
    if (isValue) at += 1;
    options.push({ name, value: isValue ? next : value });
  }
  return options;
}

/** `--name`, `--name=value`, `-x`, `-xvalue` or `-x=value`. */
function readWord(word: string): DockerOption {
  const long = /^(--[^=]+)(?:=(.*))?$/s.exec(word);
  if (long !== null) return { name: long[1] ?? "", value: long[2] ?? null };
  const short = /^-([A-Za-z])=?(.*)$/s.exec(word);
  if (short === null) return { name: "", value: null };
  const name = SHORT[short[1] ?? ""] ?? `-${short[1]}`;
  // Flags can be combined, `-it`.
  return { name, value: FLAGS.has(name) || short[2] === "" ? null : (short[2] ?? null) };
}

/** Those of a pod, a process type's own last: they win where only one can. */
export function optionLines(options: DockerOptions, phase: "deploy" | "run", type: string): readonly string[] {
  const own = type === "_default_" ? [] : (options[`${type}.${phase}`] ?? []);
  return [...(options[`_default_.${phase}`] ?? []), ...own];
}

/** `name:/path:options`, `/path` without a source. */
export interface VolumeOption {
  readonly source: string | null;
  readonly path: string;
  readonly readOnly: boolean;
}

export function readVolume(value: string): VolumeOption {
  const parts = value.split(":");
  if (parts.length === 1) return { source: null, path: value, readOnly: false };
  const [source = "", path = "", options = ""] = parts;
  return { source, path, readOnly: options.split(",").includes("ro") };
}

/** Names that `--volume` mounts and that a claim can have: whether there is one, the cluster knows. */
export function namedVolumes(options: DockerOptions): readonly string[] {
  const read = Object.entries(options)
    .filter(([key]) => !key.endsWith(".build"))
    .flatMap(([, lines]) => lines.flatMap((line) => readOptions(line) ?? []));
  const sources = read.flatMap(({ name, value }) =>
    name === "--volume" && value !== null ? (readVolume(value).source ?? []) : [],
  );
  return [...new Set(sources)].filter((source) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(source));
}
