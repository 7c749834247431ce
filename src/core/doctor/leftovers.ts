// What apps have left in places where they no longer run.
import { type Check, ok, warning } from "./check.ts";
import type { SiteFacts } from "./facts.ts";

/** Apps that are named. */
const NAMED = 5;

export const leftovers: Check<SiteFacts> = {
  name: "leftovers",
  of: ({ leftovers }) => {
    if (leftovers.length === 0) return ok("none");
    const more = leftovers.length > NAMED ? ` and ${leftovers.length - NAMED} more` : "";
    const named = leftovers.slice(0, NAMED).join(", ");
    return warning(`in former places, of ${named}${more}`, "dokku scheduler-kubernetes:cleanup");
  },
};
