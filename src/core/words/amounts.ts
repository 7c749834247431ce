// CPUs and bytes as people read them.

export const cpus = (amount: number) => (amount >= 10 ? `${Math.round(amount)}` : `${Math.round(amount * 1000)}m`);

export function bytes(amount: number): string {
  const mebibytes = amount / 1024 ** 2;
  return mebibytes >= 10_240 ? `${Math.round(mebibytes / 1024)}Gi` : `${Math.round(mebibytes)}Mi`;
}
