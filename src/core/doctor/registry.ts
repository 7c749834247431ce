// The registry between Dokku and the cluster.
import { age } from "../words/age.ts";
import { type Check, type Finding, ok, warning } from "./check.ts";
import type { AppFacts } from "./facts.ts";

/** Milliseconds that a login to Amazon's registry lasts. */
const ECR = 12 * 3_600_000;

export const registry: Check<AppFacts> = {
  name: "registry",
  of: ({ name, registry, now }) => {
    const { server, repository, pushes } = registry;
    if (server === "" && repository === "")
      return warning(
        "none is set: no node can pull what Dokku builds",
        `dokku registry:set ${name} server REGISTRY && dokku registry:set ${name} push-on-release true`,
      );
    const push = pushes
      ? []
      : warning("Dokku does not push its images", `dokku registry:set ${name} push-on-release true`);
    return [...push, ...loginFinding(server || "docker.io", registry, now)];
  },
};

function loginFinding(server: string, { login, written }: AppFacts["registry"], now: number): readonly Finding[] {
  const again = `dokku registry:login ${server.replace(/\/$/, "")} USER`;
  if (login === "helper") return ok(`${server}, whose password a credential helper of docker gives`);
  if (login === "none") return warning(`${server}: Dokku is not logged in there`, again);
  const since = now - (written ?? now);
  if (!/\.dkr\.ecr(-fips)?\.[\w-]+\.amazonaws\.com/.test(server)) return ok(`${server}, with a login`);
  const says = `${server}: a login to ECR lasts 12 hours, this one was written ${age(since)} ago`;
  return since > ECR ? warning(says, again) : ok(says);
}
