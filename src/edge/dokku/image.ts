// The image of an app: what the cluster pulls, and how it was built.
import type { Image, SourceType } from "../../core/model/app.ts";
import type { ReleaseRecord } from "../../core/model/record.ts";
import { exec } from "../exec.ts";
import { ask } from "./plugn.ts";

/**
 * `tag` is the one Dokku named, null outside a deploy. The registry's own tag wins over it.
 * The local image says how it was built; when it is gone (Dokku removes old ones), the last release's record does.
 */
export async function readImage(app: string, tag: string | null, record: ReleaseRecord | null): Promise<Image> {
  const [server, repository, registryTag] = await Promise.all([
    ask("deployed-app-repository", app),
    ask("deployed-app-image-repo", app),
    ask("deployed-app-image-tag", app),
  ]);
  const reference = `${server.trim()}${repository.trim() || `dokku/${app}`}:${registryTag.trim() || tag || "latest"}`;
  const source = (await inspect(reference)) ?? record?.image.source ?? "dockerfile";
  return { reference, source };
}

interface ImageConfig {
  readonly Env: readonly string[] | null;
  readonly Labels: Readonly<Record<string, string>> | null;
}

async function inspect(reference: string): Promise<SourceType | null> {
  const docker = process.env.DOCKER_BIN || "docker";
  const outcome = await exec(docker, ["image", "inspect", "--format", "{{json .Config}}", reference], {
    timeout: 10_000,
  }).catch(() => null);
  if (outcome === null || outcome.exitCode !== 0) return null;
  const { Env, Labels } = JSON.parse(outcome.stdout) as ImageConfig;
  // A CNB image also looks like a herokuish one: ask for it first.
  if (Labels?.["io.buildpacks.stack.id"] !== undefined) return "pack";
  const user = process.env.DOKKU_APP_USER || "herokuishuser";
  return Env?.includes(`USER=${user}`) ? "herokuish" : "dockerfile";
}
