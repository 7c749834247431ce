// THE table of `docker run` options that Kubernetes supports, each with what it becomes in a pod; and what to use instead of others.

import { readVolume } from "../dokku/docker-options.ts";
import { keyIssue, labelIssue } from "../dokku/metadata.ts";
import { isAddress, isDomain } from "../dokku/words.ts";
import type { App } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import { dnsLabel } from "../properties/types.ts";
import { memoryQuantity } from "./resources.ts";
import { claimVolume, emptyVolume, type Volume, type VolumeMount } from "./volumes.ts";

/** The parts of a pod that options make; what is absent is left as it is. */
export interface PodOptions {
  readonly env: Record<string, string>;
  readonly labels: Record<string, string>;
  readonly limits: Record<string, string>;
  readonly requests: Record<string, string>;
  readonly volumes: Volume[];
  readonly mounts: VolumeMount[];
  /** Addresses, each with its names. */
  readonly hosts: Map<string, string[]>;
  readonly dns: { nameservers: string[]; searches: string[]; options: { name: string; value?: string }[] };
  /** Fields of the pod, of its securityContext, of its container and of the container's securityContext. */
  readonly pod: { hostname?: string };
  readonly podSecurity: { sysctls?: { name: string; value: string }[]; supplementalGroups?: number[] };
  readonly container: { workingDir?: string };
  readonly security: {
    capabilities?: { add?: string[]; drop?: string[] };
    privileged?: boolean;
    readOnlyRootFilesystem?: boolean;
    allowPrivilegeEscalation?: boolean;
    runAsUser?: number;
    runAsGroup?: number;
  };
  /** Sentences about invalid options: nothing is deployed. */
  readonly wrong: string[];
  /** Sentences about options that Kubernetes does not have. */
  readonly leftOut: string[];
}

/** What an option depends on in an app. */
export type Owner = Pick<App, "name" | "namespace" | "optionClaims">;

/** Puts a value where it belongs; a sentence says what is wrong with it. */
type Take = (value: string, made: PodOptions, app: Owner) => string | null;

/** A form that the value must have, and what is made of its groups. */
const when =
  (form: RegExp, must: string, put: (groups: readonly string[], made: PodOptions) => void): Take =>
  (value, made) => {
    const groups = form.exec(value);
    if (groups === null) return `must be ${must}`;
    put(
      groups.map((group) => group ?? ""),
      made,
    );
    return null;
  };

const flag =
  (put: (on: boolean, made: PodOptions) => void): Take =>
  (value, made) => {
    put(value !== "false", made);
    return null;
  };

const capability = (which: "add" | "drop") =>
  when(/^(?:CAP_)?([A-Z_]+)$/i, "a capability such as NET_ADMIN", ([, name = ""], { security }) => {
    security.capabilities ??= {};
    security.capabilities[which] = [...(security.capabilities[which] ?? []), name.toUpperCase()];
  });

const MEMORY = /^[1-9]\d*(\.\d+)?([bkmg]b?)?$/i;

/** A number alone is bytes to Docker here, and not MB as in `resource:limit`. */
const bytes = (text: string) => (/^\d+$/.test(text) ? text : memoryQuantity(text.toLowerCase()));
const memory = (put: (quantity: string, made: PodOptions) => void): Take =>
  when(MEMORY, "an amount of memory such as 512m", ([text = ""], made) => put(bytes(text), made));

