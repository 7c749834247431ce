// The definition of one kind of object: which template renders it, and its contexts for an App.

import type { App } from "../model/app.ts";
import type { Issue, StringMap } from "../model/manifest.ts";

/** One object of an app in Kubernetes' words, before a template lays it out. */
export interface Draft {
  readonly name: string;
  /** Null for an object of the whole app or namespace. */
  readonly processType: string | null;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** What the template may use besides `metadata`. */
  readonly context: object;
  /** What was already wrong in the App. */
  readonly issues: readonly Issue[];
}

export interface Definition {
  readonly kind: string;
  readonly apiVersion: string;
  /** Name of the template, without `.yaml.hbs`. */
  readonly template: string;
  readonly namespaced: boolean;
  /** One object per process type, named APP-TYPE. */
  readonly perProcess: boolean;
  /** The list of `kubedog multitrack` it is tracked in. */
  readonly trackedAs: "Deployments" | null;
  contexts(app: App): readonly Draft[];
}

/** An error in what the app was given; `path` points into the object that would carry it. */
export function issue(path: string, message: string): Issue {
  return { severity: "error", path, message };
}
