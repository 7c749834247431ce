// What `certs:add` left, in the files that Dokku has kept it in since before 0.30.
import { readFile } from "node:fs/promises";
import { problemOf } from "../../core/dokku/certificate.ts";
import type { AddedCertificate } from "../../core/model/app.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { servedBefore } from "../../core/objects/routes.ts";
import { appRoot } from "./paths.ts";

/** Null when there is none: one needs both files. */
export async function readCertificate(app: string, record: ReleaseRecord | null): Promise<AddedCertificate | null> {
  const files = ["server.crt", "server.key"].map((name) =>
    readFile(`${appRoot(app)}/tls/${name}`, "utf8").catch(absent),
  );
  const [crt, key] = await Promise.all(files);
  if (!crt || !key) return null;
  return {
    crt,
    key,
    problem: problemOf({ crt, key }, new Date()),
    served: record === null ? [] : servedBefore(app, record),
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
  throw error;
}
