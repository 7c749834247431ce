// Kubernetes takes 1 MiB of data in a Secret or ConfigMap.
import type { Manifest } from "../../model/manifest.ts";
import { at, entryOf, fields } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

/** Bytes. */
export const HELD = 1024 * 1024;

type Encoding = "base64" | "utf8";

const KINDS: Readonly<Record<string, Readonly<Record<string, Encoding>>>> = {
  ConfigMap: { data: "utf8", binaryData: "base64" },
  Secret: { data: "base64", stringData: "utf8" },
};

export const dataSize: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const held = heldBy(manifest);
    return held === null || held.size <= HELD ? [] : [error(manifest, `/${held.part}`, held.says)];
  });

interface Held {
  readonly size: number;
  /** The field with the largest value. */
  readonly part: string;
  readonly says: string;
}

/** Null of an object without data. */
export function heldBy({ ref, object }: Manifest): Held | null {
  const data = Object.entries(entryOf(KINDS, ref.kind) ?? {}).flatMap(([part, encoding]) =>
    Object.entries(fields(at(object, part))).map(([key, value]) => ({
      part,
      key,
      size: Buffer.byteLength(String(value), encoding),
    })),
  );
  const size = data.reduce((sum, entry) => sum + entry.size, 0);
  const [largest] = data.sort((a, b) => b.size - a.size);
  if (largest === undefined) return null;
  const says = `holds ${size} bytes, Kubernetes allows ${HELD}; the largest is ${largest.key} with ${largest.size}: move it to a file in the image or on a volume`;
  return { size, part: largest.part, says };
}
