// Dokku's style: the prefixes that its own plugins print. Progress goes to stdout as Dokku's does, trouble to stderr.
import { AsyncLocalStorage } from "node:async_hooks";

const quiet = () => Boolean(process.env.DOKKU_QUIET_OUTPUT);

// How many live lines of a running step are shown, the last of them without a line end yet.
let live = 0;

/** Clears the live lines, so that something else can be printed instead. */
export function endLine(): void {
  if (live > 0) process.stdout.write(`\r${live > 1 ? `\x1b[${live - 1}A` : ""}\x1b[J`);
  live = 0;
}

/** What others wrote may hold what moves a terminal's cursor, or empties it: it is shown, not sent. */
function visible(text: string): string {
  return text.replace(/(?!\t)\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function write(stream: NodeJS.WriteStream, prefix: string, text: string): void {
  endLine();
  for (const line of text.split("\n")) stream.write(`${prefix}${visible(line)}\n`);
}

/** `=====> text` */
export function header(text: string): void {
  if (!quiet()) write(process.stdout, "=====> ", text);
}

/** `-----> text` */
export function step(text: string): void {
  if (!quiet()) write(process.stdout, "-----> ", text);
}

/** Whether somebody sees live lines. */
export const isLive = () => !quiet() && process.stdout.isTTY === true;

/** `-----> text ...` and the lines below it on a terminal, until the next line is printed; nothing elsewhere. */
export function liveStep(text: string, below: readonly string[] = []): void {
  if (!isLive()) return;
  endLine();
  process.stdout.write([`-----> ${text} ...`, ...below.map((line) => `       ${line}`)].map(visible).join("\n"));
  live = 1 + below.length;
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
  const shown = lines.slice(0, rows - 1).map((line) => `${visible(line).slice(0, columns)}\x1b[K\n`);
  process.stdout.write(`\x1b[H${shown.join("")}\x1b[J`);
}

/** Data somebody asked for: no prefix, never silenced. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
