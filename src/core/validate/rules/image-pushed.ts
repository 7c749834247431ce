// An image that never left the Dokku server can be pulled by no node.
import { isPushed } from "../../dokku/image.ts";
import { containersOf } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const imagePushed: Rule = (manifests, app) => {
  const { reference } = app.image;
  if (isPushed(reference)) return [];
  const { name } = app;
  const message = `Dokku has not pushed ${reference} to a registry, so no node can pull it: dokku registry:set ${name} server REGISTRY; dokku registry:set ${name} push-on-release true; dokku ps:rebuild ${name}`;
  return manifests.flatMap((manifest) =>
    containersOf(manifest.object)
      .filter(({ container }) => container.image === reference && isPulled(container.imagePullPolicy))
      .map(({ path }) => error(manifest, `${path}/image`, message)),
  );
};

/** A site's template may say that it is on the nodes already. */
const isPulled = (policy: unknown) => policy !== "IfNotPresent" && policy !== "Never";
