// What `certs:add` left, in the files that Dokku has kept it in since before 0.30.
import { problemOf } from "../../core/dokku/certificate.ts";
import type { AddedCertificate } from "../../core/model/app.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { servedBefore } from "../../core/objects/routes.ts";
import { readText } from "../files.ts";
import { appRoot } from "./paths.ts";

/** Null when there is none: one needs both files. */
export async function readCertificate(app: string, record: ReleaseRecord | null): Promise<AddedCertificate | null> {
  const files = ["server.crt", "server.key"].map((name) => readText(`${appRoot(app)}/tls/${name}`));
  const [crt, key] = await Promise.all(files);
  if (!crt || !key) return null;
  return {
    crt,
    key,
    problem: problemOf({ crt, key }, new Date()),
    served: record === null ? [] : servedBefore(app, record),
  };
}
