// Waits until the controllers of the Gateways have taken an app's routes.
import { type Attached, attached } from "../../core/diagnose/gateway.ts";
import { SchedulerError } from "../../core/errors.ts";
import type { Place } from "../../core/model/cluster.ts";
import type { Manifest, Ref } from "../../core/model/manifest.ts";
import { at, list } from "../../core/model/read.ts";
import { tlsName } from "../../core/objects/routes.ts";
import { isRoute } from "../../core/objects/routing.ts";
import { GATEWAY_API } from "../../core/plan/gateway.ts";
import { pause } from "../../edge/interruption.ts";
import { getAll } from "../../edge/kube/kubectl.ts";
import { warn } from "../../edge/log.ts";
import type { Step } from "../steps/steps.ts";

/** Milliseconds between two looks, and in which what is refused may still be taken: controllers see an object before what it names. */
const INTERVAL = 1_000;
const HEALS = 10_000;
/** Milliseconds that controllers may take from a change of an Ingress or a Gateway to requests that follow it. */
export const FOLLOWED_WITHIN = 10_000;
/** Seconds for a controller to take routes without a deploy: the app serves meanwhile. */
export const ATTACHED_WITHIN = 60;

type Routes = readonly Pick<Manifest, "ref" | "object">[];

/** Those among the objects of a release that have to be attached to a Gateway. */
export const isAttached = ({ ref }: Pick<Manifest, "ref">) => isRoute(ref);

/** `seconds` is how long a controller may take. Throws ROLLOUT_FAILED when a Gateway refuses one, or nobody answers for it. */
export const attaching = (app: string, manifests: readonly Manifest[], place: Place, seconds: number): Step => ({
  title: "Waiting for the Gateway to take the routes",
  event: null,
  run: () => mustAttach(app, manifests, place, seconds),
});

/** As `attaching`. */
export async function mustAttach(app: string, manifests: Routes, { cluster }: Place, seconds: number): Promise<void> {
  const routes = manifests.filter(isAttached);
  const refs = [...routes.map(({ ref }) => ref), ...gatewaysOf(routes)];
  const doing = `route ${app} through its Gateway`;
  const end = Date.now() + 1000 * seconds;
  let refusedSince: number | null = null;
  for (;;) {
    const objects = await getAll(doing, refs, cluster);
    const found = attached(app, objects, tlsName(app));
    if (found.troubles.length === 0 && found.unanswered.length === 0) {
      for (const line of found.uncertified) warn(line);
      return;
    }
    const now = Date.now();
    refusedSince = found.troubles.length === 0 ? null : (refusedSince ?? now);
    const isRefused = refusedSince !== null && now - refusedSince >= HEALS;
    if (isRefused || now >= end) throw refusal(doing, found);
    await pause(INTERVAL);
  }
}

function refusal(doing: string, { troubles, unanswered }: Attached): SchedulerError {
  const helps = [...new Set(troubles.flatMap((trouble) => trouble.helps ?? []))];
  const because = troubles.length > 0 ? troubles.map(({ says }) => says) : unanswered;
  return new SchedulerError("ROLLOUT_FAILED", doing, because, helps.join("\n") || null);
}

function gatewaysOf(routes: Routes): readonly Ref[] {
  const all = routes.flatMap(({ ref, object }) =>
    list(at(object.spec, "parentRefs")).map((parent) => ({
      apiVersion: GATEWAY_API,
      kind: "Gateway",
      namespace: String(at(parent, "namespace") ?? ref.namespace),
      name: String(at(parent, "name")),
    })),
  );
  return all.filter(
    ({ namespace, name }, index) =>
      all.findIndex((other) => other.namespace === namespace && other.name === name) === index,
  );
}
