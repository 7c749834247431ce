// The checks of the doctor, in the order in which they are told, and what all of them found.
import { apiServer } from "./api-server.ts";
import { architecture } from "./architecture.ts";
import { certManager } from "./cert-manager.ts";
import { type Check, type Finding, VERDICTS, type Verdict } from "./check.ts";
import { clock } from "./clock.ts";
import { credentials } from "./credentials.ts";
import { dokkuVersion } from "./dokku-version.ts";
import type { Answers, AppFacts, ClusterFacts, SiteFacts } from "./facts.ts";
import { gateway } from "./gateway.ts";
import { hosts } from "./hosts.ts";
import { ingressClass } from "./ingress-class.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { kubectlSkew } from "./kubectl-skew.ts";
import { kubernetes } from "./kubernetes.ts";
import { leftovers } from "./leftovers.ts";
import { metrics } from "./metrics.ts";
import { networkPolicies } from "./network-policies.ts";
import { node } from "./node.ts";
import { programs } from "./programs.ts";
import { proxy } from "./proxy.ts";
import { pull } from "./pull.ts";
import { record } from "./record.ts";
import { registry } from "./registry.ts";
import { release, unread } from "./release.ts";
import { rights } from "./rights.ts";
import { scheduler } from "./scheduler.ts";
import { settings } from "./settings.ts";
import { storageClass } from "./storage-class.ts";
import { templates } from "./templates.ts";
import { user } from "./user.ts";

/** Of this server, without a cluster. */
export const ofSite: readonly Check<SiteFacts>[] = [user, node, programs, dokkuVersion, templates, leftovers];
/** Of a cluster, as far as its kubeconfig tells and whether it answers. */
export const ofCluster: readonly Check<ClusterFacts>[] = [kubeconfig, credentials, apiServer];
/** Of a cluster that answers. */
export const ofAnswers: readonly Check<Answers>[] = [
  kubernetes,
  kubectlSkew,
  clock,
  storageClass,
  metrics,
  networkPolicies,
];
export const ofApp: readonly Check<AppFacts>[] = [
  scheduler,
  release,
  settings,
  registry,
  proxy,
  hosts,
  templates,
  record,
  rights,
  ingressClass,
  gateway,
  certManager,
  architecture,
  pull,
];

export { unread };

export interface Found extends Finding {
  /** Name of the check. */
  readonly check: string;
  readonly about: "server" | "cluster" | "app";
  /** Of the cluster or app; null for the server and the default cluster. */
  readonly name: string | null;
}

export function walk<Facts>(
  about: Found["about"],
  name: string | null,
  checks: readonly Check<Facts>[],
  facts: Facts,
): readonly Found[] {
  return checks.flatMap((check) => check.of(facts).map((finding) => ({ check: check.name, about, name, ...finding })));
}

/** The worst of them; what is unknown worries nobody. */
export function verdictOf(found: readonly Found[]): Exclude<Verdict, "unknown"> {
  const worst = VERDICTS[Math.max(0, ...found.map(({ verdict }) => VERDICTS.indexOf(verdict)))] ?? "ok";
  return worst === "unknown" ? "ok" : worst;
}

export const EXIT_CODES = { ok: 0, warning: 1, wrong: 2 } as const satisfies Record<
  ReturnType<typeof verdictOf>,
  number
>;
