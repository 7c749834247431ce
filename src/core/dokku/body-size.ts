// The property `ingress-body-size`: how much a request may carry, in Kubernetes' words for an amount of memory.

const UNITS: Readonly<Record<string, number>> = {
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
};

/** Bytes; null when the text is not of that form. */
export function readSize(text: string): number | null {
  const { amount, unit = "" } = /^(?<amount>[1-9]\d{0,5})(?<unit>[kMG]|[KMG]i)$/.exec(text)?.groups ?? {};
  return amount === undefined ? null : Number(amount) * (UNITS[unit] ?? 1);
}
