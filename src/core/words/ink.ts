// Colours of what people read on a terminal: what is new, gone, changed or wrong.

const [RED, GREEN, YELLOW] = [31, 32, 33];

/** Of the first word of a line. */
const INKS: ReadonlyMap<string, number> = new Map([
  ["!", RED],
  ["-", RED],
  ["wrong", RED],
  ["~", YELLOW],
  ["warning", YELLOW],
  ["unknown", YELLOW],
  ["+", GREEN],
  ["ok", GREEN],
]);

/** A line with its first word in colour, where that has one. */
export function inked(line: string): string {
  const [, blanks = "", word = ""] = /^( *)(\S+)(?= )/.exec(line) ?? [];
  const ink = INKS.get(word);
  return ink === undefined ? line : blanks + painted(word, ink) + line.slice(blanks.length + word.length);
}

export const painted = (text: string, ink: number) => `\x1b[${ink}m${text}\x1b[0m`;

/** By no-color.org and force-color.org, of which the second wins. Dokku sets FORCE_TTY where its own output is a terminal. */
export function hasColours(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const { FORCE_COLOR, FORCE_TTY, NO_COLOR, TERM } = env;
  if (FORCE_COLOR) return !["0", "false"].includes(FORCE_COLOR);
  if (NO_COLOR) return false;
  return (isTerminal && TERM !== "dumb") || Boolean(FORCE_TTY);
}
