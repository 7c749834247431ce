// Copies a built-in template into the folder of a site or an app, where it can be edited.
import { SchedulerError } from "../../core/errors.ts";
import { whose } from "../../core/render/copied.ts";
import { builtInName } from "../../core/words/template-name.ts";
import { copyPath, readBuiltIn, writeCopy } from "../../edge/copied-templates.ts";
import { readText } from "../../edge/files.ts";
import { step } from "../../edge/log.ts";
import { pluginVersion } from "../../edge/versions.ts";

/** Throws BAD_USAGE, FILE_UNUSABLE. */
export async function copyBuiltIn(typed: string, scope: string): Promise<void> {
  const [builtIn, version] = await Promise.all([readBuiltIn(), pluginVersion()]);
  const name = builtInName(typed, Object.keys(builtIn));
  const text = builtIn[name] ?? "";
  const path = copyPath(scope, name);
  if ((await readText(path)) !== null)
    throw new SchedulerError(
      "FILE_UNUSABLE",
      `copy ${name} for ${whose(scope)}`,
      [`${path} is there already`],
      `see what it changes: dokku scheduler-kubernetes:template-diff${scope === "--global" ? "" : ` ${scope}`}`,
    );
  await writeCopy(scope, name, text, text, version);
  step(`Copied ${name} ${version} to ${path}`);
}
