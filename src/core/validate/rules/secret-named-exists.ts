// A container that reads its env from a Secret which is not there never starts.

import { at, containersOf, list, pointer } from "../../model/read.ts";
import { isContentName } from "../../objects/content-name.ts";
import { error, type Rule, warning } from "./rule.ts";

export const secretNamedExists: Rule = (manifests, app) => {
  const secrets = new Set(manifests.filter(({ ref }) => ref.kind === "Secret").map(({ ref }) => ref.name));
  return manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container }) =>
      list(container.envFrom).flatMap((source, index) => {
        const name = at(source, "secretRef", "name");
        if (typeof name !== "string" || secrets.has(name) || at(source, "secretRef", "optional") === true) return [];
        const where = path + pointer("envFrom", index, "secretRef", "name");
        if (isContentName(app.name, "env", name))
          return [error(manifest, where, `names ${name}, which this release does not have`)];
        return [
          warning(
            manifest,
            where,
            `names ${name}, which is not part of this release: it must already exist in the namespace`,
          ),
        ];
      }),
    ),
  );
};
