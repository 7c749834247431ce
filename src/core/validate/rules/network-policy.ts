// Whom a NetworkPolicy names: peers of one sort each, ranges of addresses, ports in order.
import { isAddressRange } from "../../dokku/words.ts";
import { at } from "../../model/read.ts";
import { type Fact, ruleOf, setIn, text } from "./facts.ts";

const RANGE = "must be a range such as 10.0.0.0/8";

const PEERS = ["spec.ingress.*.from.*", "spec.egress.*.to.*"];
const PORTS = ["spec.ingress.*.ports.*", "spec.egress.*.ports.*"];

const FACTS: readonly Fact[] = [
  ...PEERS.flatMap((peers): readonly Fact[] => [
    ["kind NetworkPolicy", peers, peer],
    ["kind NetworkPolicy", `${peers}.ipBlock.cidr`, text(isAddressRange, RANGE)],
    ["kind NetworkPolicy", `${peers}.ipBlock.except.*`, text(isAddressRange, RANGE)],
  ]),
  ...PORTS.map((ports): Fact => ["kind NetworkPolicy", ports, port]),
];

export const networkPolicy = ruleOf(FACTS);

function peer(value: unknown): string | null {
  const sorts = setIn(value, ["ipBlock", "namespaceSelector", "podSelector"]);
  if (sorts.length === 0) return "must name a peer: ipBlock, namespaceSelector or podSelector";
  return sorts.includes("ipBlock") && sorts.length > 1 ? "must have nothing beside ipBlock" : null;
}

function port(value: unknown): string | null {
  const [first, last] = [at(value, "port"), at(value, "endPort")];
  if (typeof first === "number" && (first < 1 || first > 65_535))
    return `must have a port from 1 to 65535; it is ${first}`;
  if (typeof last !== "number") return null;
  if (typeof first !== "number") return "must have a port, as a number, for it has an endPort";
  return last < first ? `must have an endPort from ${first} on; it is ${last}` : null;
}
