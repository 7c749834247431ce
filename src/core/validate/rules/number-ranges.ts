// Numbers that the schema lets through and the API server refuses. A 0 in a probe means Kubernetes' default.
import { found, type Root } from "./facts.ts";
import { HANDLED, PROBES } from "./probe-handler.ts";
import { error, type Rule } from "./rule.ts";

/** `most` of null leaves it to the schema. */
type Range = readonly [root: Root, path: string, least: number, most: number | null];

const PORT = [1, 65_535] as const;
const ID = [0, 2_147_483_647] as const;
const MODE = [0, 0o777] as const;
const COUNT = [0, null] as const;

const SOURCES = ["secret", "configMap", "projected", "downwardAPI"];

const RANGES: readonly Range[] = [
  ...PROBES.flatMap((probe): readonly Range[] => [
    ...["initialDelaySeconds", "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold"].map(
      (name): Range => ["container", `${probe}.${name}`, ...COUNT],
    ),
    ["container", `${probe}.terminationGracePeriodSeconds`, 1, null],
  ]),
  ...HANDLED.flatMap((handler) =>
    ["httpGet", "tcpSocket", "grpc"].map((way): Range => ["container", `${handler}.${way}.port`, ...PORT]),
  ),
  ["container", "ports.*.containerPort", ...PORT],
  ["container", "ports.*.hostPort", 0, PORT[1]],
  ["container", "securityContext.runAsUser", ...ID],
  ["container", "securityContext.runAsGroup", ...ID],
  ["pod", "terminationGracePeriodSeconds", ...COUNT],
  ["pod", "activeDeadlineSeconds", 1, ID[1]],
  ["pod", "securityContext.runAsUser", ...ID],
  ["pod", "securityContext.runAsGroup", ...ID],
  ["pod", "securityContext.fsGroup", ...ID],
  ["pod", "securityContext.supplementalGroups.*", ...ID],
  ...SOURCES.flatMap((source): readonly Range[] => [
    ["pod", `volumes.*.${source}.defaultMode`, ...MODE],
    ["pod", `volumes.*.${source}.items.*.mode`, ...MODE],
  ]),
  ["object", "spec.replicas", ...COUNT],
  ["object", "spec.minReadySeconds", ...COUNT],
  ["object", "spec.revisionHistoryLimit", ...COUNT],
  ["kind Deployment", "spec.progressDeadlineSeconds", ...COUNT],
  ["kind StatefulSet", "spec.updateStrategy.rollingUpdate.partition", ...COUNT],
  ["kind CronJob", "spec.startingDeadlineSeconds", ...COUNT],
  ["kind CronJob", "spec.successfulJobsHistoryLimit", ...COUNT],
  ["kind CronJob", "spec.failedJobsHistoryLimit", ...COUNT],
  ...["parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"].map(
    (name): Range => ["job", name, ...COUNT],
  ),
  ["kind Service", "spec.ports.*.port", ...PORT],
  ["kind Service", "spec.ports.*.targetPort", 0, PORT[1]],
  ["kind Service", "spec.ports.*.nodePort", 0, PORT[1]],
  ["kind Service", "spec.sessionAffinityConfig.clientIP.timeoutSeconds", 1, 86_400],
  ["kind Ingress", "spec.rules.*.http.paths.*.backend.service.port.number", ...PORT],
  ["kind Ingress", "spec.defaultBackend.service.port.number", ...PORT],
  ["kind HorizontalPodAutoscaler", "spec.minReplicas", 1, null],
  ["kind HorizontalPodAutoscaler", "spec.maxReplicas", 1, null],
  ["kind HorizontalPodAutoscaler", "spec.behavior.*.stabilizationWindowSeconds", 0, 3600],
  ["kind HorizontalPodAutoscaler", "spec.behavior.*.policies.*.value", 1, null],
  ["kind HorizontalPodAutoscaler", "spec.behavior.*.policies.*.periodSeconds", 1, 1800],
  ["kind HorizontalPodAutoscaler", "spec.metrics.*.*.target.averageUtilization", 1, null],
];

export const numberRanges: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    RANGES.flatMap(([root, path, least, most]) =>
      found(manifest, root, path)
        .filter(({ value }) => typeof value === "number" && !(value >= least && value <= (most ?? value)))
        .map(({ path: where, value }) => {
          const range = most === null ? `at least ${least}` : `from ${least} to ${most}`;
          return error(manifest, where, `must be ${range}; it is ${value}`);
        }),
    ),
  );
