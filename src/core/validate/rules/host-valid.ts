// Hosts of an Ingress: Dokku takes domains that Kubernetes does not.
import { at, list, pointer } from "../../model/read.ts";
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

function whyNot(host: string): string | null {
  if (host.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  return FORM.test(host) ? null : (CAUSES.find(([holds]) => holds.test(host))?.[1] ?? "");
}

export const hostValid: Rule = (manifests, { name, otherRoutes }) =>
  manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Ingress") return [];
    return list(at(manifest.object, "spec", "rules")).flatMap((rule, index) => {
      const host = at(rule, "host");
      const why = typeof host === "string" ? whyNot(host) : null;
      if (why === null) return [];
      const owner = otherRoutes.find((route) => route.host === host)?.app ?? name;
      const says = `"${host}" is not a valid host name: ${why}; remove it with: dokku domains:remove ${owner} ${host}`;
      return [error(manifest, pointer("spec", "rules", index, "host"), says)];
    });
  });
