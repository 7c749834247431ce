// Kubernetes takes 1 MiB of data in a Secret or ConfigMap.
import { at, entryOf, fields } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

const LIMIT = 1024 * 1024;

type Encoding = "base64" | "utf8";

const KINDS: Readonly<Record<string, Readonly<Record<string, Encoding>>>> = {
  ConfigMap: { data: "utf8", binaryData: "base64" },
  Secret: { data: "base64", stringData: "utf8" },
};

export const dataSize: Rule = (manifests) =>
  manifests.flatMap((manifest) => {
    const data = Object.entries(entryOf(KINDS, manifest.ref.kind) ?? {}).flatMap(([part, encoding]) =>
      Object.entries(fields(at(manifest.object, part))).map(([key, value]) => ({
        part,
        key,
        size: Buffer.byteLength(String(value), encoding),
      })),
    );
    const size = data.reduce((sum, entry) => sum + entry.size, 0);
    const [largest] = data.sort((a, b) => b.size - a.size);
    if (size <= LIMIT || largest === undefined) return [];
    const message = `holds ${size} bytes, Kubernetes allows ${LIMIT}; the largest is ${largest.key} with ${largest.size}: move it to a file in the image or on a volume`;
    return [error(manifest, `/${largest.part}`, message)];
  });
