// metrics.k8s.io, by which autoscalers and :status know what pods use.
import { type Check, ok, warning } from "./check.ts";
import type { Answers } from "./facts.ts";

export const metrics: Check<Answers> = {
  name: "metrics",
  of: ({ metrics, isAutoscaled }) => {
    if (metrics) return ok("metrics.k8s.io answers");
    return isAutoscaled
      ? warning("metrics.k8s.io does not answer: autoscaling by CPU or memory does nothing. Install metrics-server")
      : ok("metrics.k8s.io does not answer, which only autoscaling and the load in :status need");
  },
};
