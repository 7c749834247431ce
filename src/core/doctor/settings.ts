// What Dokku was told for the app and Kubernetes does not do.
import { type Check, type Finding, orOk } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const settings: Check<AppFacts> = {
  name: "settings",
  of: ({ app, leftOut }) => {
    if (app === null) return [];
    return orOk(
      leftOut.map((why): Finding => ({ verdict: "warning", why, mend: null })),
      "each has its effect",
    );
  },
};
