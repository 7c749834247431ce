// Names of kernel settings, written with dots or slashes.
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const FORM = /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;

export const sysctlNames: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    found(manifest, "pod", "securityContext.sysctls.*.name")
      .filter(({ value }) => typeof value === "string" && !(value.length <= 253 && FORM.test(value)))
      .map(({ path, value }) =>
        error(manifest, path, `"${value}" is not the name of a sysctl such as net.core.somaxconn`),
      ),
  );
