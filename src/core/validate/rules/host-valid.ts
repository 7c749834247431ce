// Hosts of an Ingress: Dokku takes domains that Kubernetes does not.
import { isAddress } from "../../dokku/words.ts";
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const FORM = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Why a host does not have that form: the first that holds. */
const CAUSES: readonly (readonly [holds: RegExp, why: string])[] = [
  [/[^-a-z0-9.*]/, "it may have letters, digits, - and . only"],
  [/^\.|\.\.|\.$|^$/, "there has to be something before and after each dot"],
  [/\*/, "a * may only stand for its whole first part, as in *.example.com"],
  [/(^|\.)-|-(\.|$)/, "none of its parts between dots may begin or end with -"],
];

const LONGEST = 253;

/** An empty host of a rule is every host, and those of certificates may be addresses. */
const PLACES: readonly (readonly [path: string, whyNot: (host: string) => string | null])[] = [
  ["spec.rules.*.host", (host) => (isAddress(host) ? "it is an address" : host === "" ? null : whyNot(host))],
  ["spec.tls.*.hosts.*", whyNot],
];

function whyNot(host: string): string | null {
  if (host.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  return FORM.test(host) ? null : (CAUSES.find(([holds]) => holds.test(host))?.[1] ?? "");
}

export const hostValid: Rule = (manifests, { name, otherRoutes }) =>
  manifests.flatMap((manifest) => {
    const seen = new Set<string>();
    return PLACES.flatMap(([place, judge]) =>
      found(manifest, "kind Ingress", place).flatMap(({ path, value: host }) => {
        const why = typeof host !== "string" || seen.has(host) ? null : judge(host);
        if (typeof host !== "string" || why === null) return [];
        seen.add(host);
        const owner = otherRoutes.find((route) => route.host === host)?.app ?? name;
        const says = `"${host}" is not a valid host name: ${why}; remove it with: dokku domains:remove ${owner} ${host}`;
        return [error(manifest, path, says)];
      }),
    );
  });
