// Where the variables of a container come from.
import { isDomain } from "../../dokku/words.ts";
import { at } from "../../model/read.ts";
import { type Fact, ruleOf, setIn, text } from "./facts.ts";

const SOURCES = ["configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"];
const MAPS = ["configMapRef", "secretRef"];
const FIELDS =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;
/** What a container can be told of what it may use. */
export const AMOUNTS = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/;

const isName = (name: string) => /^[ -<>-~]+$/.test(name);
const isKey = (key: string) => /^[-._a-zA-Z0-9]{1,253}$/.test(key);
const NAME = "must have printable ASCII characters other than =";
const KEY = "must be a key: letters, digits, -, _ and . only";
const OBJECT = "must be the name of an object: lowercase letters, digits, - and . only";

const FACTS: readonly Fact[] = [
  ["container", "env.*.name", text((name) => name === "" || isName(name), NAME)],
  ["container", "env.*", (entry) => (isTwice(entry) ? "has both a value and valueFrom" : null)],
  ["container", "env.*.valueFrom", oneOf(SOURCES)],
  [
    "container",
    "env.*.valueFrom.fieldRef.fieldPath",
    text((path) => FIELDS.test(path), "is no field of a pod that a variable can have"),
  ],
  [
    "container",
    "env.*.valueFrom.resourceFieldRef.resource",
    text((name) => AMOUNTS.test(name), "must be such as limits.memory"),
  ],
  ["container", "env.*.valueFrom.configMapKeyRef.key", text(isKey, KEY)],
  ["container", "env.*.valueFrom.secretKeyRef.key", text(isKey, KEY)],
  ["container", "envFrom.*", oneOf(MAPS)],
  ["container", "envFrom.*.prefix", text((prefix) => prefix === "" || isName(prefix), NAME)],
  ["container", "envFrom.*.configMapRef.name", text(isDomain, OBJECT)],
  ["container", "envFrom.*.secretRef.name", text(isDomain, OBJECT)],
];

export const envForm = ruleOf(FACTS);

const isTwice = (entry: unknown) => Boolean(at(entry, "value")) && at(entry, "valueFrom") != null;

function oneOf(names: readonly string[]): (value: unknown) => string | null {
  return (value) => {
    const found = setIn(value, names);
    if (found.length === 1) return null;
    return `must have one of ${names.join(", ")}; it has ${found.length === 0 ? "none" : found.join(" and ")}`;
  };
}
