// What the pods of an app may do: the property `pod-security`, by the names of Kubernetes' own standards, and `read-only-root`.
import type { App } from "../model/app.ts";
import { valueFor } from "../properties/table.ts";
import type { PodOptions } from "./docker-option-table.ts";
import { emptyVolume, type Volume, type VolumeMount } from "./volumes.ts";

export interface PodSecurity {
  readonly pod: object;
  readonly container: object;
  /** Whether the pods get the token of their ServiceAccount; null leaves it to that. */
  readonly token: boolean | null;
  readonly volumes: readonly Volume[];
  readonly mounts: readonly VolumeMount[];
}

const SECCOMP = { seccompProfile: { type: "RuntimeDefault" } };

/** By level, what docker options may then add to it. */
const LEVELS: Readonly<Record<string, Pick<PodSecurity, "pod" | "container">>> = {
  "runtime-default": { pod: SECCOMP, container: {} },
  baseline: { pod: SECCOMP, container: {} },
  restricted: { pod: { ...SECCOMP, runAsNonRoot: true }, container: { allowPrivilegeEscalation: false } },
};

export function podSecurity(app: App, type: string, { podSecurity, security, mounts }: PodOptions): PodSecurity {
  const level = app.properties["pod-security"];
  const { pod = {}, container = {} } = LEVELS[level] ?? {};
  const isReadOnly = valueFor(app.properties, "read-only-root", type) === "true";
  const isTaken = [...mounts, ...app.mounts].some(({ path }) => path === TMP);
  const tmp = isReadOnly && !isTaken ? [emptyVolume(TMP, {})] : [];
  const isAsked = valueFor(app.properties, "service-account", type) !== "";
  return {
    pod: { ...podSecurity, ...pod },
    container: {
      ...security,
      ...container,
      ...(level === "restricted" ? { capabilities: { ...security.capabilities, drop: ["ALL"] } } : {}),
      ...(isReadOnly ? { readOnlyRootFilesystem: true } : {}),
    },
    token: level === "none" || isAsked ? null : false,
    volumes: tmp,
    mounts: tmp.map(({ name }) => ({ name, path: TMP, readOnly: false })),
  };
}

const TMP = "/tmp";

/** Levels that Kubernetes knows too, with the capabilities that each lets a container add. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  baseline: [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
  ],
  restricted: ["NET_BIND_SERVICE"],
};

/** Sysctls that every level but `none` lets a pod set. */
const SYSCTLS: readonly string[] = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_syncookies",
];

/** Whether a namespace can be held to a level. */
export const isStandard = (level: string): boolean => level in ADDED;

/** Of docker options those that a level does not allow, in sentences. */
export function notAllowed(
  app: Pick<App, "name" | "properties">,
  { podSecurity, security }: PodOptions,
): readonly string[] {
  const level = app.properties["pod-security"];
  const allowed = ADDED[level];
  if (allowed === undefined) return [];
  const added = security.capabilities?.add?.filter((name) => !allowed.includes(name)) ?? [];
  const sysctls = podSecurity.sysctls?.filter(({ name }) => !SYSCTLS.includes(name)) ?? [];
  const options = [
    ...(security.privileged ? ["--privileged"] : []),
    ...added.map((name) => `--cap-add ${name}`),
    ...sysctls.map(({ name }) => `--sysctl ${name}`),
    ...(level === "restricted" && security.allowPrivilegeEscalation ? ["--security-opt no-new-privileges=false"] : []),
    ...(level === "restricted" && security.runAsUser === 0 ? ["--user 0"] : []),
  ];
  const set = `dokku scheduler-kubernetes:set ${app.name} pod-security`;
  return options.map((option) => `${option} is not allowed, for pod-security is ${level}: ${set} LEVEL`);
}
