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
  /** Whether custom resources are looked at too: what is called Service or has pods may be another thing there. */
  readonly of: "built-in" | "all";
}

export const rulesAbout = {
  alternatives: {
    wants: "of fields that exclude each other one is set, such as `exec` and `httpGet` of a `preStop`",
    cluster: "`lifecycle.preStop: Required value: must specify a handler type`",
    weight: "server",
    of: "built-in",
  },
  "argument-size": {
    wants: "a word of a command and a variable have less than 128 KiB, all of a container less than 2 MiB",
    cluster: "takes it; Linux starts no such program (`argument list too long`)",
    weight: "ours",
    of: "all",
  },
  characters: {
    wants: "no control characters that YAML does not have, in any text",
    cluster: "reads nothing of it: `control characters are not allowed`",
    weight: "server",
    of: "all",
  },
  "claim-form": {
    wants: "a claim has access modes and requests storage",
    cluster: "`spec.resources[storage]: Required value`",
    weight: "server",
    of: "built-in",
  },
  containers: {
    wants: "a pod has a container; an init container that ends has no probes and no lifecycle",
    cluster:
      "`initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always`",
    weight: "server",
    of: "built-in",
  },
  "cron-schedule": {
    wants: "a CronJob's schedule has five fields that Kubernetes can read",
    cluster: '`spec.schedule: Invalid value: "every day": expected exactly 5 fields, found 2`',
    weight: "server",
    of: "built-in",
  },
  "data-keys": {
    wants: "keys of a ConfigMap or Secret can be names of files",
    cluster: "`data[a b]: Invalid value: a valid config key must consist of alphanumeric characters, '-', '_' or '.'`",
    weight: "server",
    of: "built-in",
  },
  "data-size": {
    wants: "a ConfigMap or Secret holds at most 1 MiB",
    cluster: "`Too long: may not be more than 1048576 bytes`",
    weight: "server",
    of: "built-in",
  },
  deadline: {
    wants: "a Deployment's progressDeadlineSeconds is longer than its minReadySeconds",
    cluster: "`spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds`",
    weight: "server",
    of: "built-in",
  },
  "dns-config": {
    wants: "a pod's name servers, search domains and host aliases are addresses and domains, and not too many",
    cluster: "`spec.dnsConfig.nameservers[0]: Invalid value: must be a valid IP address`",
    weight: "server",
    of: "built-in",
  },
  "duplicate-entries": {
    wants: "no two variables, ports, mounts, volumes, containers or ports of a Service with one name, path or number",
    cluster: '`duplicate entries for key [name="A"]`, or `Duplicate value`',
    weight: "server",
    of: "built-in",
  },
  "duplicate-host": {
    wants: "a host and path stand once in the Ingresses of a release",
    cluster: "takes it; which Service answers is chance",
    weight: "ours",
    of: "built-in",
  },
  "env-form": {
    wants: "a variable has one source, a name and a key that can be one",
    cluster: "`env[0].valueFrom: Invalid value: may not be specified when value is not empty`",
    weight: "server",
    of: "built-in",
  },
  "exclusive-claims": {
    wants:
      "a claim of the release that one node at a time may mount (`ReadWriteOnce`) is in no Deployment that has several pods, or two while it is updated",
    cluster: "takes it; pods on another node wait (`FailedAttachVolume`)",
    weight: "warning",
    of: "built-in",
  },
  "host-valid": {
    wants: "a host of an Ingress is a DNS name, which may begin with `*.`, and no address",
    cluster: '`spec.rules[0].host: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of ...`',
    weight: "server",
    of: "built-in",
  },
  "image-architecture": {
    wants:
      "the app's image is for the architecture of a node, where its pods do not choose nodes by `kubernetes.io/arch`; asked when the image is new",
    cluster: "takes it; no node can run the image (`exec format error`)",
    weight: "ours",
    of: "all",
  },
  "image-name": {
    wants: "a container has an image, without blanks around its name",
    cluster: "`containers[0].image: Required value`; with blanks it takes the workload, and refuses each of its pods",
    weight: "ours",
    of: "built-in",
  },
  "image-pushed": {
    wants: "the app's image was pushed to a registry",
    cluster: "takes it; no node can pull the image (`ImagePullBackOff`)",
    weight: "ours",
    of: "all",
  },
  "ingress-form": {
    wants: "an Ingress routes something, by absolute paths, to a port of a Service",
    cluster: '`rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path`',
    weight: "server",
    of: "built-in",
  },
  "label-values": {
    wants: "values of labels, also in selectors, have at most 63 letters, digits, `-`, `_` and `.`",
    cluster: '`metadata.labels: Invalid value: "b c": a valid label must be an empty string or consist of ...`',
    weight: "server",
    of: "all",
  },
  "memory-unit": {
    wants: "no bytes are counted in thousandths: `500m` is half a byte, `500M` was meant",
    cluster: 'takes it and warns: `fractional byte value "500m" is invalid, must be an integer`',
    weight: "warning",
    of: "built-in",
  },
  "metadata-keys": {
    wants:
      "keys of labels, also in selectors, and annotations are names with an optional DNS prefix; annotations have at most 256 KiB together",
    cluster: "`metadata.annotations: Too long: may not be more than 262144 bytes`",
    weight: "server",
    of: "all",
  },
  "mount-paths": {
    wants: "a container mounts volumes that its pod has, at a path without a colon",
    cluster: '`volumeMounts[0].name: Not found: "data"`',
    weight: "server",
    of: "built-in",
  },
  "name-valid": {
    wants: "names of objects, containers and volumes are what their kind allows, and not too long",
    cluster: '`metadata.name: Invalid value: "a_b": a lowercase RFC 1123 subdomain must consist of ...`',
    weight: "server",
    of: "all",
  },
  "network-policy": {
    wants: "peers of a NetworkPolicy are of one sort each, ranges are ranges, ports in order",
    cluster: "`ingress[0].from[0]: Required value: must specify a peer`",
    weight: "server",
    of: "built-in",
  },
  "near-limits": {
    wants: "an object is below 80% of what `data-size` and `object-size` allow, an Ingress has at most 4,000 hosts",
    cluster: "takes it; what grows is refused one day, and a controller gets slow",
    weight: "warning",
    of: "all",
  },
  "needed-values": {
    wants: "what the schema lets be empty, and the API server does not, is there",
    cluster: "`spec.serviceName: Required value`",
    weight: "server",
    of: "built-in",
  },
  "number-ranges": {
    wants: "ports, ids, modes, seconds and counts are in their range",
    cluster: "`Invalid value: 65536: must be between 1 and 65535, inclusive`",
    weight: "server",
    of: "built-in",
  },
  "object-place": {
    wants: "an object is in the app's namespace, and no other template creates it",
    cluster: "takes it; one app would change what belongs to another",
    weight: "ours",
    of: "all",
  },
  "object-size": {
    wants: "an object has at most 1.5 MiB",
    cluster: "takes it in a dry run; then `etcdserver: request is too large`",
    weight: "ours",
    of: "all",
  },
  "pod-amounts": {
    wants: "how many pods may be missing or more is a number, or a percentage up to 100%",
    cluster: '`maxUnavailable: Invalid value: "101%": must not be greater than 100%`',
    weight: "server",
    of: "built-in",
  },
  "pod-bounds": {
    wants:
      "an autoscaler's minReplicas is at most its maxReplicas; a budget has one of minAvailable and maxUnavailable",
    cluster: "`spec.maxReplicas: Invalid value: 2: must be greater than or equal to minReplicas`",
    weight: "server",
    of: "built-in",
  },
  "port-names": {
    wants:
      "names of ports have at most 15 lowercase letters, digits and `-`, a letter among them; those of a Service 63",
    cluster:
      '`ports[0].name: Invalid value: "UP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`',
    weight: "server",
    of: "built-in",
  },
  "probe-form": {
    wants: "a probe's command, headers and thresholds are such as Kubernetes takes",
    cluster: "`livenessProbe.successThreshold: Invalid value: 2: must be 1`",
    weight: "server",
    of: "built-in",
  },
  "probe-handler": {
    wants: "a probe asks in exactly one way",
    cluster: "`livenessProbe: Required value: must specify a handler type`",
    weight: "server",
    of: "built-in",
  },
  "probe-ports": {
    wants:
      "a probe or lifecycle hook asks at a port that a container has; a number is only looked at in a template of one's own that lists ports",
    cluster: "takes it; the probe fails (`couldn't find port`)",
    weight: "warning",
    of: "built-in",
  },
  "request-over-limit": {
    wants: "a container requests at most its limit, and just that of devices",
    cluster: '`resources.requests: Invalid value: "6M": must be less than or equal to memory limit of 5M`',
    weight: "server",
    of: "built-in",
  },
  "resource-amounts": {
    wants: "amounts of resources are not below 0, and whole where a resource cannot be divided",
    cluster: '`resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0`',
    weight: "server",
    of: "built-in",
  },
  "restart-policy": {
    wants:
      "pods of a Job or CronJob are restarted on failure or never, those of other workloads always, without a deadline",
    cluster: '`restartPolicy: Unsupported value: "Never": supported values: "Always"`',
    weight: "server",
    of: "built-in",
  },
  "role-rules": {
    wants: "a rule of a Role has verbs, API groups and resources",
    cluster: "`rules[0].verbs: Required value: verbs must contain at least one value`",
    weight: "server",
    of: "built-in",
  },
  "rolling-update": {
    wants: "a rolling update has a pod to begin with; the types Recreate and OnDelete have no numbers",
    cluster: "`maxUnavailable: Invalid value: 0: may not be 0 when maxSurge is 0`",
    weight: "server",
    of: "built-in",
  },
  scheduling: {
    wants: "tolerations, affinities and spread constraints of a pod are complete",
    cluster: '`tolerations[0].operator: Invalid value: "": operator must be Exists when key is empty`',
    weight: "server",
    of: "built-in",
  },
  "secret-named-exists": {
    wants: "a Secret that a container's env comes from is part of the release",
    cluster: "takes it; pods wait until there is such a Secret (`CreateContainerConfigError`)",
    weight: "either",
    of: "all",
  },
  "secret-types": {
    wants: "a Secret of one of Kubernetes' types has its keys",
    cluster: "`data[tls.key]: Required value`",
    weight: "server",
    of: "built-in",
  },
  "selector-matches-template": {
    wants: "a workload's selector selects its own pods; a Job has none",
    cluster: "`spec.template.metadata.labels: Invalid value: selector does not match template labels`",
    weight: "server",
    of: "built-in",
  },
  "service-form": {
    wants: "a Service has what goes with its type: an address, ranges, ports of nodes",
    cluster: "`spec.externalName: Required value`",
    weight: "server",
    of: "built-in",
  },
  "service-has-workload": {
    wants: "a Service selects pods of the release",
    cluster: "takes it; nothing answers there",
    weight: "either",
    of: "all",
  },
  "service-ports": {
    wants: "a Service has a port, and each of several has a name",
    cluster: "`spec.ports: Required value`",
    weight: "server",
    of: "built-in",
  },
  "service-target-ports": {
    wants: "a container of the pods that a Service selects has the port that it names",
    cluster: "takes it; the port of the Service leads nowhere",
    weight: "either",
    of: "all",
  },
  "sysctl-names": {
    wants: "names of kernel settings are such as `net.core.somaxconn`",
    cluster: "`securityContext.sysctls[0].name: Invalid value: must have at most 253 characters and match regex ...`",
    weight: "server",
    of: "built-in",
  },
  "time-zone": {
    wants: "a CronJob's time zone is one of the IANA's, such as `Europe/Berlin`",
    cluster: '`spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base`',
    weight: "server",
    of: "built-in",
  },
  "unused-volumes": {
    wants: "each volume of a pod is mounted by a container",
    cluster: "takes it",
    weight: "warning",
    of: "built-in",
  },
  "volume-form": {
    wants: "a volume has one source, and its parts are mounted by paths inside it",
    cluster: "`volumes[0].secret: Forbidden: may not specify more than 1 volume type`",
    weight: "server",
    of: "built-in",
  },
  "value-forms": {
    wants: "selectors, names, resources and words of which there are a few have the form that their fields want",
    cluster: '`roleRef.kind: Unsupported value: "User"`',
    weight: "server",
    of: "built-in",
  },
} as const satisfies Readonly<Record<string, About>>;

export type RuleId = keyof typeof rulesAbout;

/** In the order of the alphabet. */
export const ruleIds = (Object.keys(rulesAbout) as RuleId[]).sort();

/** Those that a site may make warnings. */
export const softIds: readonly RuleId[] = ruleIds.filter((id) => rulesAbout[id].weight === "server");
