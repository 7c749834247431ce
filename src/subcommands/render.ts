// dokku scheduler-kubernetes:render
import { resolve } from "node:path";
import { type Arguments, type Call, parse, refused } from "../core/words/arguments.ts";
import { filesOf, jsonList, type Keeper, withoutSecrets, yamlStream } from "../core/words/rendered.ts";
import type { Asking } from "../edge/dokku/app.ts";
import { isByDokku } from "../edge/dokku/caller.ts";
import { STORED, useFolders } from "../edge/dokku/stored.ts";
import { detail, print, warn } from "../edge/log.ts";
import { mustBeOutside } from "../edge/outside.ts";
import { writeRendered } from "../edge/rendered-folder.ts";
import { previewSent } from "../tasks/render/preview.ts";

export const group = "Deploys";
export const usage =
  "APP [--dokku-root DIR] [--format json|yaml] [--lib-root DIR] [--output DIR] [--secrets sealed|external] [--show-secrets]";
export const summary = "Print all objects that a deploy would apply";
export const details = [
  "In the order they are applied, as kubectl apply takes them. The cluster is not asked, and the same app gives the same bytes.",
  "--output writes one file per object, KIND-NAME.yaml, into a folder, and removes those of objects that the app no longer has.",
  "Only files that this command wrote are written again or removed.",
  "A Secret is a comment with its keys unless --show-secrets is given; --secrets leaves Secrets out and names them.",
  "--dokku-root and --lib-root name a backup of Dokku's two folders (/home/dokku, /var/lib/dokku), which are read without Dokku.",
  "Only the program itself takes them, not dokku: scheduler-kubernetes/subcommands/render scheduler-kubernetes:render APP ...",
];
export const examples = ["node-js-app", "node-js-app --output /srv/gitops/node-js-app"] as const;
export const seeAlso = ["show-manifest", "docs/render.md"] as const;

export async function run(call: Call): Promise<void> {
  const { words, options, flags } = parse(call);
  mustAgree(call, { options, flags });
  const [app = ""] = words;
  const folder = options.get("output") ?? null;
  // Before anything else is taken for Dokku's folders.
  if (folder !== null) await mustBeOutside(`render into ${folder}`, folder);
  const keeper = (options.get("secrets") as Keeper | undefined) ?? null;
  const sent = await previewSent(app, fromBackup(options));
  const { objects, says } = keeper === null ? { objects: sent, says: [] } : withoutSecrets(app, sent, keeper);
  const secrets = flags.has("show-secrets") ? "shown" : "masked";
  if (folder !== null) await writeFiles(app, folder, filesOf(app, objects, secrets));
  else print(options.get("format") === "json" ? jsonList(objects, secrets) : yamlStream(objects, secrets));
  for (const line of says) warn(line);
}

function fromBackup(options: Arguments["options"]): Asking | undefined {
  const [root, lib] = [options.get("dokku-root"), options.get("lib-root")];
  if (root === undefined || lib === undefined) return undefined;
  useFolders(resolve(root), resolve(lib));
  return STORED;
}

async function writeFiles(app: string, folder: string, files: ReturnType<typeof filesOf>): Promise<void> {
  const removed = await writeRendered(app, folder, files);
  detail(`${files.length} files of ${app} in ${folder}, ${removed} removed`);
}

function mustAgree(call: Call, { options, flags }: Pick<Arguments, "options" | "flags">): void {
  if (flags.has("show-secrets") && options.has("secrets"))
    throw refused(call, "--show-secrets shows what --secrets leaves out: give one of them");
  if (options.has("dokku-root") !== options.has("lib-root"))
    throw refused(call, "a backup has two folders: give --dokku-root and --lib-root");
  // Whoever may type it over ssh would name any folder of the server, and hooks in it that are run.
  if (options.has("dokku-root") && isByDokku())
    throw refused(
      call,
      "a backup is read without dokku: call subcommands/render of the plugin itself, see docs/render.md",
    );
  if (options.has("output") && options.get("format") === "json") throw refused(call, "the files of --output are YAML");
}
