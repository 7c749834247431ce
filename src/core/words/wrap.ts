// Text in the width of a terminal, which itself would break it anywhere.

/** Lines of words with one blank between them; a word that is wider than a line has one of its own. Lines but the first begin with `indent`. */
export function wrap(words: readonly string[], width: number, indent = ""): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines;
}

/** Paragraphs of lines: those that begin with a blank, and empty ones, keep to themselves. */
export function wrapText(lines: readonly string[], width: number): readonly string[] {
  const paragraphs: string[] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    const joins = last !== undefined && last !== "" && !last.startsWith(" ") && /^[^ ]/.test(line) && !/:$/.test(last);
    if (joins) paragraphs[paragraphs.length - 1] = `${last} ${line}`;
    else paragraphs.push(line);
  }
  return paragraphs.flatMap((text) => {
    const indent = /^ */.exec(text)?.[0] ?? "";
    const [first = "", ...rest] = text.trimStart().split(" ");
    return wrap([indent + first, ...rest], width, indent);
  });
}

/** A word, or what a person pastes: from its first word to a comma or semicolon, or the end. */
const UNIT =
  /(?:(?:sudo )?dokku(?: --\S+)* (?:[a-z-]+:[a-z-]+|run|enter|logs)|sudo |git push |kubectl |ssh -).*?(?:[,;](?= )|$)|\S+/g;

/** What nobody pastes: a usage, in which an option has its value beside it. */
const USAGE = /\[[^\]]*\]|\S+/g;

/** A line of a message, broken between words; a command in it stays whole, wherever that ends. */
export function wrapMessage(line: string, width: number): readonly string[] {
  // What has columns of its own is none.
  if (line.length <= width || /\S {2,}\S/.test(line)) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const [first = "", ...rest] = line.match(/^ *usage:/.test(line) ? USAGE : UNIT) ?? [];
  return wrap([indent + first, ...rest], width, `${indent}  `);
}

/** A command in lines that are pasted together. */
export function wrapCommand(command: string, width: number, indent: string): readonly string[] {
  const [first = "", ...rest] = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const lines = wrap([indent + first, ...rest], width - " \\".length, `${indent}    `);
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line));
}

const SHORTEST = 24;

/** Two columns, the second with its text below one another; below the first column where a terminal has no room beside it. */
export function twoColumns(
  rows: readonly (readonly [left: string, right: string])[],
  width: number,
  indent = "    ",
): readonly string[] {
  const left = Math.max(...rows.map(([cell]) => cell.length)) + 2;
  const isNarrow = width - indent.length - left < SHORTEST;
  const hanging = indent + " ".repeat(isNarrow ? 4 : left);
  return rows.flatMap(([cell, text]) => {
    const [first = "", ...others] = wrap(text.split(" "), width - hanging.length);
    return isNarrow
      ? [indent + cell, hanging + first, ...others.map((line) => hanging + line)]
      : [(indent + cell.padEnd(left) + first).trimEnd(), ...others.map((line) => hanging + line)];
  });
}
