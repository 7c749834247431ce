// The one door to uvu. On its own uvu passes silently when a hook throws, when `.run()` is forgotten, when a test never ends,
// and it leaks tests of its shared `test` into the next file: here there are no hooks, and every test that is named must end.
import { suite as createSuite } from "uvu";

export type Tests = Readonly<Record<string, () => void | Promise<void>>>;

let unfinished = 0;

process.once("exit", () => {
  if (unfinished === 0) return;
  console.error(`${unfinished} tests never ended`);
  process.exitCode = 1;
});

export function suite(name: string, tests: Tests): void {
  const titles = Object.entries(tests);
  if (titles.length === 0) throw new Error(`suite "${name}" has no tests`);
  const test = createSuite(name);
  for (const [title, run] of titles) {
    unfinished += 1;
    test(title, async () => {
      try {
        await run();
      } finally {
        unfinished -= 1;
      }
    });
  }
  test.run();
}

/** One test per row, named by its first column. */
export function table<Row extends readonly [title: string, ...rest: unknown[]]>(
  rows: readonly Row[],
  run: (...row: Row) => void | Promise<void>,
): Tests {
  const tests = Object.fromEntries(rows.map((row) => [row[0], () => run(...row)]));
  if (Object.keys(tests).length !== rows.length) throw new Error("two rows of a table have the same title");
  return tests;
}
