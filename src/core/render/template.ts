// The texts a release is laid out by; edge/templates finds them.
import type { Source } from "../model/manifest.ts";

export interface Template {
  /** Path of the file, for a person. */
  readonly path: string;
  readonly origin: Source["origin"];
  readonly text: string;
}

/** By name, without `.yaml.hbs`. */
export interface Templates {
  readonly objects: Readonly<Record<string, Template>>;
  readonly partials: Readonly<Record<string, Template>>;
  /** Names among `objects` that are the site's or the app's alone. */
  readonly own: readonly string[];
}
