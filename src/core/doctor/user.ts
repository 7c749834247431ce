// Dokku's own user runs everything.
import { type Check, ok, warning } from "./check.ts";
import type { SiteFacts } from "./facts.ts";

export const user: Check<SiteFacts> = {
  name: "user",
  of: ({ user, dokkuUser }) =>
    user === dokkuUser
      ? ok(`everything runs as ${user}`)
      : warning(`this runs as ${user}, a deploy as ${dokkuUser}: files and rights may differ`),
};
