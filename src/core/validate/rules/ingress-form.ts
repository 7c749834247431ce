// What an Ingress routes, and where to: something at all, by absolute paths, to one backend each.
import { isDomain } from "../../dokku/words.ts";
import { at, list } from "../../model/read.ts";
import { type Fact, ruleOf, setIn, text } from "./facts.ts";

const FACTS: readonly Fact[] = [
  ["kind Ingress", "spec", (spec) => (isBare(spec) ? "must have rules or a defaultBackend" : null)],
  [
    "kind Ingress",
    "spec.ingressClassName",
    text(isDomain, "must be the name of a class: lowercase letters, digits, - and . only"),
  ],
  ["kind Ingress", "spec.defaultBackend", backend],
  ["kind Ingress", "spec.rules.*.http", (http) => (list(at(http, "paths")).length === 0 ? "must have a path" : null)],
  ["kind Ingress", "spec.rules.*.http.paths.*", path],
  ["kind Ingress", "spec.rules.*.http.paths.*.backend", backend],
];

export const ingressForm = ruleOf(FACTS);

const isBare = (spec: unknown) => list(at(spec, "rules")).length === 0 && at(spec, "defaultBackend") == null;

/** The one of an ingress controller's own kind must only be absolute, and may be left out. */
function path(entry: unknown): string | null {
  const [is, type] = [at(entry, "path") ?? "", at(entry, "pathType")];
  if (typeof is !== "string" || (type === "ImplementationSpecific" && is === "")) return null;
  if (!is.startsWith("/")) return `must have a path that begins with /; it is "${is}"`;
  if (type === "ImplementationSpecific" || !/\/\/|\/\.\.?(\/|$)|%2f/i.test(is)) return null;
  return `must have a path without //, /., /.. and %2f; it is "${is}"`;
}

function backend(value: unknown): string | null {
  const [what] = setIn(value, ["service", "resource"]);
  if (what === undefined) return "must have a service";
  if (what === "resource") return null;
  const port = setIn(at(value, "service", "port"), ["name", "number"]);
  if (port.length === 1) return null;
  return `must have a port's name or its number; it has ${port.length === 0 ? "none" : "both"}`;
}
