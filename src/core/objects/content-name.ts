// Names that say what is inside: an object of such a name never changes, so an older release keeps finding what it ran with.
import { createHash } from "node:crypto";

/** `shop-env-1a2b3c4d5e6f` */
export function contentName(app: string, what: string, content: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return `${app}-${what}-${hash.slice(0, 12)}`;
}

export function isContentName(app: string, what: string, name: string): boolean {
  const head = `${app}-${what}-`;
  return name.startsWith(head) && /^[0-9a-f]{12}$/.test(name.slice(head.length));
}
