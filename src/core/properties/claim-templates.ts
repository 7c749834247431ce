// The property that says which disks each pod of a StatefulSet gets. Null for text of another form.
import { claimSize, isDomain, isLabel } from "../dokku/words.ts";

export interface ClaimTemplate {
  /** Of the template; each pod's claim has it before the pod's name. */
  readonly name: string;
  /** A quantity. */
  readonly size: string;
  /** In the container. */
  readonly path: string;
  /** Null takes the cluster's default. */
  readonly storageClass: string | null;
}

/** `data:10Gi:/data,logs:1Gi:/var/log:fast`: NAME:SIZE:PATH[:CLASS], each name and path once. */
export function readClaimTemplates(text: string): readonly ClaimTemplate[] | null {
  if (text === "") return [];
  const read = text.split(",").map(readOne);
  const templates = read.flatMap((one) => one ?? []);
  const isOnce = (key: "name" | "path") => new Set(templates.map((one) => one[key])).size === read.length;
  return templates.length === read.length && isOnce("name") && isOnce("path") ? templates : null;
}

function readOne(word: string): ClaimTemplate | null {
  const [name = "", amount = "", path = "", storageClass, ...rest] = word.split(":");
  const size = claimSize(amount);
  const isRight =
    isLabel(name) && /^\/[^\p{Cc}\s]+$/u.test(path) && (storageClass === undefined || isDomain(storageClass));
  return isRight && size !== null && rest.length === 0
    ? { name, size, path, storageClass: storageClass ?? null }
    : null;
}
