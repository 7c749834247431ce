// A table for a person.

/** Lines of cells, each column as wide as its widest cell, two blanks between them. The last cell of a row is as it is. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(width(column))))
      .join("  ")
      .trimEnd(),
  );
}

export const SHORTEST = 16;

const lastOf = (rows: readonly (readonly string[])[]) => Math.max(0, ...rows.map((row) => row.length - 1));

/** The same in the width of a terminal, so that no row is broken: one column, whose cells are long, the last unless said otherwise, is shortened, and what is wider still is cut. */
export function columnsWithin(
  rows: readonly (readonly string[])[],
  width: number,
  long = lastOf(rows),
): readonly string[] {
  const widest = Math.max(...rows.map((row) => row[long]?.length ?? 0));
  const over = Math.max(...columns(rows).map((line) => line.length)) - width;
  const room = Math.max(SHORTEST, widest - Math.max(0, over));
  const fitted = rows.map((row) => row.map((cell, column) => (column === long ? shortened(cell, room) : cell)));
  return columns(fitted).map((line) => cut(line, width));
}

export const cut = (line: string, width: number) =>
  line.length > width ? `${line.slice(0, Math.max(1, width - 1))}…` : line;

/** In the middle: an image is known by its beginning and by its tag. */
export function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  const end = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${text.slice(text.length - end)}`;
}
