// dokku scheduler-kubernetes:cp
import { readCopyCall } from "../core/one-off/copy.ts";
import { type Call, parse, refused } from "../core/words/arguments.ts";
import { copy } from "../tasks/app/copy.ts";

export const group = "Looking";
export const usage = "SOURCE TARGET";
export const summary = "Copy files out of a pod of an app or into one";
export const details = [
  "One of the two is APP:PATH, APP:PROCESS-TYPE:PATH or, for its second pod, APP:PROCESS-TYPE.2:PATH. The other is a path of the Dokku",
  "server that begins with /, outside of Dokku's own files; or `-`: stdout gets a tar archive, stdin is one for the folder PATH.",
  "A folder goes with all that is in it; where the target is a folder, into that. The image needs tar, but no shell.",
];
export const examples = [
  "node-js-app:web:/app/report.csv /srv/reports",
  "/srv/seeds node-js-app:worker.2:/data",
] as const;
export const seeAlso = ["port-forward", "docs/files.md"] as const;

export async function run(call: Call): Promise<number> {
  const [source = "", target = ""] = parse(call).words;
  const wanted = readCopyCall(source, target);
  if (wanted === null)
    throw refused(call, "one of the two is APP:PATH, the other an absolute path of this server or -");
  if (wanted.direction === "out" && wanted.local === null && process.stdout.isTTY)
    throw refused(call, "an archive is not for a terminal: send it to a file or to tar");
  return copy(wanted);
}
