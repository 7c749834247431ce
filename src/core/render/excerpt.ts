// The line of a template that is meant, with its neighbours, as compilers show it.
import type { Position } from "../model/manifest.ts";

/** Lines before and after. */
const AROUND = 1;
/** Characters of a line. */
const WIDTH = 100;

/** `deployment.yaml.hbs:12`, without a line where nobody can tell. */
export function placeOf({ path, line }: Position): string {
  return line === null ? path : `${path}:${line}`;
}

/** Nothing where no line is known. */
export function excerpt({ text, line }: Position): readonly string[] {
  if (line === null) return [];
  const lines = text.split("\n");
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index;
    const shown = (lines[number - 1] ?? "").slice(0, WIDTH);
    return `${number === line ? ">" : " "} ${String(number).padStart(String(last).length)} | ${shown}`.trimEnd();
  });
}
