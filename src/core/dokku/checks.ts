// For which process types Dokku's checks are off: `checks:disable` and `checks:skip`.
import { commaList } from "./words.ts";

/** `disabled`: old pods stop before new ones start. `skipped`: new pods count as ready as soon as they run. */
export type Checks = "enabled" | "skipped" | "disabled";

/** Process types separated by commas, or `_all_`; empty for none. */
export interface ChecksOff {
  readonly disabled: string;
  readonly skipped: string;
}

export function checksOf({ disabled, skipped }: ChecksOff, type: string): Checks {
  if (names(disabled, type)) return "disabled";
  return names(skipped, type) ? "skipped" : "enabled";
}

function names(list: string, type: string): boolean {
  return list === "_all_" || commaList(list).includes(type);
}
