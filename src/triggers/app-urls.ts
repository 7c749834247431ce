// What Dokku says after a deploy and in `dokku urls`: its own addresses have the host ports of mappings, where no Ingress listens.
import { urlsOf } from "../core/objects/routes.ts";
import { print } from "../edge/log.ts";
import { readRecord } from "../edge/record.ts";

/** Arguments: app, `url` or `urls`. Without an answer Dokku makes its own; a failure would end a deploy that is done. */
export async function run([app = "", which = ""]: readonly string[]): Promise<void> {
  const record = await readRecord(app).catch(() => null);
  const urls = urlsOf(record?.routes ?? []);
  for (const url of which === "url" ? urls.slice(0, 1) : urls) print(url);
}
