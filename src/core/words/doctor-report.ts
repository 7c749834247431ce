// What the doctor found, for a person.
import type { Found } from "../doctor/index.ts";

const TITLES = { server: "This server", cluster: "Cluster", app: "" } as const;

/** `default cluster` for one that has no name. */
export function titleOf({ about, name }: Pick<Found, "about" | "name">): string {
  return [TITLES[about], about === "cluster" ? (name ?? "of the default kubeconfig") : name].filter(Boolean).join(" ");
}

/** `warning  clock  ...`, broken at `width`, and the command that mends it, which stays whole to be pasted. */
export function findingLines(found: readonly Found[], width: number): readonly string[] {
  const wide = Math.max(...found.map(({ check }) => check.length));
  const margin = " ".repeat(VERDICT + wide + 4);
  return found.flatMap(({ verdict, check, why, mend }) => {
    const [first = "", ...rest] = broken(why, Math.max(MIN, width - margin.length));
    return [
      `${verdict.padEnd(VERDICT)}  ${check.padEnd(wide)}  ${first}`,
      ...rest.map((line) => margin + line),
      ...(mend === null ? [] : [`${margin}${mend}`]),
    ];
  });
}

const VERDICT = "unknown".length;
const MIN = 30;

/** Between words; one that is longer than a line stands on a line of its own. */
function broken(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
