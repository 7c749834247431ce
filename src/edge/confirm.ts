// Asks as Dokku asks before it destroys an app.
import { createInterface } from "node:readline";
import { SchedulerError } from "../core/errors.ts";
import { warn } from "./log.ts";

/** `what` is a sentence. Throws BAD_USAGE unless the next line of stdin is `word`; at its end nothing was confirmed. */
export async function confirm(what: string, word: string): Promise<void> {
  if (process.env.DOKKU_APPS_FORCE_DELETE === "1") return;
  warn("WARNING: Potentially Destructive Action");
  warn(what);
  warn(`To proceed, type "${word}"`);
  process.stdout.write("> ");
  if ((await nextLine()) === word) return;
  throw new SchedulerError(
    "BAD_USAGE",
    "nothing was removed",
    [`the answer was not "${word}"`],
    "in scripts add --force",
  );
}

async function nextLine(): Promise<string | null> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line.trim();
    return null;
  } finally {
    lines.close();
    process.stdin.destroy();
  }
}
