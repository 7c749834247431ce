// Times of several ways to do the same, taken in turns so that what else the machine does falls on all of them.

/** By key: a value, or one of each round, whose median it is. */
export type Figures = Readonly<Record<string, number | readonly number[]>>;

export function median(values: readonly number[]): number {
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
 * The seconds of each way, round by round. A way answers with its seconds; what it prepares before it starts its clock does not count.
 * One unmeasured round warms all of them up.
 */
export function timesOf(rounds: number, ...ways: readonly (() => number)[]): readonly (readonly number[])[] {
  const times = ways.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const time = way();
      if (round > 0) times[index]?.push(time);
    }
  }
  return times;
}

/** Median seconds of each way. */
export function medians(rounds: number, ...ways: readonly (() => number)[]): number[] {
  return timesOf(rounds, ...ways).map(median);
}

/** What one way takes of the other's time in the same round: what else the machine does falls on both. */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): readonly number[] {
  return ours.map((time, round) => time / (theirs[round] ?? Number.NaN));
}
