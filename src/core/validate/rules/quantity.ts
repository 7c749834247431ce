// Kubernetes' quantities as numbers.

const POWERS: Readonly<Record<string, number>> = { n: -3, u: -2, m: -1, k: 1, K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };

/** Devices and huge pages: whole ones, of which as many are requested as the limit allows. */
export const isIndivisible = (resource: string) => resource.includes("/") || resource.startsWith("hugepages-");

/** NaN for anything else, which is neither more nor less. */
export function quantity(text: unknown): number {
  const [, number, unit = "", binary] = /^([\d.eE+-]+?)([numkKMGTPE]?)(i?)$/.exec(String(text)) ?? [];
  // 700m is 0.7, which 700 * 1000 ** -1 is not.
  return Number((Number(number) * (binary === "i" ? 1024 : 1000) ** (POWERS[unit] ?? 0)).toPrecision(15));
}
