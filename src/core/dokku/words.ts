// Splits text into words: a line as a shell would, and a list at its commas.
import { joinParts, readLine } from "./shell-line.ts";

export function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Words at blanks, with quotes and backslashes; a `$` is a letter. Null when a quote stays open. */
export function splitWords(line: string): readonly string[] | null {
  const { parts, wrong } = readLine(line, "literal");
  return wrong === null ? joinParts(parts).map(({ text }) => text) : null;
}

/** Without the `char`s that it ends with; the first character stays. */
export function withoutEnd(text: string, char: string): string {
  let end = text.length;
  while (end > 1 && text[end - 1] === char) end--;
  return text.slice(0, end);
}
