// Reads the property `gateway`: NAMESPACE/NAME, or NAMESPACE/NAME/LISTENER.
import { isDomain, isLabel } from "../dokku/words.ts";

export interface GatewayName {
  readonly namespace: string;
  readonly name: string;
  /** Null is all of them. */
  readonly listener: string | null;
}

/** Null for what is none. */
export function readGatewayName(value: string): GatewayName | null {
  const [namespace = "", name = "", listener = null, ...more] = value.split("/");
  const isName = isLabel(namespace) && isDomain(name) && (listener === null || isDomain(listener));
  return isName && more.length === 0 ? { namespace, name, listener } : null;
}
