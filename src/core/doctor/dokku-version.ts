// The version of Dokku.
import { type Check, ok, unknown, wrong } from "./check.ts";
import type { SiteFacts } from "./facts.ts";

const OLDEST = 30;

export const dokkuVersion: Check<SiteFacts> = {
  name: "dokku",
  of: ({ dokku }) => {
    const [, minor] = /^v?0\.(\d+)/.exec(dokku ?? "") ?? [];
    if (dokku === null) return unknown("Dokku does not say its version");
    if (minor !== undefined && Number(minor) < OLDEST)
      return wrong(`Dokku ${dokku}: 0.${OLDEST} is the oldest`, "sudo dokku-update run");
    return ok(`Dokku ${dokku}`);
  },
};
