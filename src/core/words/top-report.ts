// How the use of an app's containers is printed, in the width of a terminal.
import type { Amounts, ContainerUse } from "../status/top.ts";
import { bytes, cpus } from "./amounts.ts";
import { columnsWithin } from "./columns.ts";

export function topLines(uses: readonly ContainerUse[], width: number): readonly string[] {
  const head = ["PROCESS", "CPU", "REQUEST", "LIMIT", "MEMORY", "REQUEST", "LIMIT", "CONTAINER"];
  const rows = uses.map(({ process, cpu, memory, container }) => [
    process,
    ...amounts(cpu, cpus),
    ...amounts(memory, bytes),
    container,
  ]);
  return columnsWithin([head, ...rows], width);
}

/** `60Mi 94%` of the limit where there is one. */
function amounts({ now, request, limit }: Amounts, words: (amount: number) => string): readonly string[] {
  const cell = (amount: number | null) => (amount === null ? "-" : words(amount));
  const share = now === null || limit === null || limit === 0 ? "" : ` ${Math.round((now / limit) * 100)}%`;
  return [`${cell(now)}${share}`, cell(request), cell(limit)];
}
