// What a terminal was told, as an asciicast v2, and its last screens as SVG. The demo prints lines with colours and nothing else that moves.

export const COLUMNS = 100;
export const ROWS = 30;
const SCREENS = 2;

export interface Event {
  /** Seconds since the beginning. */
  readonly time: number;
  readonly text: string;
}

export const castOf = (events: readonly Event[]): string =>
  [
    { version: 2, width: COLUMNS, height: ROWS, idle_time_limit: 2, title: "dokku-scheduler-kubernetes" },
    ...events.map(({ time, text }) => [Math.round(time * 1e6) / 1e6, "o", text]),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");

/** The styles of test/demo/show.bash, by the number in their escape sequence. */
const STYLES: Readonly<Record<string, string>> = {
  "1": 'font-weight="700"',
  "2": 'fill="#9198a1"',
  "31": 'fill="#ff7b72"',
  "32": 'fill="#7ee787"',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what begins a colour
const COLOUR = /\x1b\[(\d*)m/;

/** What stays on a line is what was written behind its last carriage return; a long one goes on below. */
function rowsOf(text: string): readonly string[] {
  return text
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => line.slice(line.lastIndexOf("\r") + 1))
    .flatMap((line) => (COLOUR.test(line) ? [line] : (line.match(new RegExp(`.{1,${COLUMNS}}`, "gu")) ?? [""])));
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Text, the number of a colour, text, ... */
const spans = (line: string) =>
  line
    .split(new RegExp(COLOUR, "g"))
    .map((part, index, all) => ({ text: part, style: STYLES[all[index - 1] ?? ""] ?? "", isText: index % 2 === 0 }))
    .filter(({ text, isText }) => isText && text !== "")
    .map(({ text, style }) => `<tspan ${style}>${escaped(text)}</tspan>`.replace("<tspan >", "<tspan>"))
    .join("");

export function pictureOf(text: string): string {
  const rows = rowsOf(text.trimEnd()).slice(-SCREENS * ROWS);
  const [width, height] = [COLUMNS * 7.8 + 32, rows.length * 18 + 32];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, monospace" font-size="13" xml:space="preserve">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...rows.map((row, index) => `<text x="16" y="${index * 18 + 30}" fill="#f0f6fc">${spans(row)}</text>`),
    "</svg>",
    "",
  ].join("\n");
}
