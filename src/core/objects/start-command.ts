// What a container starts, depending on how its image was built.
import { type CommandLine, literal, readCommandLine, type Value, withShell } from "../dokku/command-line.ts";
import type { App, Process, SourceType } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { issue } from "./definition.ts";
import { podOptions } from "./docker-options.ts";
import { DEFAULT_PORT, portOf } from "./ports.ts";
import { envOf, runEnv } from "./secret.ts";

/** Null for the image's own ENTRYPOINT or CMD. */
export interface StartCommand {
  readonly command: readonly string[] | null;
  readonly args: readonly string[] | null;
  readonly issues: readonly Issue[];
}

const ARGS = "/spec/template/spec/containers/0/args";

const IMAGE_DEFAULT: StartCommand = { command: null, args: null, issues: [] };

/**
 * A command as somebody typed it, word for word, by the way in that its image wants: herokuish's /exec, the launcher of a buildpack, else
 * the image's ENTRYPOINT. A process type stands for its command, and what follows it is added.
 */
export function typedCommand(app: App, words: readonly string[]): StartCommand & { readonly process: Process | null } {
  const [first, ...rest] = words;
  const process = app.processes.find(({ type, command }) => type === first && command !== null);
  if (process === undefined) return { ...wrapped(app, words.map(literal)), process: null };
  const start = startCommand(app, process);
  if (rest.length === 0 || start.issues.length > 0) return { ...start, process };
  const own = read(app, process.type, runEnv(app), process.command ?? "");
  if (own.wrong !== null) return { ...broken(process, own.wrong), process };
  return { ...wrapped(app, [...own.words, ...rest.map(literal)]), process };
}

function wrapped({ image }: App, args: readonly string[]): StartCommand {
  if (image.source === "herokuish") return { ...IMAGE_DEFAULT, args: ["/exec", ...args] };
  return { command: image.source === "pack" ? ["launcher"] : null, args, issues: [] };
}

export function startCommand(app: App, process: Process): StartCommand {
  const { source } = app.image;
  const text = textOf(app, process);
  if (text === null) return withoutText(source, process.type);
  // Both hand one word to bash, and take quotes away from several: the launcher by `eval`, nixpacks by joining them with spaces.
  if (source === "pack") return { command: ["launcher"], args: [literal(text)], issues: [] };
  if (source === "nixpacks") return { ...IMAGE_DEFAULT, args: [literal(text)] };
  const { words, wrong } = readStart(app, process.type, text);
  return wrong === null ? { ...IMAGE_DEFAULT, args: words } : broken(process, wrong);
}

function broken({ type }: Process, wrong: string): StartCommand {
  const message = `start command of process type "${type}" ${wrong}`;
  return { ...IMAGE_DEFAULT, issues: [issue(ARGS, message)] };
}

/** Null when the image knows what to start. */
function textOf({ image, startCommand, dockerfileStartCommand }: App, { command }: Process): string | null {
  const own: Readonly<Record<SourceType, readonly (string | null)[]>> = {
    // Its /start reads the Procfile of the image.
    herokuish: [startCommand],
    pack: [startCommand, command],
    nixpacks: [startCommand, dockerfileStartCommand, command],
    dockerfile: [startCommand, dockerfileStartCommand, command],
  };
  return own[image.source].find((text) => text !== null && text.trim() !== "") ?? null;
}

function withoutText(source: SourceType, type: string): StartCommand {
  if (source === "herokuish") return { ...IMAGE_DEFAULT, args: ["/start", type] };
  // The image's own default is web's, whatever the type.
  if (source === "pack" && type !== "web") return { ...IMAGE_DEFAULT, command: [`/cnb/process/${type}`] };
  return IMAGE_DEFAULT;
}

/** The command of a cron task, a line of text; one that begins with a process type runs that type's command. */
export function taskCommand(app: App, text: string): StartCommand {
  const { words, wrong } = readTask(app, text);
  if (wrong === null && words.length > 0) return wrapped(app, words);
  return { ...IMAGE_DEFAULT, issues: [issue(ARGS, `app.json, cron task "${text}": it ${wrong ?? "has no command"}`)] };
}

function readTask(app: App, text: string): CommandLine {
  const [first = ""] = text.trim().split(/\s/, 1);
  const named = app.processes.find((process) => process.type === first)?.command ?? first;
  return read(app, "cron", runEnv(app), named + text.trim().slice(first.length));
}

const readStart = (app: App, type: string, text: string) =>
  read(app, type, envOf(app, podOptions(app, "deploy", type)), text);

function read(app: App, type: string, env: StringMap, text: string): CommandLine {
  return readCommandLine(text, (name) => found(app, type, env, name));
}

function found(app: App, type: string, env: StringMap, name: string): Value | null {
  const isSetByUs = name === "PORT" && portOf(app, type) !== null;
  if (isSetByUs || Object.hasOwn(env, name)) {
    const value = isSetByUs ? String(DEFAULT_PORT) : (env[name] ?? "");
    return { isEmpty: value === "", hasBlanks: /\s/.test(value), reference: `$(${name})` };
  }
  if (name !== "PORT" && name !== "PS") return null;
  return { isEmpty: false, hasBlanks: false, reference: name === "PORT" ? String(DEFAULT_PORT) : type };
}

/** What the app's commands need a shell for, where none reads them, in sentences: each deploy says it. */
export function shellRemarks(app: App): readonly string[] {
  const starts = app.processes.flatMap((process) => {
    const text = app.image.source === "pack" || app.image.source === "nixpacks" ? null : textOf(app, process);
    return text === null ? [] : remarks(process.type, text, readStart(app, process.type, text));
  });
  const tasks = app.cron.tasks.flatMap(({ command }) => remarks("cron", command, readTask(app, command)));
  return [...starts, ...tasks];
}

function remarks(type: string, text: string, line: CommandLine): readonly string[] {
  if (line.remarks.length === 0) return [];
  return [`${type}: no shell reads \`${text.trim()}\`: ${line.remarks.join("; ")}. For a shell: ${withShell(text)}`];
}
