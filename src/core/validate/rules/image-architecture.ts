// An image for an architecture that no node has: its pods would be started where its programs cannot run.
import { pulledAs } from "../../dokku/image.ts";
import { at, containersOf, podsOf } from "../../model/read.ts";
import { error, type Rule } from "./rule.ts";

export const imageArchitecture: Rule = (manifests, { name, image, nodeArchitectures }) => {
  const { architecture, reference } = image;
  if (architecture === null || nodeArchitectures.length === 0 || nodeArchitectures.includes(architecture)) return [];
  const nodes = [...new Set(nodeArchitectures)].sort();
  const message = `${reference} is built for ${architecture}, the nodes of the cluster are ${nodes.join(", ")}: dokku docker-options:add ${name} build "--platform linux/${nodes[0]}"; dokku ps:rebuild ${name}`;
  return manifests.flatMap((manifest) =>
    choosesNodes(manifest.object)
      ? []
      : containersOf(manifest.object)
          .filter(({ container }) => container.image === pulledAs(image))
          .map(({ path }) => error(manifest, `${path}/image`, message)),
  );
};

/** Such a node may be made when a pod asks for it. */
export function choosesNodes(object: unknown): boolean {
  const spec = at(podsOf(object)?.template, "spec");
  return JSON.stringify([at(spec, "nodeSelector"), at(spec, "affinity")]).includes("kubernetes.io/arch");
}
