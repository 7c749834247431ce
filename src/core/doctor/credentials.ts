// What the kubeconfig says who we are by: a program, a client certificate, a token.
import { type Check, DAY, type Finding, ok, orOk, warning, wrong } from "./check.ts";
import type { ClusterFacts } from "./facts.ts";

/** Days. */
const SOON = 14;

export const credentials: Check<ClusterFacts> = {
  name: "credentials",
  of: ({ unusable, plugin, certificateEnds, tokenEnds, kubeconfig, now }) => {
    if (unusable !== null) return [];
    const renew = `put a new one into ${kubeconfig}`;
    const found = [
      ...(plugin === null ? [] : pluginFinding(plugin)),
      ...(certificateEnds === null ? [] : endOf("the client certificate", certificateEnds, now, renew, SOON)),
      // A token that is made for an hour is made again by whoever made it.
      ...(tokenEnds === null ? [] : endOf("the token", tokenEnds, now, renew, 0)),
    ];
    return orOk(found, "nothing in it says when it ends");
  },
};

function pluginFinding({ command, path }: NonNullable<ClusterFacts["plugin"]>): readonly Finding[] {
  if (path !== null) return ok(`${command} is ${path}`);
  return wrong(
    `the kubeconfig gets its credentials from ${command}, which is not on PATH of the dokku user`,
    `sudo ln -s "$(command -v ${command})" /usr/local/bin/`,
  );
}

function endOf(what: string, ends: string, now: number, renew: string, soon: number): readonly Finding[] {
  const days = (Date.parse(ends) - now) / DAY;
  const when = ends.slice(0, 10);
  if (days < 0) return wrong(`${what} expired at ${ends}: ${renew}`);
  if (days < soon) return warning(`${what} expires in ${Math.floor(days)} days, on ${when}: ${renew}`);
  return ok(`${what} is valid until ${days < 2 ? ends : when}`);
}
