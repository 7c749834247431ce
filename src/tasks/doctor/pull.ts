// Has a node pull an app's image for a Job of its own, which is removed whatever comes.
import type { AppFacts } from "../../core/doctor/facts.ts";
import { pulledBy } from "../../core/doctor/pull.ts";
import { SchedulerError } from "../../core/errors.ts";
import type { App } from "../../core/model/app.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { KubeObject } from "../../core/model/manifest.ts";
import { nameOf, SUBDOMAIN } from "../../core/objects/names.ts";
import { pullSecrets } from "../../core/objects/registry-secret.ts";
import { clearUp, interrupted, isInterrupted, pause } from "../../edge/exec.ts";
import { apply, list, remove } from "../../edge/kube/kubectl.ts";
import { newId } from "../one-off/follow.ts";

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
    for (const end = Date.now() + MOST; Date.now() < end && !isInterrupted(); await pause(PAUSE)) {
      const [pod] = await list(["pods"], `batch.kubernetes.io/job-name=${name}`, place);
      const pulled = pod === undefined ? null : pulledBy(pod);
      if (pulled !== null) return pulled;
    }
    if (isInterrupted()) throw interrupted();
    return { pulled: false, why: `no node had pulled ${reference} after ${MOST / 1000} s` };
  } catch (error) {
    if (!(error instanceof SchedulerError) || error.code === "INTERRUPTED") throw error;
    return { pulled: false, why: [error.doing, ...error.because].join(": ") };
  } finally {
    const ref = { apiVersion: job.apiVersion, kind: job.kind, namespace: place.namespace, name };
    await clearUp(() => remove(`remove Job ${name}`, [ref], place.cluster));
  }
}

/** Nothing of the image runs: there is no such command. The cluster removes the Job itself where we cannot. */
function jobFor(app: App, image: string, namespace: string): KubeObject {
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
