// Reads Dokku's port mappings.
import type { PortMapping } from "../model/app.ts";

/** `http:80:5000 https:443:5000`, separated by spaces or lines; anything else is ignored, as Dokku's own proxies do. */
export function parsePorts(text: string): readonly PortMapping[] {
  return text.split(/\s+/).flatMap((mapping) => {
    const [, scheme, host, container] = /^([a-z0-9]+):(\d+):(\d+)$/.exec(mapping) ?? [];
    if (scheme === undefined) return [];
    return [{ scheme, hostPort: Number(host), containerPort: Number(container) }];
  });
}
