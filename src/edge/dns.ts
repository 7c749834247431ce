// Whether DNS knows a host name, as this server sees it.
import { lookup } from "node:dns/promises";

/** Milliseconds for one name. */
const TIMEOUT = 3_000;

/** What has no answer in time has none. A wildcard is asked for by a name that it covers. */
export async function isKnown(host: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), TIMEOUT);
  });
  const asked = lookup(host.replace(/^\*/, "dokku")).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
