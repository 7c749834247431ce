// THE list of objects, in the order they are applied, and what an app makes of it.
import type { App } from "../model/app.ts";
import type { Issue, Ref } from "../model/manifest.ts";
import type { Definition, Draft, StringMap } from "./definition.ts";
import { deployment } from "./deployment.ts";
import { ingress } from "./ingress.ts";
import { namespace } from "./namespace.ts";
import { registrySecret } from "./registry-secret.ts";
import { secret } from "./secret.ts";
import { service } from "./service.ts";

export const definitions: readonly Definition[] = [namespace, registrySecret, secret, deployment, service, ingress];

/** What the partial `metadata` lays out. */
export interface MetadataContext {
  readonly name: string;
  /** Null for a cluster-scoped object. */
  readonly namespace: string | null;
  /** The app's, the process type's, and the recommended ones. */
  readonly labels: StringMap;
  /** Null when there are none. */
  readonly annotations: StringMap | null;
}

/** One object that is ready for its template. */
export interface Target {
  readonly template: string;
  readonly ref: Ref;
  readonly processType: string | null;
  readonly context: { readonly metadata: MetadataContext } & object;
  readonly issues: readonly Issue[];
}

export function targetsOf(app: App): readonly Target[] {
  return definitions.flatMap((definition) =>
    definition.contexts(app).map((draft) => target(definition, draft, app.namespace.name)),
  );
}

function target(definition: Definition, draft: Draft, appNamespace: string): Target {
  const { kind, apiVersion, template } = definition;
  const namespace = definition.namespaced ? appNamespace : null;
  const annotations = Object.keys(draft.annotations).length === 0 ? null : draft.annotations;
  const metadata: MetadataContext = { name: draft.name, namespace, labels: draft.labels, annotations };
  return {
    template,
    ref: { apiVersion, kind, namespace, name: draft.name },
    processType: draft.processType,
    context: { metadata, ...draft.context },
    issues: draft.issues,
  };
}
