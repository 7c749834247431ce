// An image's reference: what it may be is the registry's business, but a blank around it is refused.
import { containersOf, pointer } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const imageName: Rule = (manifests) =>
  manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container: { image } }) => {
      const where = path + pointer("image");
      if (image === undefined || image === "")
        return [error(manifest, where, "is missing: a container needs an image")];
      if (typeof image !== "string" || image.trim() === image) return [];
      return [error(manifest, where, `"${image}" must not begin or end with a blank`)];
    }),
  );