export const TABLE: Readonly<Record<string, Take>> = {
  "--add-host": (value, { hosts }) => {
    const [, name = "", ip = ""] = /^([^:=\s]+)[:=]\[?([^\][]+)\]?$/.exec(value) ?? [];
    if (!isAddress(ip) || !isDomain(name))
      return "must be a name and an address such as db:10.0.0.5 (a pod cannot reach host-gateway, the Docker host)";
    hosts.set(ip, [...(hosts.get(ip) ?? []), name]);
    return null;
  },
  "--cap-add": capability("add"),
  "--cap-drop": capability("drop"),
  "--cpus": when(/^(?:\d+(?:\.\d+)?|\.\d+)$/, "a number of CPUs such as 1.5", ([cpu = ""], { limits }) => {
    limits.cpu = cpu.startsWith(".") ? `0${cpu}` : cpu;
  }),
  "--dns": (value, { dns }) => {
    if (!isAddress(value)) return "must be an address such as 10.0.0.2";
    dns.nameservers.push(value);
    return null;
  },
  "--dns-opt": dnsOption(),
  "--dns-option": dnsOption(),
  "--dns-search": (value, { dns }) => {
    if (!isDomain(value.replace(/\.$/, ""))) return "must be a domain such as example.com";
    dns.searches.push(value);
    return null;
  },
  "--env": when(
    /^([A-Za-z_][\w.-]*)=(.*)$/s,
    "NAME=VALUE: there is no environment that has the value",
    ([, name = "", value = ""], { env }) => {
      env[name] = value;
    },
  ),
  "--gpus": when(/^([1-9]\d*)$/, "a number of GPUs", ([number = ""], { limits }) => {
    limits["nvidia.com/gpu"] = number;
  }),
  "--group-add": when(/^\d+$/, "a numeric group id", ([group], { podSecurity }) => {
    podSecurity.supplementalGroups = [...(podSecurity.supplementalGroups ?? []), Number(group)];
  }),
  "--hostname": (value, { pod }) => {
    pod.hostname = value;
    return dnsLabel.accepts(value) ? null : `must be ${dnsLabel.form}`;
  },
  "--label": (value, { labels, leftOut: left }, app) => {
    const [key = "", ...rest] = value.split("=");
    const why = keyIssue("labels", key) ?? labelIssue(rest.join("="));
    if (why === null) labels[key] = rest.join("=");
    else left.push(`--label ${key}, ${ANNOTATE(app.name)}`);
    return null;
  },
  "--memory": memory((quantity, { limits }) => {
    limits.memory = quantity;
  }),
  "--memory-reservation": memory((quantity, { requests }) => {
    requests.memory = quantity;
  }),
  "--privileged": flag((on, { security }) => {
    security.privileged = on;
  }),
  "--read-only": flag((on, { security }) => {
    security.readOnlyRootFilesystem = on;
  }),
  "--restart": (value, { leftOut: left }) => {
    const why = restartPolicy(value);
    if (why !== null) left.push(why);
    return null;
  },
  "--security-opt": (value, { security, leftOut: left }) => {
    const [, off] = /^no-new-privileges(?:[:=](true|false))?$/.exec(value) ?? [null, null];
    if (off === null) left.push(`--security-opt ${value.split(/[=:]/)[0]}, which a template of your own can set`);
    else security.allowPrivilegeEscalation = off === "false";
    return null;
  },
  "--shm-size": memory((quantity, made) => addEmpty(made, "/dev/shm", inMemory(quantity))),
  "--sysctl": when(
    /^([a-z0-9](?:[-_./a-z0-9]*[a-z0-9])?)=(.+)$/s,
    "NAME=VALUE such as net.core.somaxconn=1024",
    ([, name = "", value = ""], { podSecurity }) => {
      const others = (podSecurity.sysctls ?? []).filter((sysctl) => sysctl.name !== name);
      podSecurity.sysctls = [...others, { name, value }];
    },
  ),
  "--tmpfs": (value, made) => {
    const [path = "", options = ""] = value.split(":");
    if (!path.startsWith("/")) return "must be an absolute path such as /tmp";
    const [size] = options.split(",").filter((option) => option.startsWith("size="));
    const others = options.split(",").filter((option) => option !== "" && option !== "rw" && option !== size);
    const amount = size?.slice("size=".length) ?? null;
    if (amount !== null && !MEMORY.test(amount)) return "has a size that is not an amount of memory such as 64m";
    if (others.length > 0) made.leftOut.push(`${others.join(",")} of --tmpfs ${path}, Kubernetes has no equivalent`);
    addEmpty(made, path, inMemory(amount === null ? null : bytes(amount)));
    return null;
  },
  "--ulimit": () =>
    "is not supported: these limits belong to the node. Set them in its container runtime, or with ulimit in the start command",
  "--user": when(
    /^(\d+)(?::(\d+))?$/,
    "a numeric id, or two such as 1000:1000: Kubernetes does not look up names in the image",
    ([, user, group], { security }) => {
      security.runAsUser = Number(user);
      if (group !== "") security.runAsGroup = Number(group);
    },
  ),
  "--volume": volume,
  "--workdir": when(/^\/.*$/, "an absolute path", ([path = ""], { container }) => {
    container.workingDir = path;
  }),
};

