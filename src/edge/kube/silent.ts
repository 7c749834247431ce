// Clusters that have just let somebody wait in vain: `ps:report` of all apps asks for one after the other, each in a process of its own.
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import type { Cluster } from "../../core/model/cluster.ts";
import { dataRoot, PLUGIN } from "../dokku/paths.ts";
import { writeText } from "../files.ts";
import { serverOf } from "./kubeconfig.ts";

/** Milliseconds for which nobody asks again: a hundred apps take ten seconds. */
const FOR = 15_000;

/** Its time is what is remembered, for all who reach the server by the same way. Null when the kubeconfig does not tell the server. */
function fileOf(cluster: Cluster): string | null {
  const server = serverOf(cluster);
  const way = JSON.stringify([server, cluster.kubeconfig, cluster.context]);
  return server && dataRoot(PLUGIN, "--silent", createHash("sha256").update(way).digest("hex").slice(0, 16));
}

export function isSilent(cluster: Cluster): boolean {
  const file = fileOf(cluster);
  const found = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
  // The clock may have been set back since.
  return found !== undefined && Math.abs(Date.now() - found.mtimeMs) < FOR;
}

/** Who cannot write it down asks again. */
export async function rememberSilent(cluster: Cluster): Promise<void> {
  const file = fileOf(cluster);
  if (file !== null) await writeText(file, "").catch(() => {});
}
