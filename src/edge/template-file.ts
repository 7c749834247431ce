// Reads one file of a folder of templates: never a link out of the folder, a device or a pipe, and never more than a template can need.
import { constants, open, realpath } from "node:fs/promises";
import { sep } from "node:path";
import { SchedulerError } from "../core/errors.ts";

/** Bytes; the largest built-in one has 5,000. */
const SIZE = 1_000_000;

/** `folder` may be a link itself. Throws TEMPLATE_BROKEN. */
export async function readInside(folder: string, path: string): Promise<string> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)]);
    if (!real.startsWith(root + sep)) throw unusable(`${path} leads out of its folder, to ${real}`);
    // A pipe would block until somebody writes to it.
    const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw unusable(`${path} is not a file`);
      if (stat.size > SIZE) throw unusable(`${path} has ${stat.size} bytes, which is more than ${SIZE}`);
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof SchedulerError ? error : unusable((error as Error).message);
  }
}

/** The admin of a site writes as root, and Dokku reads as its own user. */
function unusable(why: string): SchedulerError {
  const user = process.env.DOKKU_SYSTEM_USER || "dokku";
  const next = `it must be a file in that folder that ${user} may read`;
  return new SchedulerError("TEMPLATE_BROKEN", "read the templates", [why], next);
}
