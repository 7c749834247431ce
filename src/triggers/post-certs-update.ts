// A certificate was added: one that cannot be served is refused. Dokku fires post-domains-update next, and the Ingress follows.
import { SchedulerError } from "../core/errors.ts";
import { readCertificate } from "../edge/dokku/certificate.ts";
import { readRecord } from "../edge/record.ts";

/** Arguments: app. */
export async function run([app = ""]: readonly string[]): Promise<void> {
  const certificate = await readCertificate(app, await readRecord(app));
  if (certificate === null || certificate.problem === null) return;
  const instead = certificate.served.length > 0 ? "the previous certificate is still served" : "it is not served";
  throw new SchedulerError(
    "BAD_APP",
    `take over the certificate of ${app}`,
    [certificate.problem, instead],
    `add another: dokku certs:add ${app} CRT KEY`,
  );
}
