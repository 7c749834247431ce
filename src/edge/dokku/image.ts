// The image of an app: what the cluster pulls, and how it was built.
import type { Image, SourceType } from "../../core/model/app.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { exec } from "../exec.ts";
import { type Ask, ask } from "./plugn.ts";

/**
 * `tag` is the one Dokku named, null outside a deploy. The registry's own tag wins over it.
 * The local image says how it was built, where there is one: Dokku removes old ones, and a builder elsewhere leaves none.
 */
export async function readImage(app: string, tag: string | null, record: ReleaseRecord | null): Promise<Image> {
  const [server, repository, registryTag] = await Promise.all([
    ask("deployed-app-repository", app),
    ask("deployed-app-image-repo", app),
    ask("deployed-app-image-tag", app),
  ]);
  const reference = `${server.trim()}${repository.trim() || `dokku/${app}`}:${registryTag.trim() || tag || "latest"}`;
  return { reference, source: (await inspect(reference)) ?? (await sourceOf(app, reference, record, ask)) };
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

/** Those whose images are started in their own way. */
const BUILDERS: readonly SourceType[] = ["herokuish", "pack", "nixpacks"];

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
  const configs = await Promise.all(images.map(async (image) => [image, await configOf(image)] as const));
  return new Map(configs.flatMap(([image, config]) => (config === null ? [] : [[image, config.User ?? ""]])));
}

interface ImageConfig {
  readonly User?: string;
  readonly Env: readonly string[] | null;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** `amd64`; null when the image is not on this server. */
export async function readArchitecture(reference: string): Promise<string | null> {
  return (await inspected(reference, "{{.Architecture}}"))?.trim() || null;
}

async function configOf(reference: string): Promise<ImageConfig | null> {
  const config = await inspected(reference, "{{json .Config}}");
  return config === null ? null : (JSON.parse(config) as ImageConfig);
}

async function inspected(reference: string, format: string): Promise<string | null> {
  const docker = process.env.DOCKER_BIN || "docker";
  const args = ["image", "inspect", "--format", format, reference];
  const outcome = await exec(docker, args, { timeout: 10_000 }).catch(() => null);
  return outcome === null || outcome.exitCode !== 0 ? null : outcome.stdout;
}

async function inspect(reference: string): Promise<SourceType | null> {
  const config = await configOf(reference);
  if (config === null) return null;
  const { Env, Labels } = config;
  // A CNB image also looks like a herokuish one: ask for it first.
  if (Labels?.["io.buildpacks.stack.id"] !== undefined) return "pack";
  const builder = BUILDERS.find((name) => name === Labels?.["com.dokku.builder-type"]);
  if (builder !== undefined) return builder;
  const user = process.env.DOKKU_APP_USER || "herokuishuser";
  return Env?.includes(`USER=${user}`) ? "herokuish" : "dockerfile";
}
