// A probe asks in exactly one way; the schema has all of them as optional fields.
import { containersOf, fields, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"];
/** Whatever of a container has a handler: what the node runs or asks. */
export const HANDLED = [...PROBES, "lifecycle.postStart", "lifecycle.preStop"];
const HANDLERS = ["exec", "grpc", "httpGet", "tcpSocket"];

export const probeHandler: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container }) =>
      PROBES.filter((name) => Object.hasOwn(container, name)).flatMap((name) => {
        const found = HANDLERS.filter((handler) => Object.hasOwn(fields(container[name]), handler));
        if (found.length === 1) return [];
        const has = found.length === 0 ? "none" : found.join(" and ");
        return [error(manifest, path + pointer(name), `must have one of ${HANDLERS.join(", ")}; it has ${has}`)];
      }),
    ),
  );
