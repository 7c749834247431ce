// Bytes counted in thousandths: 500m is half a byte, and was most often meant to be 500M.
import { found, type Root } from "./facts.ts";
import { type Rule, warning } from "./rule.ts";

const BYTES: readonly (readonly [root: Root, path: string])[] = [
  ...["limits", "requests"].flatMap((which) =>
    ["memory", "ephemeral-storage"].map((name) => ["container", `resources.${which}.${name}`] as const),
  ),
  ["pod", "volumes.*.emptyDir.sizeLimit"],
];

export const memoryUnit: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    BYTES.flatMap(([root, path]) =>
      found(manifest, root, path)
        .filter(({ value }) => /^[\d.]+m$/.test(String(value)))
        .map(({ path: where, value }) =>
          warning(manifest, where, `is ${value}, thousandths of a byte: M stands for megabytes, Mi for mebibytes`),
        ),
    ),
  );
