// One Deployment per process type.
import { type Bearer, entriesOf, type Sort } from "../metadata.ts";
import type { App, Process } from "../model/app.ts";
import type { Definition, Draft, StringMap } from "./definition.ts";
import { type Probes, probesOf } from "./healthchecks.ts";
import { isAutoscaled } from "./horizontal-pod-autoscaler.ts";
import { processLabels, processName, selectorLabels } from "./labels.ts";
import { portOf } from "./ports.ts";
import { pullSecrets } from "./registry-secret.ts";
import { type Resources, resourcesOf } from "./resources.ts";
import { envSecretName } from "./secret.ts";
import { startCommand } from "./start-command.ts";
import { mustStopFirst, type Volume, type VolumeMount, volumeIssues, volumeMountsOf, volumesOf } from "./volumes.ts";

/** Seconds until everybody who routes to a pod has learned that it comes or goes. */
const SETTLE = 5;

export interface DeploymentContext {
  /** The scale; 0 is present. Null while a HorizontalPodAutoscaler decides. */
  readonly replicas: number | null;
  /** From a healthcheck with an `uptime`. */
  readonly minReadySeconds: unknown;
  /** `RollingUpdate`, or `Recreate`: the old pods go before the new ones come. */
  readonly strategy: string;
  /** Null leaves Kubernetes' defaults. */
  readonly rollingUpdate: { readonly maxSurge: string; readonly maxUnavailable: number } | null;
  /** Can never be changed once the Deployment exists. */
  readonly selector: StringMap;
  readonly pod: {
    /** The selector's and the recommended ones. */
    readonly labels: StringMap;
    readonly annotations: StringMap;
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
    /** Name of the Secret with the app's env; null when the env is empty. */
    readonly envSecret: string | null;
    /** `PORT`, where something connects to the process. */
    readonly env: readonly { readonly name: string; readonly value: string }[];
    /** One port, or none. */
    readonly ports: readonly { readonly containerPort: number }[];
    readonly resources: Resources | null;
    /** Seconds the container goes on serving after it was told to leave; null where nobody connects. */
    readonly settleSeconds: number | null;
    readonly volumeMounts: readonly VolumeMount[];
  } & Omit<Probes, "minReadySeconds">;
}

export const deployment: Definition = {
  kind: "Deployment",
  apiVersion: "apps/v1",
  template: "deployment",
  namespaced: true,
  perProcess: true,
  trackedAs: "Deployments",
  contexts: (app: App): readonly Draft[] => app.processes.map((process) => draft(app, process)),
};

function draft(app: App, process: Process): Draft {
  const name = processName(app.name, process.type);
  const labels = processLabels(app.name, process.type);
  const added = (...which: readonly [Bearer, Sort]) => entriesOf(app.metadata, ...which, process.type);
  const recreate = mustStopFirst(app);
  const port = portOf(app, process.type);
  const { minReadySeconds, ...probes } = probesOf(app, process.type);
  const { command, args, issues } = startCommand(app, process);
  const context: DeploymentContext = {
    replicas: isAutoscaled(process) ? null : process.quantity,
    minReadySeconds: minReadySeconds ?? (app.takesOver && port !== null ? SETTLE : null),
    strategy: recreate ? "Recreate" : "RollingUpdate",
    // Whoever serves requests never has fewer pods than asked for while a new release comes up.
    rollingUpdate: process.type === "web" && !recreate ? { maxSurge: "25%", maxUnavailable: 0 } : null,
    selector: selectorLabels(app.name, process.type),
    pod: {
      labels: { ...added("pod", "labels"), ...labels },
      annotations: {
        "kubectl.kubernetes.io/default-container": name,
        ...added("pod", "annotations"),
        ...(process.restartedAt === null ? {} : { "kubectl.kubernetes.io/restartedAt": process.restartedAt }),
      },
      imagePullSecrets: pullSecrets(app),
      volumes: volumesOf(app),
    },
    container: {
      name,
      image: app.image.reference,
      command,
      args,
      envSecret: envSecretName(app),
      env: port === null || Object.hasOwn(app.env, "PORT") ? [] : [{ name: "PORT", value: String(port) }],
      ports: port === null ? [] : [{ containerPort: port }],
      resources: resourcesOf(process),
      settleSeconds: port === null ? null : SETTLE,
      volumeMounts: volumeMountsOf(app),
      ...probes,
    },
  };
  return {
    name,
    processType: process.type,
    labels: { ...added("deployment", "labels"), ...labels },
    annotations: added("deployment", "annotations"),
    context,
    issues: [...issues, ...volumeIssues(app, process)],
  };
}
