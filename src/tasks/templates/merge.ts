// Brings what a built-in template has gained since it was copied into the copy.
import { SchedulerError } from "../../core/errors.ts";
import { type Copied, conflictLines, versionOf, whose, withoutHeader } from "../../core/render/copied.ts";
import { builtInName } from "../../core/words/template-name.ts";
import { copyPath, readBuiltIn, readCopies, writeCopy } from "../../edge/copied-templates.ts";
import { mergeOf } from "../../edge/git.ts";
import { step } from "../../edge/log.ts";
import { pluginVersion } from "../../edge/versions.ts";

/**
 * The merged file is based on today's built-in even with conflicts: they are all that is left to do.
 * Throws BAD_USAGE, NO_SUCH_OBJECT, FILE_UNUSABLE, TEMPLATE_BROKEN with the lines of the conflicts.
 */
export async function mergeBuiltIn(typed: string, scope: string): Promise<void> {
  const [builtIn, copies, version] = await Promise.all([readBuiltIn(), readCopies(scope), pluginVersion()]);
  const name = builtInName(typed, Object.keys(builtIn));
  const doing = `merge ${name} of ${whose(scope)} with the built-in ${version}`;
  const copy = copies.find((one) => one.name === name);
  if (copy === undefined) throw noCopy(doing, name, scope);
  mustBeWhole(doing, copy.path, copy.text);
  const base = baseOf(doing, copy);
  if (base === copy.builtIn) return step(`${name} of ${whose(scope)} has all that the built-in ${version} has`);
  const merged = await mergeOf(
    { name: whose(scope), text: withoutHeader(copy.text) },
    { name: `built-in ${versionOf(copy.text) ?? ""}`, text: base },
    { name: `built-in ${version}`, text: copy.builtIn },
  );
  mustBeWhole(doing, copy.path, await writeCopy(scope, name, merged, copy.builtIn, version));
  step(`Merged ${name} of ${whose(scope)} with the built-in ${version}: ${copy.path}`);
}

function noCopy(doing: string, name: string, scope: string): SchedulerError {
  const why = `there is no ${copyPath(scope, name)}, so the built-in counts`;
  return new SchedulerError("NO_SUCH_OBJECT", doing, [why], `see: dokku scheduler-kubernetes:templates`);
}

function mustBeWhole(doing: string, path: string, text: string): void {
  const places = conflictLines(text).map((line) => `${path}:${line}: both changed this`);
  if (places.length === 0) return;
  const because = [...places, "no app that uses it is deployed until that is resolved"];
  const next = "in each place keep one text and remove the lines <<<<<<<, ======= and >>>>>>>";
  throw new SchedulerError("TEMPLATE_BROKEN", doing, because, next);
}

function baseOf(doing: string, { path, base, name, scope }: Copied): string {
  if (base !== null) return base;
  const because = [`${path} was not copied by template-init, so nobody kept what the built-in was then`];
  const command = `dokku scheduler-kubernetes:template-init ${name} ${scope}`;
  throw new SchedulerError("FILE_UNUSABLE", doing, because, `move it away, make your changes again after: ${command}`);
}
