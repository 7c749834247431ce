// What went wrong is told on stderr as it happens, with the time of day; the figures only count it.
export function tell(line: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
}
