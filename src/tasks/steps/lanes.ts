// Work on many apps: some at once, for what is asked of Dokku is cheaper together, and not all, for a machine has few cores.

interface Width {
  /** Items of one batch. */
  readonly atOnce: number;
  /** Batches at once. */
  readonly lanes: number;
}

/** What `work` makes of each item, in their order. */
export async function inLanes<T, R>(
  items: readonly T[],
  { atOnce, lanes }: Width,
  work: (batch: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly R[]> {
  const starts = Array.from({ length: Math.ceil(items.length / atOnce) }, (_, index) => index * atOnce);
  const todo = starts.values();
  const made = new Map<number, readonly R[]>();
  const lane = async () => {
    for (const start of todo) made.set(start, await work(items.slice(start, start + atOnce)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return starts.flatMap((start) => made.get(start) ?? []);
}
