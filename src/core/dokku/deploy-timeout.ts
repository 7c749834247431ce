// The property `deploy-timeout`: how long the pods of a process type may take to be ready, for all types and for single ones.

const SECONDS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };
const ENTRY = /^(?:(?<type>[A-Za-z0-9_-]{1,63})=)?(?<amount>[1-9]\d{0,5})(?<unit>[smh]?)$/;

/** Process type -> seconds, those of all others under `null`. The text is `10m,worker=1h`; null when it is not of that form. */
export function readTimeouts(text: string): ReadonlyMap<string | null, number> | null {
  const timeouts = new Map<string | null, number>();
  for (const entry of text.split(",")) {
    const { type = null, amount, unit = "" } = ENTRY.exec(entry)?.groups ?? {};
    if (amount === undefined || timeouts.has(type)) return null;
    timeouts.set(type, Number(amount) * (SECONDS[unit] ?? 1));
  }
  return timeouts;
}

/** Seconds of `90`, `90s`, `5m` or `1h`; null when the text is not of that form. */
export function readDuration(text: string): number | null {
  return text.includes("=") || text.includes(",") ? null : (readTimeouts(text)?.get(null) ?? null);
}

/** Seconds; null when unset. */
export function deployTimeout(text: string, type: string): number | null {
  const timeouts = readTimeouts(text);
  return timeouts?.get(type) ?? timeouts?.get(null) ?? null;
}
