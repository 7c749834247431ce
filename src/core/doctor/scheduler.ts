// Whether the app is one of this plugin's.
import { type Check, ok, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const scheduler: Check<AppFacts> = {
  name: "scheduler",
  of: ({ name, scheduler }) =>
    scheduler === "kubernetes"
      ? ok("kubernetes")
      : wrong(`${scheduler} runs the app, not kubernetes`, `dokku scheduler:set ${name} selected kubernetes`),
};
