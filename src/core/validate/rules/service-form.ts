// What goes with which type of Service.
import { isAddress, isAddressRange, isDomain } from "../../dokku/words.ts";
import { at, list } from "../../model/read.ts";
import { type Fact, ruleOf, text } from "./facts.ts";

const isRange = (range: string) => isAddressRange(range.trim());

const FACTS: readonly Fact[] = [
  ["kind Service", "spec", type],
  [
    "kind Service",
    "spec.externalName",
    text((name) => name === "" || isDomain(name.replace(/\.$/, "")), "must be a domain such as example.com"),
  ],
  ["kind Service", "spec.externalIPs.*", text(isAddress, "must be an address such as 10.0.0.2")],
  ["kind Service", "spec.loadBalancerSourceRanges.*", text(isRange, "must be a range such as 10.0.0.0/8")],
  [
    "kind Service",
    "spec.clusterIP",
    text((ip) => ip === "" || ip === "None" || isAddress(ip), "must be None or an address"),
  ],
];

export const serviceForm = ruleOf(FACTS);

/** The first that is wrong. */
function type(spec: unknown): string | null {
  const is = String(at(spec, "type") ?? "ClusterIP");
  const isHeadless = at(spec, "clusterIP") === "None";
  const facts: readonly (readonly [isWrong: boolean, must: string])[] = [
    [is === "ExternalName" && !at(spec, "externalName"), "must have an externalName, for its type is ExternalName"],
    [is === "ExternalName" && Boolean(at(spec, "clusterIP")), "must have no clusterIP, for its type is ExternalName"],
    [
      (is === "LoadBalancer" || is === "NodePort") && isHeadless,
      `must have a clusterIP other than None, for its type is ${is}`,
    ],
    [
      is === "ClusterIP" && list(at(spec, "ports")).some((port) => at(port, "nodePort")),
      "must have no nodePort, for its type is ClusterIP",
    ],
    [
      is !== "LoadBalancer" && list(at(spec, "loadBalancerSourceRanges")).length > 0,
      `must have no loadBalancerSourceRanges, for its type is ${is}`,
    ],
  ];
  return facts.find(([isWrong]) => isWrong)?.[1] ?? null;
}
