// The memory of this server.
import { readText } from "./files.ts";

/** MB that programs can still have without swapping, as the kernel estimates it; null where it does not. */
export async function availableMemory(): Promise<number | null> {
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec((await readText("/proc/meminfo")) ?? "")?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
