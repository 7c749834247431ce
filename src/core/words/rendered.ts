// The objects of a release as text that kubectl takes, on the terminal or in the files of a folder.
import { DEFAULT_SCHEMA, dump, Type } from "js-yaml";
import { toYamlJson } from "../model/json.ts";
import type { KubeObject } from "../model/manifest.ts";
import { fields } from "../model/read.ts";
import { isSharedIngress } from "../objects/routes.ts";
import { otherForKubectl } from "../render/kubectl-yaml.ts";

const isSecret = ({ kind }: KubeObject) => kind === "Secret";

/** A Secret without its values, which are all in `data`: there they are no base64, so that no cluster takes them. Every other object as it is. */
export function masked(object: KubeObject): KubeObject {
  if (!isSecret(object)) return object;
  const { stringData, ...rest } = object;
  const data = Object.fromEntries(keysIn(object).map((key) => [key, "********"]));
  return stringData === undefined && object.data === undefined ? object : { ...rest, data };
}

/** Where a Secret has its values: ours in the first, a site's own in either. */
const VALUES = ["data", "stringData"] as const;

const keysIn = (secret: KubeObject) => VALUES.flatMap((field) => Object.keys(fields(secret[field])));

/** A text that kubectl would read as something else than text stands in quotes. */
const WRITTEN = DEFAULT_SCHEMA.extend({
  implicit: [new Type("tag:kubectl,other", { kind: "scalar", resolve: otherForKubectl })],
});

export const yamlOf = (object: object) => dump(object, { lineWidth: -1, noRefs: true, schema: WRITTEN });

/** How much of Secrets is told. */
export type Secrets = "shown" | "masked";

/** A stream of YAML documents. */
export function yamlStream(objects: readonly KubeObject[], secrets: Secrets): string {
  return objects.map((object) => `---\n${documentOf(object, secrets)}`).join("");
}

/** A List. */
export function jsonList(objects: readonly KubeObject[], secrets: Secrets): string {
  const items = secrets === "shown" ? objects : objects.map(masked);
  return toYamlJson({ apiVersion: "v1", kind: "List", items }, 2) ?? "";
}

/** A masked Secret is a comment: applied, it would take the place of the one with the values. */
function documentOf(object: KubeObject, secrets: Secrets): string {
  if (secrets === "shown" || !isSecret(object)) return yamlOf(object);
  const lines = [
    "a comment, so that nobody applies it without its values, which --show-secrets prints",
    ...yamlOf(masked(object)).trimEnd().split("\n"),
  ];
  return lines.map((line) => `# ${line}\n`).join("");
}

export interface RenderedFile {
  readonly name: string;
  readonly text: string;
  /** It holds values of Secrets. */
  readonly isSecret: boolean;
}

/** One file an object, `KIND-NAME.yaml`; what differs in nothing else but its namespace, or in capitals, shares one. */
export function filesOf(app: string, objects: readonly KubeObject[], secrets: Secrets): readonly RenderedFile[] {
  const files = new Map<string, { readonly name: string; readonly objects: KubeObject[] }>();
  for (const object of objects) {
    const name = `${object.kind}-${object.metadata.name}.yaml`.replaceAll("/", "_");
    const known = files.get(name.toLowerCase());
    if (known === undefined) files.set(name.toLowerCase(), { name, objects: [object] });
    else known.objects.push(object);
  }
  return [...files.values()].map(({ name, objects }) => ({
    name,
    text: `${objects.every(isOfAll) ? SHARED_MARK : markOf(app)}\n${yamlStream(objects, secrets)}`,
    isSecret: secrets === "shown" && objects.some(isSecret),
  }));
}

const MARK = "# Written by dokku scheduler-kubernetes:render";

/** The first line of each file that we write for an app. */
export const markOf = (app: string) => `${MARK} ${app}: changes are lost`;

/** That of what several apps have: it stays when one of them goes. */
const SHARED_MARK = `${MARK} for the apps of its namespace: changes are lost`;

const isOfAll = ({ kind, metadata: { name } }: KubeObject) => kind === "Namespace" || isSharedIngress(kind, name);

/** Whether we wrote a file of that text, for whatever app. */
export const isRendered = (text: string) => text.startsWith(`${MARK} `);

/** Whether we wrote it for that app. */
export const isRenderedOf = (app: string, text: string) => text.split("\n")[0] === markOf(app);

/** Who else puts Secrets into the cluster. */
export const KEEPERS = {
  sealed: (app: string) =>
    `seal each: dokku scheduler-kubernetes:render ${app} --show-secrets --output /tmp/${app}; kubeseal --format yaml <FILE`,
  external: () => "let an ExternalSecret make each, of that name and with these keys",
} as const;

export type Keeper = keyof typeof KEEPERS;

/** The objects but Secrets, and what to say of those. */
export function withoutSecrets(
  app: string,
  objects: readonly KubeObject[],
  keeper: Keeper,
): { readonly objects: readonly KubeObject[]; readonly says: readonly string[] } {
  const left = objects.filter(isSecret);
  const named = left.map(
    (secret) => `Secret ${secret.metadata.name} is left out; its keys: ${keysIn(secret).join(", ")}`,
  );
  return {
    objects: objects.filter((object) => !isSecret(object)),
    says: left.length === 0 ? [] : [...named, KEEPERS[keeper](app)],
  };
}
