// The resource of a kind, the word in which the API server knows what a right is about.
import type { Ref } from "../model/manifest.ts";

/** `apps` of `apps/v1`; empty for `v1`. */
export function groupOf({ apiVersion }: Pick<Ref, "apiVersion">): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** `networkpolicies` of `NetworkPolicy`: the English plural, as the kinds of Kubernetes and nearly all custom ones have it. */
export function resourceOf(kind: string): string {
  const word = kind.toLowerCase();
  if (word === "endpoints") return word;
  if (/(s|x|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
