// Hosts of an app that an Ingress which is not ours routes as well: which of them a controller obeys is not ours to say.
import type { KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";
import { hasLabels, managedLabel, otherServerOf } from "../objects/labels.ts";

/** Sentences. What other apps of this server route is refused elsewhere. */
export function takenHosts(
  app: string,
  hosts: readonly string[],
  ingresses: readonly KubeObject[],
  server: string,
): readonly string[] {
  const isOurs = (one: KubeObject) => hasLabels(one, managedLabel) && otherServerOf(one, server) === null;
  return ingresses
    .filter((one) => !isOurs(one))
    .flatMap(({ metadata, spec }) =>
      list(at(spec, "rules"))
        .map((rule) => String(at(rule, "host")))
        .filter((host) => hosts.includes(host))
        .map(
          (host) =>
            `host ${host} of ${app} is routed by Ingress ${metadata.name} of namespace ${metadata.namespace} as well: remove it there, or dokku domains:remove ${app} ${host}`,
        ),
    );
}
