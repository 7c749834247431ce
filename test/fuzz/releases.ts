// Fuzzed apps, rendered and judged: as fast as one compilation of the templates for many of them allows.
import type { App } from "../../src/core/model/app.ts";
import type { Manifest, Release } from "../../src/core/model/manifest.ts";
import { targetsOf } from "../../src/core/objects/index.ts";
import { renderTargets } from "../../src/core/render/render.ts";
import { validate } from "../../src/core/validate/validate.ts";
import { schemas, templates } from "../unit/fixtures.ts";
import { fuzzedApp } from "./apps.ts";

export interface Judged {
  /** Null where a reader refused what is stored. */
  readonly app: App | null;
  readonly refusal: unknown;
  readonly manifests: readonly Manifest[];
  /** Null where an object is wrong. */
  readonly release: Release | null;
}

/** Apps whose templates are compiled together: rendering may take two seconds. */
const BATCH = 10;

/** One for each seed from `first` up to, and without, `end`. */
export function* judged(first: number, end: number, namespace: string): Iterable<Judged> {
  const texts = templates();
  for (let from = first; from < end; from += BATCH) {
    const read = Array.from({ length: Math.min(BATCH, end - from) }, (_, index) => readApp(from + index, namespace));
    const targets = read.map(({ app }) => (app === null ? [] : targetsOf(app, [])));
    const manifests = renderTargets(targets.flat(), texts);
    let at = 0;
    for (const [index, { app, refusal }] of read.entries()) {
      const own = manifests.slice(at, at + (targets[index]?.length ?? 0));
      at += own.length;
      if (app === null) yield { app, refusal, manifests: [], release: null };
      else yield { app, refusal, ...validate(app, own, schemas) };
    }
  }
}

function readApp(seed: number, namespace: string): Pick<Judged, "app" | "refusal"> {
  try {
    return { app: fuzzedApp(seed, namespace), refusal: null };
  } catch (refusal) {
    return { app: null, refusal };
  }
}
