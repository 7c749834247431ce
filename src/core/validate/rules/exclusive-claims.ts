// Claims of the release that one node alone may mount, in a Deployment whose pods may be on several nodes.
import type { Manifest } from "../../model/manifest.ts";
import { at, list, type Place } from "../../model/read.ts";
import { found } from "./facts.ts";
import { type Rule, warning } from "./rule.ts";

const ONE_NODE = ["ReadWriteOnce", "ReadWriteOncePod"];

export const exclusiveClaims: Rule = (manifests) => {
  const exclusive = manifests.flatMap(({ ref, object }) => {
    const modes = list(at(object, "spec", "accessModes"));
    const isOneNode = modes.length > 0 && modes.every((mode) => ONE_NODE.includes(String(mode)));
    return ref.kind === "PersistentVolumeClaim" && isOneNode ? [ref.name] : [];
  });
  return manifests.flatMap((manifest) => {
    if (manifest.ref.kind !== "Deployment" || !mayBeTwo(manifest)) return [];
    return found(manifest, "pod", "volumes.*.persistentVolumeClaim.claimName")
      .filter(({ value }) => exclusive.includes(String(value)))
      .map((claim) => warning(manifest, claim.path, sentence(claim)));
  });
};

/** Of several, or because the new one starts before the old one has gone. */
function mayBeTwo({ object }: Manifest): boolean {
  const strategy = at(object, "spec", "strategy");
  const surge = at(strategy, "rollingUpdate", "maxSurge");
  const isReplaced = at(strategy, "type") === "Recreate" || surge === 0 || surge === "0%";
  return Number(at(object, "spec", "replicas") ?? 1) > 1 || !isReplaced;
}

const sentence = ({ value }: Place) =>
  `mounts ${value}, which one node at a time may (ReadWriteOnce): pods on another wait for ever; use the strategy Recreate and one pod, or a claim with ReadWriteMany`;
