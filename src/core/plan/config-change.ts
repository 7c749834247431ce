// Which config keys a release changes, told from the Secrets it and the one before it read their env from. Names only.
import type { Deployable, KubeObject } from "../model/manifest.ts";
import type { ConfigChange, PastRelease } from "../model/past-release.ts";
import { fields } from "../model/read.ts";
import { isContentName } from "../objects/content-name.ts";
import { secretsOf } from "./secrets.ts";

type Objects = readonly { readonly object: KubeObject }[];

/** Of the release, and of the one before. */
export function envSecretsOf(app: string, release: Deployable, before: PastRelease | null): readonly string[] {
  return [nameOf(app, release.manifests), nameOf(app, before?.manifests ?? [])].flatMap((name) => name ?? []);
}

function nameOf(app: string, manifests: Objects): string | null {
  const names = manifests.flatMap(({ object }) => secretsOf(object));
  return names.find((name) => isContentName(app, "env", name)) ?? null;
}

/** Null when the Secret of the release before is gone. `live` are objects as the cluster has them. */
export function configChangeOf(
  app: string,
  { manifests }: Deployable,
  before: PastRelease | null,
  live: readonly KubeObject[],
): ConfigChange | null {
  const objects = [...manifests.map(({ object }) => object), ...live];
  const dataOf = (name: string | null) => {
    if (name === null) return {};
    const found = objects.find(({ kind, metadata }) => kind === "Secret" && metadata.name === name);
    return found === undefined ? null : fields(found.data);
  };
  const [old, now] = [dataOf(nameOf(app, before?.manifests ?? [])), dataOf(nameOf(app, manifests))];
  return old === null || now === null ? null : differences(old, now);
}

type Data = Readonly<Record<string, unknown>>;

/** The commit is no config, nor is what Dokku keeps for itself. */
export function differences(before: Data, after: Data): ConfigChange {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !/^(GIT_REV$|DOKKU_)/.test(key))
    .sort();
  const [had, has] = [(key: string) => Object.hasOwn(before, key), (key: string) => Object.hasOwn(after, key)];
  return {
    added: keys.filter((key) => !had(key)),
    changed: keys.filter((key) => had(key) && has(key) && before[key] !== after[key]),
    removed: keys.filter((key) => !has(key)),
  };
}
