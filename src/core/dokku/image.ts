// An app's image: what `docker image inspect` says of it, and the name that pods pull it by.
import type { Image, SourceType } from "../model/app.ts";

/** Those whose images are started in their own way. */
export const BUILDERS: readonly SourceType[] = ["herokuish", "pack", "nixpacks"];

interface Inspected {
  readonly Id: string;
  readonly Architecture: string;
  readonly RepoDigests: readonly string[] | null;
  readonly Config: {
    readonly User?: string;
    readonly Env: readonly string[] | null;
    readonly Labels: Readonly<Record<string, string>> | null;
  } | null;
}

/** `user` is the one that herokuish's images run as. */
export function readInspected(text: string, reference: string, user: string): Omit<Image, "reference"> {
  const { Id, Architecture, RepoDigests, Config } = JSON.parse(text) as Inspected;
  const digest = digestIn(RepoDigests ?? [], reference);
  return {
    source: sourceOf(Config, user),
    digest,
    // Where docker keeps images in containerd, it calls them by their digest: such an image may be for several, of which it names its own.
    architecture: Id === digest || Architecture === "" ? null : Architecture,
  };
}

/** Whom it runs as; empty for root. */
export const userIn = (text: string): string => (JSON.parse(text) as Inspected).Config?.User ?? "";

function sourceOf(config: Inspected["Config"], user: string): SourceType {
  const labels = config?.Labels;
  // A CNB image also looks like a herokuish one: ask for it first.
  if (labels?.["io.buildpacks.stack.id"] !== undefined) return "pack";
  const builder = BUILDERS.find((name) => name === labels?.["com.dokku.builder-type"]);
  if (builder !== undefined) return builder;
  return config?.Env?.includes(`USER=${user}`) ? "herokuish" : "dockerfile";
}

/** Of the same repository: docker lists those of every one that the image was pushed to. */
function digestIn(repoDigests: readonly string[], reference: string): string | null {
  // Docker Hub goes without its name.
  const repository = repositoryOf(reference).replace(/^(index\.)?docker\.io\/(library\/)?/, "");
  const [found] = repoDigests.map((one) => one.split("@")).filter(([name]) => name === repository);
  return found?.[1] ?? null;
}

const repositoryOf = (reference: string) => reference.replace(/:[^:/]+$/, "");

/** By its digest, where that is known: a tag can be pushed over. */
export function pulledAs({ reference, digest }: Image): string {
  return digest === null ? reference : `${repositoryOf(reference)}@${digest}`;
}

/** Of an image that pods pull by its tag. One that Dokku has not pushed is another matter. */
export function imageRemarks({ reference, digest }: Image): readonly string[] {
  if (digest !== null || !isPushed(reference)) return [];
  return [`no digest of ${reference} is known: each pod that starts pulls what the tag means by then`];
}

/** What Dokku pushes has a number. */
export const isPushed = (reference: string) => !reference.endsWith(":latest");
