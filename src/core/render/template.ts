// The texts a release is laid out by; edge/templates finds them.
import type { Origin } from "../model/manifest.ts";

export interface Template {
  /** Path of the file, for a person. */
  readonly path: string;
  readonly origin: Origin;
  readonly text: string;
}

/** A change to the objects that a built-in template, or the one in its place, lays out. */
export interface Patch extends Template {
  /** Name of the template, without `.yaml.hbs`. */
  readonly of: string;
  /** Null for the objects of every process type, and of none. */
  readonly processType: string | null;
}

/** By name, without `.yaml.hbs`. */
export interface Templates {
  readonly objects: Readonly<Record<string, Template>>;
  /** Each lays out an object beside those of the registry. */
  readonly own: Readonly<Record<string, Template>>;
  readonly partials: Readonly<Record<string, Template>>;
  /** In the order in which they are merged. */
  readonly patches: readonly Patch[];
  /** Null when the app's repository carries none. */
  readonly repository: Repository | null;
}

export interface Repository {
  /** In the repository. */
  readonly folder: string;
  /** What it may lay out. */
  readonly kinds: readonly string[];
  /** All others. */
  readonly without: Templates;
}
