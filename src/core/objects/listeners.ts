// Which hosts a listener of a Gateway takes, and with which certificate.
import type { Gateway, Listener } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, list } from "../model/read.ts";

/** A Gateway as it is in the cluster. */
export function readGateway({ metadata, spec }: KubeObject): Gateway {
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const listeners = list(at(spec, "listeners")).map(
    (listener): Listener => ({
      name: text(at(listener, "name")),
      protocol: String(at(listener, "protocol")),
      port: Number(at(listener, "port")),
      hostname: text(at(listener, "hostname")),
      secret: text(at(list(at(listener, "tls", "certificateRefs"))[0], "name")),
    }),
  );
  return { namespace: metadata.namespace ?? "", name: metadata.name, listeners };
}

/** A wildcard takes the names of all levels below it. */
export function takes({ hostname }: Listener, host: string): boolean {
  if (hostname === null || hostname === host) return true;
  return hostname.startsWith("*.") && host.endsWith(hostname.slice(1));
}

/** What a host is served with by https: the Secret, or the listener that has its certificate from elsewhere. Null where it is not. */
export function servedWith(listeners: readonly Listener[], host: string): string | null {
  const found = listeners.find((listener) => listener.protocol === "HTTPS" && takes(listener, host));
  return found === undefined ? null : (found.secret ?? found.name);
}
