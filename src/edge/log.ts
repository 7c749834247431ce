// Dokku's hand: the prefixes its own plugins print. Progress goes to stdout as Dokku's does, trouble to stderr.

const write = (stream: NodeJS.WriteStream, prefix: string, text: string) => {
  for (const line of text.split("\n")) stream.write(`${prefix}${line}\n`);
};

const quiet = () => Boolean(process.env.DOKKU_QUIET_OUTPUT);

/** `=====> text` */
export function header(text: string): void {
  if (!quiet()) write(process.stdout, "=====> ", text);
}

/** `-----> text` */
export function step(text: string): void {
  if (!quiet()) write(process.stdout, "-----> ", text);
}

/** `       text` */
export function detail(text: string): void {
  if (!quiet()) write(process.stdout, "       ", text);
}

/** ` !     text` on stderr */
export function warn(text: string): void {
  write(process.stderr, " !     ", text);
}

/** Data somebody asked for: no prefix, never silenced. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}
