// Names that say what is inside: an object of such a name never changes, so an older release keeps finding what it ran with.
import { createHash } from "node:crypto";
import { nameOf, SUBDOMAIN } from "./names.ts";

const HASH = 12;

/** `shop-env-1a2b3c4d5e6f` */
export function contentName(app: string, what: string, content: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return headOf(app, what) + hash.slice(0, HASH);
}

export function isContentName(app: string, what: string, name: string): boolean {
  const head = headOf(app, what);
  return name.startsWith(head) && /^[0-9a-f]{12}$/.test(name.slice(head.length));
}

const headOf = (app: string, what: string) => `${nameOf([app, what], SUBDOMAIN, HASH + 1)}-`;
