// kubectl and kubedog: there, running, and what was installed.
import { type Check, type Finding, ok, wrong } from "./check.ts";
import type { Program, SiteFacts } from "./facts.ts";

const INSTALL = "sudo dokku plugin:install-dependencies";

export const programs: Check<SiteFacts> = { name: "programs", of: ({ programs }) => programs.flatMap(findingsOf) };

function findingsOf({ name, path, version, sums }: Program): readonly Finding[] {
  if (path === null) return wrong(`there is no ${name}`, INSTALL);
  if (version === null) return wrong(`${path} does not run`, `sudo rm ${path} && ${INSTALL}`);
  if (sums !== null && sums.installed !== sums.now)
    return wrong(
      `${path} is not what was installed: its SHA-256 is ${sums.now}, it was ${sums.installed}`,
      `sudo rm ${path} && ${INSTALL}`,
    );
  return ok(`${name} ${version} at ${path}${sums === null ? "" : ", as it was installed"}`);
}
