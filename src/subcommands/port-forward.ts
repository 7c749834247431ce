// dokku scheduler-kubernetes:port-forward
import { readForwardCall } from "../core/one-off/forward.ts";
import { type Call, parse, refused } from "../core/words/arguments.ts";
import { forward } from "../tasks/app/port-forward.ts";

export const group = "Looking";
export const usage = "APP [PROCESS-TYPE] [PORT]";
export const summary = "Forward a port of this server to a pod of an app";
export const details = [
  "PROCESS-TYPE is web unless given; web.2 is its second pod, as for dokku enter. PORT is that of the pod, or LOCAL:REMOTE; without it,",
  "the one that requests go to. It listens on 127.0.0.1 of the Dokku server until Ctrl-C.",
];
export const examples = ["node-js-app web 8080:5000", "node-js-app worker.2 9229"] as const;
export const seeAlso = ["status", "docs/ports.md"] as const;

export async function run(call: Call): Promise<number> {
  const [app = "", ...words] = parse(call).words;
  const wanted = readForwardCall(words);
  if (wanted === null) throw refused(call, `PORT is a number, or LOCAL:REMOTE, not ${words[1]}`);
  return forward(app, wanted);
}