const ANNOTATE = (app: string) =>
  `which is not a valid Kubernetes label: dokku scheduler-kubernetes:pod-annotations-set ${app} NAME VALUE`;

/** The equivalents here, where there are any; APP stands for the app. */
export const ELSEWHERE: StringMap = {
  "--cpu-shares": "use dokku resource:reserve --cpu CPUS APP",
  "--device": "devices come from the nodes' device plugins: dokku resource:limit --nvidia-gpu COUNT APP",
  "--env-file": "the file is on the Docker host; use dokku config:set APP NAME=VALUE",
  "--health-cmd": "use healthchecks in app.json",
  "--init": "use an init such as tini in the image",
  "--link": "a Service is reached by its name",
  "--log-driver": "logs are collected on the nodes",
  "--mount": "use dokku scheduler-kubernetes:mount APP CLAIM PATH",
  "--network": "all pods are on the cluster's network",
  "--publish": "use dokku ports:set APP http:80:PORT",
  "--publish-all": "use dokku ports:set APP http:80:PORT",
  "--stop-timeout": "use dokku ps:set APP stop-timeout-seconds SECONDS",
};

function dnsOption(): Take {
  return when(/^([^:\s]+)(?::(\S+))?$/, "an option such as ndots:2", ([, name = "", value], { dns }) => {
    dns.options.push(value === "" || value === undefined ? { name } : { name, value });
  });
}

const inMemory = (size: string | null): StringMap => ({
  medium: "Memory",
  ...(size === null ? {} : { sizeLimit: size }),
});

function addEmpty({ volumes, mounts }: PodOptions, path: string, emptyDir: StringMap): void {
  const one = emptyVolume(path, emptyDir);
  volumes.push(one);
  mounts.push({ name: one.name, path, readOnly: false });
}

/** A claim is mounted, a volume without a name is the pod's own; what lies on the Docker host stays there. */
function volume(value: string, made: PodOptions, app: Owner): string | null {
  const { source, path, readOnly } = readVolume(value);
  if (!path.startsWith("/")) return "must end in an absolute path, as in shop-data:/data";
  if (source === null) addEmpty(made, path, {});
  else if (app.optionClaims.includes(source)) {
    made.volumes.push(claimVolume(source));
    made.mounts.push({ name: claimVolume(source).name, path, readOnly });
  } else made.leftOut.push(`${source} at ${path}, which is on the Docker host: ${makeClaim(app, source, path)}`);
  return null;
}

function makeClaim({ name: app, namespace }: Owner, source: string, path: string): string {
  const claim =
    source
      .split("/")
      .at(-1)
      ?.toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "data";
  const make = `move it to a claim\ndokku scheduler-kubernetes:add-pvc ${claim} SIZE --namespace ${namespace.name}`;
  return `${make}\ndokku scheduler-kubernetes:mount ${app} ${claim} ${path}`;
}

/** Null for those that Kubernetes' own comes close to: what exits is restarted, with a growing back-off, forever. */
export function restartPolicy(policy: string): string | null {
  if (["always", "unless-stopped", "on-failure:10"].includes(policy)) return null;
  return `restart policy ${policy}, Kubernetes always restarts a container that exits, with a back-off of up to 5 minutes`;
}
