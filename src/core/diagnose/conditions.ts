// The conditions of an object's status.
import type { KubeObject } from "../model/manifest.ts";

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export const conditionsOf = (object: KubeObject | undefined) =>
  ((object?.status ?? {}) as { readonly conditions?: readonly Condition[] }).conditions ?? [];
