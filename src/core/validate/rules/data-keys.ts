// Keys of a Secret or ConfigMap: each becomes a variable or a file.
import { at, entryOf, fields, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

const KINDS: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ["data", "binaryData"],
  Secret: ["data", "stringData"],
};

export const dataKeys: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    (entryOf(KINDS, manifest.ref.kind) ?? []).flatMap((part) =>
      Object.keys(fields(at(manifest.object, part)))
        .filter((key) => !/^(?!\.\.?$|\.\.)[-._a-zA-Z0-9]{1,253}$/.test(key))
        .map((key) =>
          error(
            manifest,
            pointer(part, key),
            `${JSON.stringify(key)} cannot be a key: 1 to 253 letters, digits, -, _ and . only, not starting with ..`,
          ),
        ),
    ),
  );
