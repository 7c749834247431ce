// When a bearer token expires, as far as it says so itself.
import { at } from "./read.ts";

/** ISO 8601, of a JSON Web Token; null of any other. It is not verified: that is the API server's. */
export function tokenExpiryOf(token: string): string | null {
  const [, claims, signature] = token.split(".");
  if (claims === undefined || signature === undefined) return null;
  try {
    const ends = at(JSON.parse(Buffer.from(claims, "base64url").toString()), "exp");
    return typeof ends === "number" ? new Date(ends * 1000).toISOString() : null;
  } catch {
    return null;
  }
}
