// Dokku's hand: the prefixes its own plugins print. Progress goes to stdout as Dokku's does, trouble to stderr.

const quiet = () => Boolean(process.env.DOKKU_QUIET_OUTPUT);

// The live line of a running step, without a line end yet.
let live = false;

/** Takes the live line away, so that something else can be printed in its place. */
export function endLine(): void {
  if (live) process.stdout.write("\r\x1b[K");
  live = false;
}

function write(stream: NodeJS.WriteStream, prefix: string, text: string): void {
  endLine();
  for (const line of text.split("\n")) stream.write(`${prefix}${line}\n`);
}

/** `=====> text` */
export function header(text: string): void {
  if (!quiet()) write(process.stdout, "=====> ", text);
}

/** `-----> text` */
export function step(text: string): void {
  if (!quiet()) write(process.stdout, "-----> ", text);
}

/** `-----> text ...` on a terminal, until the next line is printed; nothing elsewhere. */
export function liveStep(text: string): void {
  if (quiet() || !process.stdout.isTTY) return;
  endLine();
  process.stdout.write(`-----> ${text} ...`);
  live = true;
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
  write(process.stderr, " !     ", text);
}

/** Data somebody asked for: no prefix, never silenced. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
