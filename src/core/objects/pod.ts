// What a Deployment's pods and those of a Job have in common: the partial `pod` renders it.

import { pulledAs } from "../dokku/image.ts";
import type { App, Image, Process, Sized } from "../model/app.ts";
import type { StringMap } from "../model/manifest.ts";
import {
  type HostAlias,
  readHostAliases,
  readNodeSelector,
  readTolerations,
  type Toleration,
} from "../properties/scheduling.ts";
import { type TypedName, valueFor } from "../properties/table.ts";
import type { PodOptions } from "./docker-option-table.ts";
import { podOptions } from "./docker-options.ts";
import { type Probes, probesOf } from "./healthchecks.ts";
import { nameAnnotations, processLabels, processName, selectorLabels } from "./labels.ts";
import { podSecurity } from "./pod-security.ts";
import { portOf } from "./ports.ts";
import { pullSecrets } from "./registry-secret.ts";
import { type Resources, resourcesOf } from "./resources.ts";
import { envOf, envSecretName } from "./secret.ts";
import { type ContainerPort, containerPorts } from "./service-ports.ts";
import type { StartCommand } from "./start-command.ts";
import { preStopSeconds, stopSeconds } from "./termination.ts";
import { type Volume, type VolumeMount, volumeMountsOf, volumesOf } from "./volumes.ts";
import { workloadFor } from "./workloads.ts";

export interface PodContext {
  readonly pod: {
    /** The process type; `run` or `cron` for a command that is none. */
    readonly type: string;
    /** Those of the selector, where something selects it, and the recommended ones. */
    readonly labels: StringMap;
    readonly annotations: StringMap;
    /** Null for Kubernetes' default: a container that exits is restarted. */
    readonly restartPolicy: string | null;
    /** terminationGracePeriodSeconds: from being told to stop to being killed. */
    readonly graceSeconds: number;
    /** Where possible pods of one type are on different nodes, then in different zones. */
    readonly spread: readonly {
      readonly topologyKey: string;
      readonly selector: StringMap;
      /** The label that pods of one release have in common. */
      readonly revisionLabel: string;
    }[];
    /** Names. */
    readonly imagePullSecrets: readonly string[];
    readonly volumes: readonly Volume[];
    /** Labels of the nodes that may run it; null for any. */
    readonly nodeSelector: StringMap | null;
    /** Taints of nodes that it tolerates. */
    readonly tolerations: readonly Toleration[];
    /** Name of a PriorityClass; null for the cluster's default. */
    readonly priorityClass: string | null;
    /** Name of a ServiceAccount; null for the namespace's default. */
    readonly serviceAccount: string | null;
    /** These come from docker options, aliases from a property too: null or empty where there are none. */
    readonly hostname: string | null;
    readonly hostAliases: readonly HostAlias[];
    /** `None` where the cluster's own DNS is not used. */
    readonly dnsPolicy: string | null;
    readonly dnsConfig: unknown;
    readonly securityContext: unknown;
    /** Whether it gets the token of its ServiceAccount; null leaves it to that. */
    readonly automountToken: boolean | null;
  };
  readonly container: {
    readonly name: string;
    /** By its digest, where that is known. */
    readonly image: string;
    readonly imagePullPolicy: string;
    /** Null for the image's ENTRYPOINT. */
    readonly command: readonly string[] | null;
    /** Null for the image's CMD. */
    readonly args: readonly string[] | null;
    /** Whether stdin is open; not for a detached run. */
    readonly stdin: boolean;
    /** Whether it has a terminal. */
    readonly tty: boolean;
    /** Name of the Secret with the app's env; null when the env is empty. */
    readonly envSecret: string | null;
    /** `PORT`, where something connects to the process. */
    readonly env: readonly { readonly name: string; readonly value: string }[];
    /** Those of the port mappings. */
    readonly ports: readonly ContainerPort[];
    readonly resources: Resources | null;
    /** Seconds of `pod.graceSeconds` that the container keeps serving before it gets SIGTERM; null for none. */
    readonly preStopSeconds: number | null;
    readonly volumeMounts: readonly VolumeMount[];
    readonly workingDir: string | null;
    readonly securityContext: unknown;
  } & Probes;
}

/** Null for what has no pods. */
export function podTypeOf(context: object): string | null {
  return (context as Partial<PodContext>).pod?.type ?? null;
}

type Start = Pick<StartCommand, "command" | "args">;

/** A pod of a process type, which keeps running and is probed. */
export function servingPod(app: App, process: Process, start: Start): PodContext {
  const base = podOf(app, process, start, podOptions(app, "deploy", process.type));
  const probes = probesOf(app, process);
  const preStop = preStopSeconds(app, process);
  const restarted: StringMap =
    process.restartedAt === null ? {} : { "kubectl.kubernetes.io/restartedAt": process.restartedAt };
  return {
    pod: {
      ...base.pod,
      labels: { ...base.pod.labels, ...processLabels(app.name, process.type) },
      annotations: { ...base.pod.annotations, ...nameAnnotations(app.name, process.type), ...restarted },
      graceSeconds: (preStop ?? 0) + stopSeconds(app),
      spread: spreadOf(app, process.type),
    },
    container: {
      ...base.container,
      ...probes,
      ports: containerPorts(app, process.type),
      preStopSeconds: preStop,
    },
  };
}

