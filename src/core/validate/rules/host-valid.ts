// Hosts of an Ingress: Dokku takes domains that Kubernetes does not.
import { at, list, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

const FORM = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

export const hostValid: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Ingress") return [];
    return list(at(manifest.object, "spec", "rules")).flatMap((rule, index) => {
      const host = at(rule, "host");
      if (typeof host !== "string" || (host.length <= 253 && FORM.test(host))) return [];
      const path = pointer("spec", "rules", index, "host");
      return [
        error(
          manifest,
          path,
          `"${host}" is not a valid host name: it may have letters, digits, - and . only; remove it with dokku domains:remove`,
        ),
      ];
    });
  });
