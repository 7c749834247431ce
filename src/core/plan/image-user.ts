// Containers that may not run as root and leave it to their image whom they run as: a node starts none whose user it cannot see to be another.
import type { Manifest } from "../model/manifest.ts";
import { at, containersOf, podsOf } from "../model/read.ts";

export interface ByImage {
  readonly manifest: Manifest;
  readonly image: string;
  /** JSON pointer of what forbids root. */
  readonly path: string;
}

export function leftToImage(manifests: readonly Manifest[]): readonly ByImage[] {
  return manifests.flatMap((manifest) =>
    containersOf(manifest.object).flatMap(({ path, container }) => {
      const pod = at(podsOf(manifest.object)?.template, "spec");
      const set = (field: string) => at(container, "securityContext", field) ?? at(pod, "securityContext", field);
      const image = at(container, "image");
      const isLeft = set("runAsNonRoot") === true && set("runAsUser") == null && typeof image === "string";
      return isLeft ? [{ manifest, image, path: `${path}/image` }] : [];
    }),
  );
}

/** `user` as the image has it, empty for none. Null where a node would start it. */
export function whyNoUser(app: string, user: string): string | null {
  const [name = ""] = user.split(":");
  if (/^0*[1-9]\d*$/.test(name)) return null;
  const who =
    ["", "root"].includes(name) || /^0+$/.test(name) ? "runs as root" : `runs as ${name}, whose id no node looks up`;
  const set = `dokku docker-options:add ${app} deploy,run "--user 1000"`;
  return `${who}, and this pod may not run as root: end the Dockerfile with a number such as USER 1000, or name a user of the image by its id: ${set}`;
}

/** `users` are those of the images that are known, by image. */
export function userIssues(
  app: string,
  left: readonly ByImage[],
  users: ReadonlyMap<string, string>,
): readonly Manifest[] {
  return left.flatMap(({ manifest, image, path }) => {
    const user = users.get(image);
    const message = user === undefined ? null : whyNoUser(app, user);
    return message === null
      ? []
      : [{ ...manifest, issues: [{ severity: "error" as const, rule: null, path, message }] }];
  });
}
