// The definition of one kind of object: which template renders it, what is particular to it, and its contexts for an App.

import type { Bearer } from "../dokku/metadata.ts";
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

/** What is particular to a kind. */
export interface Facts {
  /** A release never removes it: it holds data, or is for all apps. */
  readonly keptOnRemoval: boolean;
  /** Several apps may share one: it is not restored with a release of one of them. */
  readonly shared: boolean;
  /** The history keeps it; not what holds secrets. */
  readonly remembered: boolean;
  /** It takes requests to the app: rendered anew, without a release, when the routes change. */
  readonly routes: boolean;
  /** When a release removes one it no longer has: before it applies, as soon as it applied, or once the new pods run. */
  readonly removed: "before apply" | "after apply" | "after rollout";
  /** The triggers that see it. */
  readonly hook: "deploy" | "ingress" | null;
  /** Annotations and labels can be set for those of one process type, or for a command's that is none. */
  readonly typed: boolean;
  /** What a controller makes of it has annotations and labels of its own: `at` is where they stand. */
  readonly makes: readonly { readonly bearer: Bearer; readonly at: readonly string[] }[];
}

/** Those of a kind that says nothing else. */
export const ordinary: Facts = {
  keptOnRemoval: false,
  shared: false,
  remembered: true,
  routes: false,
  removed: "after rollout",
  hook: null,
  typed: false,
  makes: [],
};

export interface Definition extends Facts {
  readonly kind: string;
  readonly apiVersion: string;
  /** Name of the template, without `.yaml.hbs`. */
  readonly template: string;
  readonly namespaced: boolean;
  /** One object per process type, named APP-TYPE. */
  readonly perProcess: boolean;
  contexts(app: App): readonly Draft[];
}

/** An error in what the app was given; `path` points into the object that would carry it. */
export function issue(path: string, message: string): Issue {
  return { severity: "error", rule: null, path, message };
}

/** What is said, and stops nothing. */
export function warned(path: string, message: string): Issue {
  return { severity: "warning", rule: null, path, message };
}
