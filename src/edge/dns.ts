// Whether DNS knows a host name, as this server's resolver sees it.
import { Resolver } from "node:dns/promises";

/** Not by the C library, which has no time limit and keeps files waiting for the threads that it takes. Milliseconds. */
const resolver = new Resolver({ timeout: 2_000, tries: 1 });

/** What has no answer in time has none. A wildcard is asked for by a name that it covers. */
export async function isKnown(host: string): Promise<boolean> {
  // These lead to whoever asks, whatever DNS says (RFC 6761).
  if (/(^|\.)localhost$/.test(host)) return true;
  const name = host.replace(/^\*/, "dokku");
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return answers.some(({ status }) => status === "fulfilled");
}
