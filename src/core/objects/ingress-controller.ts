// In which namespace the controller of an app's Ingress is, for the NetworkPolicy that lets it connect.
import type { DokkuApp } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at, entryOf } from "../model/read.ts";
import { familyWith } from "./controllers.ts";
import { usesGateway } from "./routing.ts";

/** The IngressClass to ask for; null where no policy needs it. The first domain may come without a deploy: that leaves the policy as it is. */
export function classWanted(app: Pick<DokkuApp, "proxy" | "properties">): string | null {
  const { "network-policy": policy, "network-policy-allow": allow, "ingress-class": name } = app.properties;
  return policy !== "off" && allow === "" && !usesGateway(app) ? name : null;
}

/**
 * Helm says on all that it installs in which namespace the rest of it is, and only an admin writes an IngressClass: labels of pods anybody can
 * have. None where Helm did not install it, and for a controller whose requests may come from outside the cluster.
 */
export function controllerNamespaces(ingressClass: KubeObject | null): readonly string[] {
  const namespace = entryOf(ingressClass?.metadata.annotations ?? {}, "meta.helm.sh/release-namespace");
  const isKnown = familyWith(String(at(ingressClass?.spec, "controller"))) !== null;
  return isKnown && namespace !== undefined ? [namespace] : [];
}
