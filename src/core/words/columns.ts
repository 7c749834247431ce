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
