// The forms a property's value can have; each says in words what it wants.
import { readSize } from "../dokku/body-size.ts";
import { readDuration, readTimeouts } from "../dokku/deploy-timeout.ts";
import { isAddressRange, isDomain, isLabel } from "../dokku/words.ts";
import { softIds } from "../validate/rules/table.ts";
import { readCanary } from "./canary.ts";
import { readClaimTemplates } from "./claim-templates.ts";
import { readGatewayName } from "./gateway-name.ts";
import { readHostAliases, readNodeSelector, readTolerations } from "./scheduling.ts";

export interface PropertyType {
  /** Completes "it must be ...". */
  readonly form: string;
  readonly accepts: (value: string) => boolean;
}

/** One whose words are known, so that a mistyped one is told the nearest. */
export interface Choice extends PropertyType {
  readonly known: readonly string[];
}

/** One whose value names process types. */
export interface OfTypes extends PropertyType {
  readonly typesIn: (value: string) => readonly string[];
}

/** RFC 1123 label: names of namespaces and Services. */
export const dnsLabel: PropertyType = {
  form: "a DNS label: at most 63 characters of a-z, 0-9 and -, starting and ending with a letter or digit",
  accepts: isLabel,
};

/** IntOrString of a PodDisruptionBudget. */
export const podAmount: PropertyType = {
  form: "a number of pods such as 1, or a percentage of them such as 50%",
  accepts: (value) => /^(\d{1,9}|(100|\d{1,2})%)$/.test(value),
};

export const timeouts: OfTypes = {
  form: "a duration such as 600, 10m or 1h, or TYPE=DURATION for one process type such as worker=1h; several are separated by commas, without spaces",
  accepts: (value) => readTimeouts(value) !== null,
  typesIn: (value) => [...(readTimeouts(value)?.keys() ?? [])].filter((type) => type !== null),
};

export const duration: PropertyType = {
  form: "a duration such as 90, 90s, 5m or 1h",
  accepts: (value) => readDuration(value) !== null,
};

export const bodySize: PropertyType = {
  form: "an amount such as 512Ki, 8Mi, 1Gi or 100M",
  accepts: (value) => readSize(value) !== null,
};

export const canarySteps: PropertyType = {
  form: "off, or steps such as 10%:2m,50%:2m: shares of the requests that rise, each of 1% to 99% and with a duration, separated by commas, without spaces",
  accepts: (value) => readCanary(value) !== null,
};

export const nodeLabels: PropertyType = {
  form: "labels of nodes such as disktype=ssd separated by commas, without spaces, each once",
  accepts: (value) => readNodeSelector(value) !== null,
};

export const taints: PropertyType = {
  form: "taints of nodes as KEY[=VALUE][:EFFECT] separated by commas, without spaces; EFFECT is NoSchedule, PreferNoSchedule or NoExecute",
  accepts: (value) => readTolerations(value) !== null,
};

export const hostAliases: PropertyType = {
  form: "addresses with their host names such as 10.0.0.5:db,cache,10.0.0.6:queue, separated by commas, without spaces",
  accepts: (value) => readHostAliases(value) !== null,
};

export const claimTemplates: PropertyType = {
  form: "claims as NAME:SIZE:PATH[:STORAGE-CLASS] such as data:10Gi:/data separated by commas, without spaces, each name and path once",
  accepts: (value) => readClaimTemplates(value) !== null,
};

export const peers: PropertyType = {
  form: "namespaces such as ingress-nginx and ranges of addresses such as 10.0.0.0/8 separated by commas, without spaces",
  accepts: (value) => value.split(",").every((word) => isLabel(word) || isAddressRange(word)),
};

export const seconds: PropertyType = {
  form: "a number of seconds such as 30",
  accepts: (value) => /^\d{1,6}$/.test(value),
};

export const diskAmount: PropertyType = {
  form: "an amount of disk such as 512Mi, 2Gi or 1G",
  accepts: (value) => /^[1-9]\d{0,8}([KMGT]i|[kMGT])$/.test(value),
};

export const secretNames: PropertyType = {
  form: "names of Secrets separated by commas, without spaces",
  accepts: (value) => value.split(",").every(isDomain),
};

/** As in the list of templates, or as Kubernetes writes them. */
export const kinds: PropertyType = {
  form: "kinds such as deployment or network-policy separated by commas, without spaces",
  accepts: (value) => /^[A-Za-z-]+(,[A-Za-z-]+)*$/.test(value),
};

export const relativeFolder: PropertyType = {
  form: "a folder of the repository such as deploy/templates: letters, digits, ., _ and - in each part, none of which is .. or .",
  accepts: (value) => value.split("/").every((part) => /^[\w.-]+$/.test(part) && !/^\.\.?$/.test(part)),
};

/** As Dokku reads it in a Procfile. */
export const processType: PropertyType = {
  form: "1 to 63 letters, digits, - and _",
  accepts: (value) => /^[A-Za-z0-9_-]{1,63}$/.test(value),
};

export const processTypes: OfTypes = {
  form: "process types of the Procfile separated by commas, without spaces",
  accepts: (value) => value.split(",").every(processType.accepts),
  typesIn: (value) => value.split(","),
};

/** Core runs the Procfile's `release` itself, with Docker on its own host. */
export const releaseType: OfTypes = {
  form: "a process type of the Procfile other than web and release, which Dokku runs itself",
  accepts: (value) => /^[A-Za-z0-9_-]{1,63}$/.test(value) && value !== "release" && value !== "web",
  typesIn: (value) => [value],
};

export const objectName: PropertyType = {
  form: "the name of a Kubernetes object: at most 253 characters of a-z, 0-9, - and ., starting and ending with a letter or digit",
  accepts: isDomain,
};

export const gatewayName: PropertyType = {
  form: "a Gateway as NAMESPACE/NAME, or one listener of it as NAMESPACE/NAME/LISTENER",
  accepts: (value) => readGatewayName(value) !== null,
};

export const absolutePath: PropertyType = {
  form: "an absolute path such as /home/dokku/.kube/config",
  accepts: (value) => /^\/[^\p{Cc}]+$/u.test(value),
};

/** Any name that a kubeconfig may give one. */
export const contextName: PropertyType = {
  form: "the name of a context of the kubeconfig",
  accepts: (value) => !/^-|\p{Cc}/u.test(value),
};

export const oneOf = (...values: readonly string[]): Choice => ({
  form: values.join(" or "),
  accepts: (value) => values.includes(value),
  known: values,
});

export const softRules: Choice = {
  form: "ids of rules that docs/rules.md lists as warnings too, separated by commas, without spaces",
  accepts: (value) => value.split(",").every((id) => (softIds as readonly string[]).includes(id)),
  known: softIds,
};

export const httpsUrl: PropertyType = {
  form: "a URL that begins with https://",
  accepts: (value) => /^https:\/\/[^\s/]\S*$/.test(value) && URL.canParse(value),
};

export const webUrl: PropertyType = {
  form: "a URL that begins with https:// or http://",
  accepts: (value) => /^https?:\/\/[^\s/]\S*$/.test(value) && URL.canParse(value) && !/%(?![0-9a-f]{2})/i.test(value),
};

export const oneLine: PropertyType = {
  form: "one line of text",
  accepts: (value) => !/\p{Cc}/u.test(value),
};

export const email: PropertyType = {
  form: "an e-mail address",
  accepts: (value) => /^[^\s@]+@[^\s@]+$/.test(value),
};
