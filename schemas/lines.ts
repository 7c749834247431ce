// A line of the files that schema-set.ts reads.
import type { Kind, Schema } from "../src/core/validate/schema-set.ts";

/** `minor` is the one since which it is so, 0 where all have it alike; null is gone. */
export function lineOf(name: string, minor: number, value: Kind | Schema | null): string {
  return [name, minor, value === null ? "" : JSON.stringify(value)].join("\t");
}
