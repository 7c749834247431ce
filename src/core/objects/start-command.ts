// What a container starts, depending on how its image was built.
import { literal, splitWords } from "../dokku/words.ts";
import type { App, Process, SourceType } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { issue } from "./definition.ts";
import { DEFAULT_PORT, portOf } from "./ports.ts";

/** Null for the image's own ENTRYPOINT or CMD. */
export interface StartCommand {
  readonly command: readonly string[] | null;
  readonly args: readonly string[] | null;
  readonly issues: readonly Issue[];
}

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
  const own = splitWords(process.command ?? "", (name) => reference(app, process.type, name)) ?? [];
  return { ...wrapped(app, [...own, ...rest.map(literal)]), process };
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
  const args = splitWords(text, (name) => reference(app, process.type, name));
  if (args === null) {
    const message = `start command of process type "${process.type}" has an unclosed quote or brace: ${text}`;
    return { ...IMAGE_DEFAULT, issues: [issue("/spec/template/spec/containers/0/args", message)] };
  }
  return { ...IMAGE_DEFAULT, args };
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

/**
 * A command that runs once and ends, as a line of text; one that begins with a process type runs that type's command.
 * Null when a quote or brace is never closed.
 */
export function taskCommand(app: App, type: string, text: string): Pick<StartCommand, "command" | "args"> | null {
  const [first = ""] = text.trim().split(/\s/, 1);
  const named = app.processes.find((process) => process.type === first)?.command ?? first;
  const words = splitWords(named + text.trim().slice(first.length), (name) => reference(app, type, name));
  if (words === null) return null;
  return wrapped(app, words);
}

/** The kubelet expands `$(NAME)` from the container's env, so no value of the env is ever in a manifest. */
function reference(app: App, type: string, name: string): string {
  if (Object.hasOwn(app.env, name)) return `$(${name})`;
  if (name === "PORT") return portOf(app, type) === null ? String(DEFAULT_PORT) : "$(PORT)";
  return name === "PS" ? type : "";
}
