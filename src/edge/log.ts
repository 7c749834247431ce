// Dokku's style: the prefixes that its own plugins print. Progress goes to stdout as Dokku's does, trouble to stderr.
import { AsyncLocalStorage } from "node:async_hooks";
import { cut } from "../core/words/columns.ts";
import { hasColours, inked } from "../core/words/ink.ts";
import { wrapMessage } from "../core/words/wrap.ts";

const quiet = () => Boolean(process.env.DOKKU_QUIET_OUTPUT);

interface Region {
  readonly title: string;
  readonly below: readonly string[];
  /** By the clock of `performance`. */
  readonly since: number;
}

/** What stands live at the end of the screen. */
let region: Region | null = null;
/** How many lines of it are on the screen, the last without a line end; none where something else was printed. */
let drawn = 0;
let ticker: NodeJS.Timeout | null = null;

/** Milliseconds after which its time is told anew. */
const TICK = 1_000;

function erase(): void {
  if (drawn > 0) process.stdout.write(`\r${drawn > 1 ? `\x1b[${drawn - 1}A` : ""}\x1b[J`);
  drawn = 0;
}

function draw(): void {
  if (region === null) return;
  erase();
  const { title, below, since } = region;
  const seconds = Math.floor((performance.now() - since) / 1000);
  const time = seconds > 0 ? ` ... ${seconds} s` : " ...";
  const width = terminalWidth();
  // A line that the terminal would break, or scroll away, could not be erased again.
  const first = cut(visible(`-----> ${title}`), width - time.length) + time;
  const rest = below.map((line) => cut(visible(`       ${line}`), width));
  const shown = [first, ...rest].slice(0, Math.max(1, (process.stdout.rows || 24) - 1));
  process.stdout.write(shown.join("\n"));
  drawn = shown.length;
}

/** Clears the live lines for good. */
export function endLive(): void {
  erase();
  region = null;
  if (ticker !== null) clearInterval(ticker);
  ticker = null;
}

/** What others wrote may hold what moves a terminal's cursor, or empties it: it is shown, not sent. */
function visible(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** The live lines come back with their next change. */
function write(stream: NodeJS.WriteStream, prefix: string, text: string): void {
  erase();
  const room = stream.isTTY ? (stream.columns || 80) - prefix.length : Infinity;
  const paint = hasColours(process.env, stream.isTTY === true) ? inked : String;
  // One arrow for each step, on however many lines it stands.
  const next = prefix.includes(">") ? " ".repeat(prefix.length) : prefix;
  const parts = text
    .split("\n")
    .flatMap((line) => wrapMessage(visible(line), room).map((part, at) => (at === 0 ? prefix : next) + part));
  for (const part of parts) stream.write(`${paint(part)}\n`);
}

/** `=====> text` */
export function header(text: string): void {
  endLive();
  if (!quiet()) write(process.stdout, "=====> ", text);
}

/** `-----> text` */
export function step(text: string): void {
  endLive();
  if (!quiet()) write(process.stdout, "-----> ", text);
}

/** Whether a person looks on. */
export const isWatched = () => !quiet() && process.stdout.isTTY === true;

/** Whether somebody sees live lines. */
export const isLive = () => isWatched() && process.env.TERM !== "dumb";

/** `-----> title ... 12 s` and the lines below it on a terminal, until the next step or header; nothing elsewhere. */
export function liveStep(title: string, below: readonly string[] = []): void {
  if (!isLive()) return;
  region = { title, below, since: region?.title === title ? region.since : performance.now() };
  ticker ??= setInterval(draw, TICK).unref();
  draw();
}

/** `       text` */
export function detail(text: string): void {
  if (!quiet()) write(process.stdout, "       ", text);
}

/** `       text` on stderr */
export function aside(text: string): void {
  write(process.stderr, "       ", text);
}

/** ` !     text` on stderr */
export function warn(text: string): void {
  const kept = gathering.getStore();
  if (kept === undefined) write(process.stderr, " !     ", text);
  else kept.lines.push(text);
}

interface Gathering {
  readonly lines: string[];
  readonly said: Set<string>;
}

const gathering = new AsyncLocalStorage<Gathering>();

const printed = new Set<string>();

/** One line for each, the first time: nobody may ever see those that are kept. */
export function warnOnce(lines: readonly string[]): void {
  const said = gathering.getStore()?.said ?? printed;
  const text = lines.join("\n");
  if (said.has(text)) return;
  said.add(text);
  for (const line of lines) warn(line);
}

/** What `work` warns of is not printed but given to `keep`, whatever becomes of the work. */
export async function gatherWarnings<T>(work: () => Promise<T>, keep: (lines: readonly string[]) => void): Promise<T> {
  const lines: string[] = [];
  try {
    return await gathering.run({ lines, said: new Set() }, work);
  } finally {
    keep(lines);
  }
}

/** Columns; a pipe has the 80 of an ordinary terminal. */
export const terminalWidth = () => process.stdout.columns || 80;

/** For what has to stay whole in a pipe, where a program may read it. */
export const tableWidth = () => (process.stdout.isTTY ? terminalWidth() : Infinity);

/** A line for a person that holds what others wrote; never silenced. */
export function tell(text: string): void {
  write(process.stdout, "", text);
}

/** Takes the place of all that a terminal shows, as far as it fits. */
export function screen(lines: readonly string[]): void {
  const { rows = 24 } = process.stdout;
  const columns = terminalWidth();
  const parts = lines.flatMap((line) => wrapMessage(visible(line), columns));
  const shown = parts.slice(0, rows - 1).map((line) => `${cut(line, columns)}\x1b[K\n`);
  process.stdout.write(`\x1b[H${shown.join("")}\x1b[J`);
}

/** Data somebody asked for: no prefix, never silenced. */
export function print(text: string): void {
  endLive();
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
