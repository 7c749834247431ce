// The texts a release is laid out by; edge/templates finds them.
import type { Origin } from "../model/manifest.ts";

export interface Template {
  /** Path of the file, for a person. */
  readonly path: string;
  readonly origin: Origin;
  readonly text: string;
}

/** By name, without `.yaml.hbs`. */
export interface Templates {
  readonly objects: Readonly<Record<string, Template>>;
  /** Each lays out an object beside those of the registry. */
  readonly own: Readonly<Record<string, Template>>;
  readonly partials: Readonly<Record<string, Template>>;
}
