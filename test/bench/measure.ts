// Times of two ways to do the same, taken in turns so that what else the machine does falls on both.

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

export interface Comparison {
  readonly ratio: number;
  /** Median seconds of the first way. */
  readonly ours: number;
}

/** Each way answers with its seconds; what it prepares before it starts its clock does not count. One unmeasured round warms both up. */
export function compare(rounds: number, ours: () => number, theirs: () => number): Comparison {
  const first: number[] = [];
  const second: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = [ours(), theirs()] as const;
    if (round === 0) continue;
    first.push(pair[0]);
    second.push(pair[1]);
  }
  return { ratio: median(first) / median(second), ours: median(first) };
}
