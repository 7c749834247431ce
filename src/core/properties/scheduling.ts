// The properties that say where pods may run and what they know of hosts, read as Kubernetes writes them. Null for text of another form.
import { keyIssue, labelIssue } from "../dokku/metadata.ts";
import { isAddress, isDomain } from "../dokku/words.ts";
import type { StringMap } from "../model/manifest.ts";

export interface Toleration {
  readonly key: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string;
  readonly effect?: string;
}

export interface HostAlias {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/** `disktype=ssd,zone=eu-1`: labels that a node must have. */
export function readNodeSelector(text: string): StringMap | null {
  const pairs = text.split(",").map((word) => /^([^=]+)=(.*)$/s.exec(word)?.slice(1) ?? []);
  const isWrong = ([key, value = ""]: readonly string[]) => key === undefined || !isLabel(key, value);
  if (pairs.some(isWrong) || new Set(pairs.map(([key]) => key)).size < pairs.length) return null;
  return Object.fromEntries(pairs);
}

const isLabel = (key: string, value: string) => keyIssue("labels", key) === null && labelIssue(value) === null;

/** `gpu=true:NoSchedule,spot`: taints as `kubectl taint` takes them; without a value any is tolerated, without an effect each. */
export function readTolerations(text: string): readonly Toleration[] | null {
  const read = text.split(",").map(readToleration);
  const tolerations = read.flatMap((one) => one ?? []);
  return tolerations.length === read.length ? tolerations : null;
}

function readToleration(word: string): Toleration | null {
  const [, key = "", , value, , effect] =
    /^([^=:]+)(=([^=:]*))?(:(NoSchedule|PreferNoSchedule|NoExecute))?$/.exec(word) ?? [];
  if (!isLabel(key, value ?? "")) return null;
  const which = value === undefined ? ({ operator: "Exists" } as const) : ({ operator: "Equal", value } as const);
  return { key, ...which, ...(effect === undefined ? {} : { effect }) };
}

/** `10.0.0.5:db,cache,10.0.0.6:queue`: an address and its names; a word with an address begins the next. */
export function readHostAliases(text: string): readonly HostAlias[] | null {
  const aliases = new Map<string, string[]>();
  let names: string[] | null = null;
  for (const word of text.split(",")) {
    const colon = word.lastIndexOf(":");
    if (colon >= 0) {
      const ip = word.slice(0, colon);
      names = aliases.get(ip) ?? [];
      aliases.set(ip, names);
    }
    names?.push(word.slice(colon + 1));
  }
  const read = [...aliases].map(([ip, hostnames]) => ({ ip, hostnames }));
  const isRight = ({ ip, hostnames }: HostAlias) => isAddress(ip) && hostnames.every(isDomain);
  return /^[^,]*:/.test(text) && read.every(isRight) ? read : null;
}
