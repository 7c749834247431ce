// `dokku apps:clone`: the new app gets what was set for the old one. Domains, certificates and objects are each app's own.
import { readMounts } from "../core/dokku/claims.ts";
import { changeProperties, copyProperties, listOf, listValue } from "../edge/dokku/properties.ts";
import { warn } from "../edge/log.ts";
import { readRecord } from "../edge/record.ts";
import { copyTemplates } from "../edge/templates.ts";

/** Arguments: old app, new app. */
export async function run([from = "", to = ""]: readonly string[]): Promise<void> {
  await copyProperties(from, to);
  await copyTemplates(from, to);
  await leaveExclusiveMounts(from, to);
}

/** A claim that one node or pod alone can mount stays with the app that has it: the pods of the other would never start. */
async function leaveExclusiveMounts(from: string, to: string): Promise<void> {
  const exclusive = (await readRecord(from))?.exclusiveClaims ?? [];
  const isExclusive = (line: string) => readMounts(line).some(({ claim }) => exclusive.includes(claim));
  let left: readonly string[] = [];
  await changeProperties(to, (own) => {
    const lines = listOf(own, "volumes");
    left = lines.filter(isExclusive);
    return { volumes: listValue(lines.filter((line) => !isExclusive(line))) };
  });
  for (const { claim, path } of readMounts(left.join("\n"))) {
    warn(`${to} does not mount ${claim} at ${path}: only one node or pod at a time can, and ${from} does`);
    warn(`give it a claim of its own: dokku scheduler-kubernetes:mount ${to} CLAIM ${path}`);
  }
}
