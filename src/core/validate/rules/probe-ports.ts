// Ports that probes and lifecycle hooks ask at, and no container opens.
import type { Manifest } from "../../model/manifest.ts";
import { at, containersOf, type Fields, list, pointer } from "../../model/read.ts";
import { HANDLED } from "./probe-handler.ts";
import { type Rule, warning } from "./rule.ts";

export const probePorts: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const all = containersOf(manifest.object);
    const numbers = all.flatMap(({ container }) => portsOf(container, "containerPort"));
    return all.flatMap(({ path, container }) =>
      HANDLED.flatMap((handler) =>
        ["httpGet", "tcpSocket"].flatMap((way) => {
          const asked = at(container, ...handler.split("."), way);
          const port = at(asked, "port");
          // It asks somebody else.
          if (at(asked, "host") !== undefined) return [];
          const wrong = whyNot(port, container, isListed(manifest, container) ? numbers : null);
          const where = path + pointer(...handler.split("."), way, "port");
          return wrong === null ? [] : [warning(manifest, where, wrong)];
        }),
      ),
    );
  });

/** Which ports are open need not be said: a number is only doubted where a template names some of them. */
function isListed({ source }: Manifest, container: Fields): boolean {
  return source.touched && list(container.ports).length > 0;
}

function whyNot(port: unknown, container: Fields, numbers: readonly unknown[] | null): string | null {
  if (typeof port === "string" && !portsOf(container, "name").includes(port))
    return `names the port "${port}", which the container does not have: nothing will be asked`;
  if (typeof port !== "number" || numbers === null || numbers.includes(port)) return null;
  return `is ${port}, but the containers' ports are ${numbers.join(", ")}`;
}

const portsOf = (container: Fields, key: string) => list(container.ports).map((port) => at(port, key));
