// Chance that can be had again: the same seed makes the same choices.

export interface Random {
  /** From 0 up to, and without, `end`. */
  readonly below: (end: number) => number;
  /** True once in `times`. */
  readonly once: (times: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** As many as it happens to be. */
  readonly some: <T>(most: number, make: () => T) => readonly T[];
}

export function randomOf(seed: number): Random {
  // mulberry32; the first step spreads seeds that follow each other.
  let state = Math.imul(seed, 0x9e3779b1);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    once: (times) => below(times) === 0,
    pick: (list) => {
      if (list.length === 0) throw new Error("there is nothing to pick from");
      return list[below(list.length)] as (typeof list)[number];
    },
    some: (most, make) => Array.from({ length: below(most + 1) }, make),
  };
}
