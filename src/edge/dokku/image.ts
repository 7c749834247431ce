// The image of an app: what the cluster pulls, and how it was built.
import { BUILDERS, readInspected, userIn } from "../../core/dokku/image.ts";
import type { Image, SourceType } from "../../core/model/app.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { exec } from "../exec.ts";
import { type Ask, ask } from "./plugn.ts";

/**
 * `tag` is the one Dokku named, null outside a deploy. The registry's own tag wins over it.
 * The local image says how it was built, where there is one: Dokku removes old ones, and a builder elsewhere leaves none. The digest of a
 * release stays: pods change with a new one only.
 */
export async function readImage(app: string, tag: string | null, record: ReleaseRecord | null): Promise<Image> {
  const [server, repository, registryTag] = (
    await Promise.all([
      ask("deployed-app-repository", app),
      ask("deployed-app-image-repo", app),
      ask("deployed-app-image-tag", app),
    ])
  ).map((answer) => answer.trim()) as [string, string, string];
  const reference = `${server}${repository || `dokku/${app}`}:${registryTag || tag || "latest"}`;
  const local = await readLocal(reference);
  const source = local?.source ?? (await sourceOf(app, reference, record, ask));
  const known = record?.image.reference === reference ? record.image : local;
  // Docker may know a digest of what was never pushed.
  const digest = registryTag === "" ? null : (known?.digest ?? null);
  return { reference, source, digest, architecture: known?.architecture ?? null };
}

/** How an image was built that nobody can look at: by the record of the release that ran it, else by the builder that Dokku chose. */
export async function sourceOf(
  app: string,
  reference: string,
  record: ReleaseRecord | null,
  ask: Ask,
): Promise<SourceType> {
  const remembered = record?.image.reference === reference ? record.image.source : null;
  return remembered ?? (await detected(app, ask)) ?? record?.image.source ?? "dockerfile";
}

/** By the builder that built the app last; Dokku has kept it in the config until 0.36. Null when nothing was ever built. */
async function detected(app: string, ask: Ask): Promise<SourceType | null> {
  const answers = await Promise.all([
    ask("builder-get-property", app, "detected").catch(() => ""),
    ask("config-get", app, "DOKKU_APP_TYPE"),
  ]);
  const builder = answers.map((answer) => answer.trim()).find((answer) => answer !== "");
  return builder === undefined ? null : (BUILDERS.find((name) => name === builder) ?? "dockerfile");
}

/** Whom the images run as that are on the Docker host, by image. */
export async function imageUsers(images: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(images.map(async (image) => [image, await inspect(image)] as const));
  return new Map(texts.flatMap(([image, text]) => (text === null ? [] : [[image, userIn(text)]])));
}

/** `amd64`; null when the image is not on this server, or is for several. */
export async function readArchitecture(reference: string): Promise<string | null> {
  return (await readLocal(reference))?.architecture ?? null;
}

async function readLocal(reference: string): Promise<Omit<Image, "reference"> | null> {
  const text = await inspect(reference);
  return text === null ? null : readInspected(text, reference, process.env.DOKKU_APP_USER || "herokuishuser");
}

/** What docker says of an image; null when the server does not have it. */
async function inspect(reference: string): Promise<string | null> {
  const docker = process.env.DOCKER_BIN || "docker";
  const args = ["image", "inspect", "--format", "{{json .}}", reference];
  const outcome = await exec(docker, args, { timeout: 10_000 }).catch(() => null);
  return outcome === null || outcome.exitCode !== 0 ? null : outcome.stdout;
}
