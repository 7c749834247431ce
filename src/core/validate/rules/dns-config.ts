// Where a pod looks names up: servers, domains and hosts of its own.
import { isAddress, isDomain } from "../../dokku/words.ts";
import { at, list } from "../../model/read.ts";
import { found } from "./facts.ts";
import { error, type Rule } from "./rule.ts";

const ADDRESS = "must be an address such as 10.0.0.2";
const DOMAIN = "must be a domain such as example.com: lowercase letters, digits, - and . only, at most 253";

type Fact = readonly [path: string, isRight: (value: unknown) => boolean, must: string];

const FACTS: readonly Fact[] = [
  ["dnsConfig.nameservers", (servers) => list(servers).length <= 3, "must be at most 3"],
  ["dnsConfig.nameservers.*", (server) => isText(server, isAddress), ADDRESS],
  ["dnsConfig.searches", (searches) => list(searches).length <= 32, "must be at most 32"],
  [
    "dnsConfig.searches",
    (searches) => list(searches).join(" ").length <= 2048,
    "must have at most 2048 characters together",
  ],
  ["dnsConfig.searches.*", (search) => isText(search, isSearched), DOMAIN],
  [
    "dnsConfig.options.*",
    (option) => at(option, "name") !== undefined && at(option, "name") !== "",
    "must have a name",
  ],
  ["hostAliases.*.ip", (ip) => isText(ip, isAddress), ADDRESS],
  ["hostAliases.*.hostnames.*", (host) => isText(host, isDomain), DOMAIN],
  ["", hasServer, "has dnsPolicy None, which needs at least one of dnsConfig.nameservers"],
];

export const dnsConfig: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    FACTS.flatMap(([path, isRight, must]) =>
      found(manifest, "pod", path)
        .filter(({ value }) => !isRight(value))
        .map(({ path: where, value }) =>
          error(manifest, where, typeof value === "string" ? `${must}; it is "${value}"` : must),
        ),
    ),
  );

/** Since 1.33 with underscores, and the root alone; older API servers say themselves that they take neither. */
const isSearched = (text: string) => text === "." || isDomain(text.replace(/\.$/, "").replaceAll("_", "x"));

/** Another type is for the schema to refuse. */
function isText(value: unknown, isRight: (text: string) => boolean): boolean {
  return typeof value !== "string" || isRight(value);
}

function hasServer(pod: unknown): boolean {
  return at(pod, "dnsPolicy") !== "None" || list(at(pod, "dnsConfig", "nameservers")).length > 0;
}
