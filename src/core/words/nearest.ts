// The known word that a mistyped one most likely means.

/** `, did you mean set?`; empty when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === null ? "" : `, did you mean ${found}?`;
}

/** `the app has no process type wroker, did you mean worker? It has: web, worker`; a semicolon stands for the question where no known word is near. */
export function noneSuch(says: string, word: string, known: readonly string[], has: string, all = known): string {
  const near = known.includes(word) ? "" : didYouMean(word, known);
  const list = `${has}: ${all.join(", ")}`;
  return near === "" ? `${says}; ${list}` : `${says}${near} ${list.charAt(0).toUpperCase()}${list.slice(1)}`;
}

/** Of an app that has others. */
export const noProcessType = (type: string, types: readonly string[]) =>
  noneSuch(`the app has no process type ${type}`, type, types, "it has");

/** Null when none can be reached by changing a third of the word or less. */
export function nearest(word: string, known: readonly string[]): string | null {
  const [first] = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  return first !== undefined && first.distance <= Math.max(1, Math.floor(word.length / 3)) ? first.candidate : null;
}

/** How many letters have to be put in, taken out, replaced or swapped with their neighbour. */
function distance(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swapped =
        from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      const replaced = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(swapped, replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    [before, row] = [row, next];
  }
  return row[to.length] as number;
}
