// Has a node pull an app's image for a Job of its own, which is removed whatever comes.
import type { AppFacts } from "../../core/doctor/facts.ts";
import { notPulledBy, pulledBy } from "../../core/doctor/pull.ts";
import { survived } from "../../core/errors.ts";
import type { App } from "../../core/model/app.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { nameOf, SUBDOMAIN } from "../../core/objects/names.ts";
import { pullSecrets } from "../../core/objects/registry-secret.ts";
import { readNodeSelector, readTolerations } from "../../core/properties/scheduling.ts";
import { type TypedName, valueFor } from "../../core/properties/table.ts";
import { interrupted, isInterrupted, pause } from "../../edge/interruption.ts";
import { apply, list } from "../../edge/kube/kubectl.ts";
import { leaveNothing, newId } from "../one-off/follow.ts";

/** Milliseconds that a pull may take, and between two looks. */
const MOST = 90_000;
const PAUSE = 500;

/** `reference` is what runs. */
export async function tryPull(app: App, reference: string, place: Place): Promise<NonNullable<AppFacts["pull"]>> {
  const job = jobFor(app, reference, place.namespace);
  const { name } = job.metadata;
  const doing = `pull ${reference} in namespace ${place.namespace}`;
  try {
    await apply(doing, [{ object: job }], place.cluster);
    let pod: KubeObject | undefined;
    for (const end = Date.now() + MOST; Date.now() < end && !isInterrupted(); await pause(PAUSE)) {
      [pod] = await list(["pods"], `batch.kubernetes.io/job-name=${name}`, place);
      const pulled = pod === undefined ? null : pulledBy(pod);
      if (pulled !== null) return pulled;
    }
    if (isInterrupted()) throw interrupted();
    return notPulledBy(pod, reference, MOST / 1000);
  } catch (thrown) {
    const error = survived(thrown);
    return { pulled: null, why: [error.doing, ...error.because].join(": ") };
  } finally {
    await leaveNothing({ place, manifests: [{ object: job }] });
  }
}

/**
 * On a node where pods of the app may run. Nothing of the image runs: there is no such command. The cluster removes the Job itself where we cannot.
 */
function jobFor(app: App, image: string, namespace: string): KubeObject {
  const type = app.processes.find(({ quantity }) => quantity > 0)?.type ?? "web";
  const set = (property: TypedName) => valueFor(app.properties, property, type);
  const nodeSelector = readNodeSelector(set("node-selector"));
  const serviceAccountName = set("service-account");
  const container = {
    name: "pull",
    image,
    imagePullPolicy: "Always",
    command: ["/dokku-pulls-and-runs-nothing"],
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  };
  const pod = {
    restartPolicy: "Never",
    ...(nodeSelector === null ? {} : { nodeSelector }),
    tolerations: readTolerations(set("tolerations")) ?? [],
    ...(serviceAccountName === "" ? {} : { serviceAccountName }),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    imagePullSecrets: pullSecrets(app).map((name) => ({ name })),
    // As namespaces may ask of every pod.
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [container],
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: nameOf([app.name, "pull", newId()], SUBDOMAIN), namespace },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: MOST / 1000,
      ttlSecondsAfterFinished: 60,
      template: { spec: pod },
    },
  };
}
