// THE list of objects, in the order they are applied, and the drafts of an app.
import type { MetadataStores } from "../dokku/metadata.ts";
import type { App } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";
import { networkPolicy } from "./app-network-policy.ts";
import { certificate } from "./certificate.ts";
import { clusterIssuer } from "./cluster-issuer.ts";
import { cronJob } from "./cron-job.ts";
import { daemonSet } from "./daemon-set.ts";
import type { Definition, Draft } from "./definition.ts";
import { deployment } from "./deployment.ts";
import { type DokkuContext, dokkuContext } from "./dokku-context.ts";
import { gateway } from "./gateway.ts";
import { grpcRoute } from "./grpc-route.ts";
import { headlessService } from "./headless-service.ts";
import { horizontalPodAutoscaler } from "./horizontal-pod-autoscaler.ts";
import { httpRoute } from "./http-route.ts";
import { ingress } from "./ingress.ts";
import { appLabels, nameAnnotations } from "./labels.ts";
import { middleware } from "./middleware.ts";
import { DASHED, nameOf } from "./names.ts";
import { namespace } from "./namespace.ts";
import { ownContext } from "./own.ts";
import { podDisruptionBudget } from "./pod-disruption-budget.ts";
import { registrySecret } from "./registry-secret.ts";
import { scaledObject } from "./scaled-object.ts";
import { secret } from "./secret.ts";
import { serversTransport } from "./servers-transport.ts";
import { service } from "./service.ts";
import { serviceAccount } from "./service-account.ts";
import { statefulSet } from "./stateful-set.ts";
import { tcpRoute } from "./tcp-route.ts";
import { tlsRoute } from "./tls-route.ts";
import { tlsSecret } from "./tls-secret.ts";

export const definitions: readonly Definition[] = [
  namespace,
  registrySecret,
  secret,
  serviceAccount,
  podDisruptionBudget,
  networkPolicy,
  deployment,
  statefulSet,
  daemonSet,
  cronJob,
  horizontalPodAutoscaler,
  scaledObject,
  serversTransport,
  service,
  headlessService,
  clusterIssuer,
  certificate,
  tlsSecret,
  middleware,
  ingress,
  gateway,
  httpRoute,
  grpcRoute,
  tcpRoute,
  tlsRoute,
];

/** What the partial `metadata` renders. An object of this name has the labels and annotations without printing them. */
export interface MetadataContext {
  readonly name: string;
  /** Null for a cluster-scoped object. */
  readonly namespace: string | null;
  /** The app's, the process type's, and the recommended ones; the object has them without printing them. */
  readonly labels: StringMap;
  /** Null when there are none; the object has them without printing them. */
  readonly annotations: StringMap | null;
}

/** One object that is ready for its template. */
export interface Target {
  readonly template: string;
  /** `Deployment shop-web`, for messages. */
  readonly title: string;
  /** Null for a cluster-scoped object. */
  readonly namespace: string | null;
  /** The template is the site's or the app's alone; it may print nothing, and then there is no object. */
  readonly isOwn: boolean;
  readonly processType: string | null;
  /** Annotations and labels that people set, for this object among others. */
  readonly stores: readonly MetadataStores[];
  readonly context: { readonly metadata: MetadataContext } & DokkuContext & object;
  readonly issues: readonly Issue[];
}

/** `own` names the templates of own objects: each renders one object, after all others. */
export function targetsOf(app: App, own: readonly string[]): readonly Target[] {
  const ours = definitions.flatMap((definition) =>
    definition.contexts(app).map((draft) => targetOf(definition, draft, app)),
  );
  return [...ours, ...own.map((template) => ownTarget(app, template))];
}

function ownTarget(app: App, template: string): Target {
  const namespace = app.namespace.name;
  const name = nameOf([app.name, template], DASHED);
  const annotations = orNull(nameAnnotations(app.name, null));
  const metadata: MetadataContext = { name, namespace, labels: appLabels(app.name), annotations };
  return {
    template,
    title: `the object ${name}`,
    namespace,
    isOwn: true,
    processType: null,
    stores: storesOf(app, false),
    context: { metadata, ...dokkuContext(app, null), ...ownContext(app) },
    issues: [],
  };
}

export function targetOf(
  definition: Pick<Definition, "kind" | "template" | "namespaced" | "shared">,
  draft: Draft,
  app: App,
): Target {
  const { kind, template } = definition;
  const namespace = definition.namespaced ? app.namespace.name : null;
  // What apps share belongs to none of them.
  const names = draft.labels.app === undefined ? {} : nameAnnotations(app.name, draft.processType);
  const annotations = orNull({ ...draft.annotations, ...names });
  const metadata: MetadataContext = { name: draft.name, namespace, labels: draft.labels, annotations };
  return {
    template,
    title: `${kind} ${draft.name}`,
    namespace,
    isOwn: false,
    processType: draft.processType,
    stores: storesOf(app, definition.shared),
    context: { metadata, ...dokkuContext(app, draft.processType), ...draft.context },
    issues: draft.issues,
  };
}

/** What is set for one app alone is not for what several share. */
function storesOf({ settings, siteSettings }: App, isShared: boolean): readonly MetadataStores[] {
  return [siteSettings.metadata, ...(isShared ? [] : [settings.metadata])];
}

const orNull = (map: StringMap) => (Object.keys(map).length === 0 ? null : map);
