// Times of several ways to do the same, taken in turns so that what else the machine does falls on all of them.

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Seconds that `work` takes. */
export function seconds(work: () => void): number {
  const begin = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

/**
 * Median seconds of each way. A way answers with its seconds; what it prepares before it starts its clock does not count.
 * One unmeasured round warms all of them up.
 */
export function medians(rounds: number, ...ways: readonly (() => number)[]): number[] {
  const times = ways.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const time = way();
      if (round > 0) times[index]?.push(time);
    }
  }
  return times.map(median);
}

/** Median of the first way / median of the second. */
export function ratio(rounds: number, ours: () => number, theirs: () => number): number {
  const [first = Number.NaN, second = Number.NaN] = medians(rounds, ours, theirs);
  return first / second;
}
