// What each rule is about, by its id, which is the name of its file: docs/rules.md and the property rule-warnings derive from it.

/**
 * `server`: an error, which a site may make a warning, for the API server itself refuses the object, and is asked before the first write.
 * `ours`: an error always, for the API server takes the object and then something breaks. `either`: an error in what the plugin lays out, a
 * warning in what a site does.
 */
export type Weight = "server" | "ours" | "either" | "warning";

export interface About {
  /** What it wants to be so. */
  readonly wants: string;
  /** What the cluster does with an object that is otherwise. */
  readonly cluster: string;
  readonly weight: Weight;
}

export const rulesAbout = {
  "argument-size": {
    wants: "a word of a command and a variable have less than 128 KiB, all of a container less than 2 MiB",
    cluster: "takes it; Linux starts no such program (`argument list too long`)",
    weight: "ours",
  },
  characters: {
    wants: "no control characters that YAML does not have, in any text",
    cluster: "reads nothing of it: `control characters are not allowed`",
    weight: "server",
  },
  "cron-schedule": {
    wants: "a CronJob's schedule has five fields that Kubernetes can read",
    cluster: '`spec.schedule: Invalid value: "every day": expected exactly 5 fields, found 2`',
    weight: "server",
  },
  "data-keys": {
    wants: "keys of a ConfigMap or Secret can be names of files",
    cluster: "`data[a b]: Invalid value: a valid config key must consist of alphanumeric characters, '-', '_' or '.'`",
    weight: "server",
  },
  "data-size": {
    wants: "a ConfigMap or Secret holds at most 1 MiB",
    cluster: "`Too long: may not be more than 1048576 bytes`",
    weight: "server",
  },
  deadline: {
    wants: "a Deployment's progressDeadlineSeconds is longer than its minReadySeconds",
    cluster: "`spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds`",
    weight: "server",
  },
  "dns-config": {
    wants: "a pod's name servers, search domains and host aliases are addresses and domains, and not too many",
    cluster: "`spec.dnsConfig.nameservers[0]: Invalid value: must be a valid IP address`",
    weight: "server",
  },
  "duplicate-entries": {
    wants: "no two variables, ports, mounts, volumes, containers or ports of a Service with one name, path or number",
    cluster: '`duplicate entries for key [name="A"]`, or `Duplicate value`',
    weight: "server",
  },
  "duplicate-host": {
    wants: "a host and path stand once in the Ingresses of a release",
    cluster: "takes it; which Service answers is chance",
    weight: "ours",
  },
  "host-valid": {
    wants: "a host of an Ingress is a DNS name, which may begin with `*.`",
    cluster: '`spec.rules[0].host: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of ...`',
    weight: "server",
  },
  "image-name": {
    wants: "a container has an image, without blanks around its name",
    cluster: "`containers[0].image: Required value`; with blanks it takes the workload, and refuses each of its pods",
    weight: "ours",
  },
  "image-pushed": {
    wants: "the app's image was pushed to a registry",
    cluster: "takes it; no node can pull the image (`ImagePullBackOff`)",
    weight: "ours",
  },
  "label-values": {
    wants: "values of labels have at most 63 letters, digits, `-`, `_` and `.`",
    cluster: '`metadata.labels: Invalid value: "b c": a valid label must be an empty string or consist of ...`',
    weight: "server",
  },
  "metadata-keys": {
    wants:
      "keys of labels and annotations are names with an optional DNS prefix; annotations have at most 256 KiB together",
    cluster: "`metadata.annotations: Too long: may not be more than 262144 bytes`",
    weight: "server",
  },
  "mount-paths": {
    wants: "a container mounts volumes that its pod has, at a path without a colon",
    cluster: '`volumeMounts[0].name: Not found: "data"`',
    weight: "server",
  },
  "name-valid": {
    wants: "names of objects, containers and volumes are what their kind allows, and not too long",
    cluster: '`metadata.name: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of ...`',
    weight: "server",
  },
  "number-ranges": {
    wants: "ports, ids, modes, seconds and counts are in their range",
    cluster: "`Invalid value: 65536: must be between 1 and 65535, inclusive`",
    weight: "server",
  },
  "object-place": {
    wants: "an object is in the app's namespace, and no other template creates it",
    cluster: "takes it; one app would change what belongs to another",
    weight: "ours",
  },
  "object-size": {
    wants: "an object has at most 1.5 MiB",
    cluster: "takes it in a dry run; then `etcdserver: request is too large`",
    weight: "ours",
  },
  "pod-bounds": {
    wants:
      "an autoscaler's minReplicas is at most its maxReplicas; a budget has one of minAvailable and maxUnavailable",
    cluster: "`spec.maxReplicas: Invalid value: 2: must be greater than or equal to minReplicas`",
    weight: "server",
  },
  "port-names": {
    wants:
      "names of ports have at most 15 lowercase letters, digits and `-`, a letter among them; those of a Service 63",
    cluster:
      '`ports[0].name: Invalid value: "UP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`',
    weight: "server",
  },
  "probe-form": {
    wants: "a probe's command, headers and thresholds are such as Kubernetes takes",
    cluster: "`livenessProbe.successThreshold: Invalid value: 2: must be 1`",
    weight: "server",
  },
  "probe-handler": {
    wants: "a probe asks in exactly one way",
    cluster: "`livenessProbe: Required value: must specify a handler type`",
    weight: "server",
  },
  "request-over-limit": {
    wants: "a container requests at most its limit, and just that of devices",
    cluster: '`resources.requests: Invalid value: "6M": must be less than or equal to memory limit of 5M`',
    weight: "server",
  },
  "resource-amounts": {
    wants: "amounts of resources are not below 0, and whole where a resource cannot be divided",
    cluster: '`resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0`',
    weight: "server",
  },
  "restart-policy": {
    wants: "pods of a Job or CronJob are restarted on failure or never, those of other workloads always",
    cluster: '`restartPolicy: Unsupported value: "Never": supported values: "Always"`',
    weight: "server",
  },
  "rolling-update": {
    wants: "a Deployment's rolling update has a pod to begin with; the type Recreate has no numbers",
    cluster: "`maxUnavailable: Invalid value: 0: may not be 0 when maxSurge is 0`",
    weight: "server",
  },
  "secret-named-exists": {
    wants: "a Secret that a container's env comes from is part of the release",
    cluster: "takes it; pods wait until there is such a Secret (`CreateContainerConfigError`)",
    weight: "either",
  },
  "selector-matches-template": {
    wants: "a workload's selector selects its own pods",
    cluster: "`spec.template.metadata.labels: Invalid value: selector does not match template labels`",
    weight: "server",
  },
  "service-has-workload": {
    wants: "a Service selects pods of the release",
    cluster: "takes it; nothing answers there",
    weight: "either",
  },
  "service-ports": {
    wants: "a Service has a port, and each of several has a name",
    cluster: "`spec.ports: Required value`",
    weight: "server",
  },
  "sysctl-names": {
    wants: "names of kernel settings are such as `net.core.somaxconn`",
    cluster: "`securityContext.sysctls[0].name: Invalid value: must have at most 253 characters and match regex ...`",
    weight: "server",
  },
  "time-zone": {
    wants: "a CronJob's time zone is one of the IANA's, such as `Europe/Berlin`",
    cluster: '`spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base`',
    weight: "server",
  },
} as const satisfies Readonly<Record<string, About>>;

export type RuleId = keyof typeof rulesAbout;

/** In the order of the alphabet. */
export const ruleIds = (Object.keys(rulesAbout) as RuleId[]).sort();

/** Those that a site may make warnings. */
export const softIds: readonly RuleId[] = ruleIds.filter((id) => rulesAbout[id].weight === "server");