/** What a Job's pod takes beside what every pod of the app has. */
export interface OneOff {
  /** Of the container. */
  readonly name: string;
  /** The Job's: nothing that selects the pods of a process type or of the app may find this one. */
  readonly labels: StringMap;
  readonly start: Start;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly envSecret: string | null;
}

/** A pod that runs to completion; `process` is the type it runs as, or represents the whole app. */
export function oneOffPod(app: App, process: Sized, oneOff: OneOff): PodContext {
  const { name, labels, start, stdin, tty, envSecret } = oneOff;
  const base = podOf(app, process, start, podOptions(app, "run", "_default_"));
  return {
    pod: {
      ...base.pod,
      labels: { ...base.pod.labels, ...labels },
      annotations: { ...base.pod.annotations, ...defaultContainer(name) },
      restartPolicy: "Never",
    },
    container: { ...base.container, name, stdin, tty, envSecret },
  };
}

/** Everything a pod of the app has, whatever it is for. */
function podOf(app: App, process: Sized, { command, args }: Start, options: PodOptions): PodContext {
  const env = envOf(app, options);
  const name = processName(app.name, process.type);
  const port = portOf(app, process.type);
  const security = podSecurity(app, process.type, options);
  const set = (property: TypedName) => valueFor(app.properties, property, process.type);
  return {
    pod: {
      type: process.type,
      labels: options.labels,
      annotations: { ...defaultContainer(name), ...imageAnnotations(app.image) },
      restartPolicy: null,
      graceSeconds: stopSeconds(app),
      spread: [],
      imagePullSecrets: pullSecrets(app),
      volumes: volumesOf(app, [...options.volumes, ...security.volumes]),
      nodeSelector: readNodeSelector(set("node-selector")),
      tolerations: readTolerations(set("tolerations")) ?? [],
      priorityClass: set("priority-class") || null,
      serviceAccount: set("service-account") || null,
      hostname: options.pod.hostname ?? null,
      hostAliases: hostAliasesOf(options, set("host-aliases")),
      ...dnsOf(options),
      securityContext: orNull(security.pod),
      automountToken: security.token,
    },
    container: {
      name,
      image: pulledAs(app.image),
      // The same digest is the same bytes: a node that has them need not ask the registry.
      imagePullPolicy: app.image.digest === null ? "Always" : "IfNotPresent",
      command,
      args,
      stdin: false,
      tty: false,
      envSecret: envSecretName(app, env),
      env: port === null ? [] : [{ name: "PORT", value: String(port) }],
      ports: [],
      resources: resourcesOf(process, options, {
        limit: set("ephemeral-storage-limit"),
        reserve: set("ephemeral-storage-reserve"),
      }),
      preStopSeconds: null,
      volumeMounts: volumeMountsOf(app, [...options.mounts, ...security.mounts]),
      workingDir: options.container.workingDir ?? null,
      securityContext: orNull(security.container),
      livenessProbe: null,
      readinessProbe: null,
      startupProbe: null,
    },
  };
}

/** One for each address, whoever named it. */
function hostAliasesOf({ hosts }: PodOptions, set: string): readonly HostAlias[] {
  const aliases = new Map<string, readonly string[]>(hosts);
  for (const { ip, hostnames } of readHostAliases(set) ?? [])
    aliases.set(ip, [...new Set([...(aliases.get(ip) ?? []), ...hostnames])]);
  return [...aliases].map(([ip, hostnames]) => ({ ip, hostnames }));
}

const orNull = (fields: object) => (Object.keys(fields).length === 0 ? null : fields);

/** As Docker does, named servers are asked instead of the usual ones. */
function dnsOf({ dns }: PodOptions): Pick<PodContext["pod"], "dnsPolicy" | "dnsConfig"> {
  const named = Object.entries(dns).filter(([, values]) => values.length > 0);
  const dnsPolicy = dns.nameservers.length > 0 ? "None" : null;
  return { dnsPolicy, dnsConfig: orNull(Object.fromEntries(named)) };
}

/** For one pod too: otherwise the second would replace the first. */
function spreadOf(app: App, type: string): PodContext["pod"]["spread"] {
  if (app.properties["spread-pods"] !== "true") return [];
  const keys = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"];
  const { revisionLabel } = workloadFor(app, type);
  return keys.map((topologyKey) => ({ topologyKey, selector: selectorLabels(app.name, type), revisionLabel }));
}

/** Dokku's name of an image that is pulled by its digest. */
function imageAnnotations({ reference, digest }: Image): StringMap {
  return digest === null ? {} : { "dokku.com/image": reference };
}

/** What kubectl uses when no container is named: a template may add others. */
function defaultContainer(name: string): StringMap {
  return { "kubectl.kubernetes.io/default-container": name };
}
