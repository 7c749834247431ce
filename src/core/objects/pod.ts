// What a Deployment's pods and those of a Job have in common: the partial `pod` lays it out.
import { entriesOf } from "../metadata.ts";
import type { App, Process, Sized } from "../model/app.ts";
import type { StringMap } from "./definition.ts";
import { type Probes, probesOf } from "./healthchecks.ts";
import { nameAnnotations, processLabels, processName, selectorLabels } from "./labels.ts";
import { settleSeconds, stopSeconds } from "./leaving.ts";
import { portOf } from "./ports.ts";
import { pullSecrets } from "./registry-secret.ts";
import { type Resources, resourcesOf } from "./resources.ts";
import { envSecretName } from "./secret.ts";
import { type ContainerPort, containerPorts } from "./service-ports.ts";
import type { StartCommand } from "./start-command.ts";
import { type Volume, type VolumeMount, volumeMountsOf, volumesOf } from "./volumes.ts";

export interface PodContext {
  readonly pod: {
    /** The selector's, where something selects it, and the recommended ones. */
    readonly labels: StringMap;
    readonly annotations: StringMap;
    /** Null for Kubernetes' default: a container that ends is started anew. */
    readonly restartPolicy: string | null;
    /** Seconds from being told to leave to being killed. */
    readonly graceSeconds: number;
    /** Where possible its like are on different nodes, then in different zones. */
    readonly spread: readonly { readonly topologyKey: string; readonly selector: StringMap }[];
    /** Names. */
    readonly imagePullSecrets: readonly string[];
    readonly volumes: readonly Volume[];
  };
  readonly container: {
    readonly name: string;
    readonly image: string;
    /** Null leaves the image's ENTRYPOINT. */
    readonly command: readonly string[] | null;
    /** Null leaves the image's CMD. */
    readonly args: readonly string[] | null;
    /** Somebody types into it; a run that nobody is attached to has none. */
    readonly stdin: boolean;
    /** It has a terminal. */
    readonly tty: boolean;
    /** Name of the Secret with the app's env; null when the env is empty. */
    readonly envSecret: string | null;
    /** `PORT`, where something connects to the process. */
    readonly env: readonly { readonly name: string; readonly value: string }[];
    /** Those of the port mappings. */
    readonly ports: readonly ContainerPort[];
    readonly resources: Resources | null;
    /** Seconds the container goes on serving after it was told to leave, of those of the pod; null for none. */
    readonly settleSeconds: number | null;
    readonly volumeMounts: readonly VolumeMount[];
  } & Omit<Probes, "minReadySeconds">;
}

type Start = Pick<StartCommand, "command" | "args">;

/** A pod of a process type that stays up, and is asked whether it does. */
export function servingPod(app: App, process: Process, start: Start): PodContext {
  const base = podOf(app, process, start);
  const { minReadySeconds: _, ...probes } = probesOf(app, process);
  const settle = settleSeconds(app, process);
  const restarted: StringMap =
    process.restartedAt === null ? {} : { "kubectl.kubernetes.io/restartedAt": process.restartedAt };
  return {
    pod: {
      ...base.pod,
      labels: { ...base.pod.labels, ...processLabels(app.name, process.type) },
      annotations: { ...base.pod.annotations, ...nameAnnotations(app.name, process.type), ...restarted },
      graceSeconds: (settle ?? 0) + stopSeconds(app),
      spread: spreadOf(app, process.type),
    },
    container: {
      ...base.container,
      ...probes,
      ports: containerPorts(app, process.type),
      settleSeconds: settle,
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

/** A pod that ends by itself; `process` is the type it runs as, or stands for the whole app. */
export function oneOffPod(app: App, process: Sized, oneOff: OneOff): PodContext {
  const { name, labels, start, stdin, tty, envSecret } = oneOff;
  const base = podOf(app, process, start);
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
function podOf(app: App, process: Sized, { command, args }: Start): PodContext {
  const name = processName(app.name, process.type);
  const port = portOf(app, process.type);
  return {
    pod: {
      labels: entriesOf(app.metadata, "pod", "labels", process.type),
      annotations: { ...defaultContainer(name), ...entriesOf(app.metadata, "pod", "annotations", process.type) },
      restartPolicy: null,
      graceSeconds: stopSeconds(app),
      spread: [],
      imagePullSecrets: pullSecrets(app),
      volumes: volumesOf(app),
    },
    container: {
      name,
      image: app.image.reference,
      command,
      args,
      stdin: false,
      tty: false,
      envSecret: envSecretName(app),
      env: port === null ? [] : [{ name: "PORT", value: String(port) }],
      ports: [],
      resources: resourcesOf(process),
      settleSeconds: null,
      volumeMounts: volumeMountsOf(app),
      livenessProbe: null,
      readinessProbe: null,
      startupProbe: null,
    },
  };
}

/** For one pod too: otherwise the second would replace the first. */
function spreadOf(app: App, type: string): PodContext["pod"]["spread"] {
  if (app.properties["spread-pods"] !== "true") return [];
  const keys = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"];
  return keys.map((topologyKey) => ({ topologyKey, selector: selectorLabels(app.name, type) }));
}

/** What kubectl takes when nobody names a container: a template may add others. */
function defaultContainer(name: string): StringMap {
  return { "kubectl.kubernetes.io/default-container": name };
}
