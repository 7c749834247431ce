// What comes near the limits of object-size.ts and data-size.ts, which refuse it beyond them; and an Ingress of thousands of rules, which has none.
import type { Manifest } from "../../model/manifest.ts";
import { at, list } from "../../model/read.ts";
import { isSharedIngress } from "../../objects/routes.ts";
import { HELD, heldBy } from "./data-size.ts";
import { STORED, sizeOf } from "./object-size.ts";
import { type Finding, type Rule, warning } from "./rule.ts";

const NEAR = 0.8;

/** Clusters take more, and their controllers read all of them again at each change of one. */
const RULES = 5000;

export const nearLimits: Rule = (manifests, { name }) =>
  manifests.flatMap((manifest) => [...nearHeld(manifest), ...nearStored(manifest, name)]);

const isNear = (size: number, limit: number) => size > NEAR * limit && size <= limit;

function nearHeld(manifest: Manifest): readonly Finding[] {
  const held = heldBy(manifest);
  return held !== null && isNear(held.size, HELD) ? [warning(manifest, `/${held.part}`, held.says)] : [];
}

function nearStored(manifest: Manifest, app: string): readonly Finding[] {
  const { ref, object } = manifest;
  const size = sizeOf(manifest);
  const rules = ref.kind === "Ingress" ? list(at(object, "spec", "rules")).length : 0;
  if (rules > NEAR * RULES || (rules > 0 && isNear(size, STORED))) {
    const help = isSharedIngress(ref.kind, ref.name)
      ? `Give apps with many domains an Ingress of their own: dokku scheduler-kubernetes:set ${app} ingress-per-app true`
      : `One wildcard domain may stand for many: dokku domains:add ${app} '*.example.com'`;
    return [
      warning(
        manifest,
        "/spec/rules",
        `has ${rules} hosts in ${size} bytes; a cluster stores ${STORED}, and past ${RULES} hosts each change takes its controller long. ${help}`,
      ),
    ];
  }
  if (!isNear(size, STORED)) return [];
  return [
    warning(
      manifest,
      "",
      `the object has ${size} bytes, a cluster stores ${STORED}: move what is large in it to the image, a volume, or a ConfigMap of its own`,
    ),
  ];
}
