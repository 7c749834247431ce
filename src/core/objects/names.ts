// Names that Kubernetes allows. Dokku's may have dots, underscores, capitals and any length: where Kubernetes allows one it is kept, for
// a selector can never be changed, and otherwise it becomes a readable head and a hash.
//
// What makes a new kind of object asks `nameOf` with the parts of its name (an app, a process type, a word of its own) and the grammar of
// the kind, and never joins them itself; labels and selectors come from labels.ts.

import { createHash } from "node:crypto";
import { withoutEnd } from "../dokku/words.ts";

export interface Grammar {
  readonly form: RegExp;
  readonly longest: number;
  readonly says: string;
}

/** Of most kinds: Secret, Ingress, PodDisruptionBudget, Certificate, Job. */
export const SUBDOMAIN: Grammar = {
  form: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  longest: 253,
  says: "lowercase letters, digits, - and . only, starting and ending with a letter or digit",
};

/** Of containers and namespaces; of everything that is named like the container in it. */
export const LABEL: Grammar = {
  form: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  says: "lowercase letters, digits and - only, starting and ending with a letter or digit",
};

/** Of Services. */
export const LETTER_FIRST: Grammar = {
  form: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  longest: 63,
  says: "lowercase letters, digits and - only, starting with a letter and ending with a letter or digit",
};

/** Of what a template may make any kind of. */
export const DASHED: Grammar = { ...LABEL, longest: 253 };

export const LABEL_VALUE: Grammar = {
  form: /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
  longest: 63,
  says: "letters, digits, -, _ and . only, starting and ending with a letter or digit",
};

const HASH = 8;

/**
 * The parts with a dash between them, where the grammar takes that. Other parts never get the same derived name, not even `a-b` with `c`
 * and `a` with `b-c`. `reserved` characters are left for what Kubernetes or the caller puts behind it.
 */
export function nameOf(parts: readonly string[], { form, longest }: Grammar, reserved = 0): string {
  const plain = parts.join("-");
  const most = longest - reserved;
  if (plain.length <= most && form.test(plain)) return plain;
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, HASH);
  const words = plain.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const head = words.replace(/^(?![a-z])-?/, "x-").slice(0, most - HASH - 1);
  return `${withoutEnd(head, "-")}-${hash}`;
}

/** Why a name is not of that grammar; null when it is. */
export function judged(name: string, { form, longest, says }: Grammar): string | null {
  if (name.length > longest) return `it has ${name.length} characters, ${longest} are allowed`;
  return form.test(name) ? null : says;
}
