// The keys that a Secret of one of Kubernetes' types has to have.
import { at } from "../../model/read.ts";
import { ruleOf } from "./facts.ts";

const KEYS: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
};

export const secretTypes = ruleOf([["kind Secret", "", whyNot]]);

function whyNot(secret: unknown): string | null {
  const type = String(at(secret, "type"));
  const keys = Object.hasOwn(KEYS, type) ? (KEYS[type] ?? []) : [];
  const has = (key: string) => at(secret, "data", key) !== undefined || at(secret, "stringData", key) !== undefined;
  const missing = keys.filter((key) => !has(key));
  return missing.length === 0 ? null : `must have the key ${missing.join(" and ")}, for its type is ${type}`;
}
