// Reads a Procfile as Dokku does: `name: command` lines, comments with # or //.
import { SchedulerError } from "../errors.ts";

/** Commands by process type, unexpanded. Throws BAD_APP on an invalid line and on a type that appears twice. */
export function parseProcfile(text: string): ReadonlyMap<string, string> {
  const commands = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.replace(/(^|\s)(#|\/\/).*$/, "").trim();
    if (content === "") continue;
    const [, type, command] = /^([A-Za-z0-9_-]{1,63}):\s*(.+)$/.exec(content) ?? [];
    if (type === undefined || command === undefined) throw bad(index, "is not of the form `process-type: command`");
    if (commands.has(type)) throw bad(index, `names ${type} a second time`);
    commands.set(type, command);
  }
  return commands;
}

function bad(index: number, what: string): SchedulerError {
  return new SchedulerError("BAD_APP", "read the Procfile", [`line ${index + 1} ${what}`]);
}
