// A command, or the app's shell, in a pod that runs, with our stdin, stdout, stderr and terminal.
import { SchedulerError } from "../../core/errors.ts";
import { partSelector } from "../../core/objects/labels.ts";
import { choosePod, type EnterCall, entered } from "../../core/one-off/enter.ts";
import { startFailure } from "../../core/one-off/one-off.ts";
import { mustExist } from "../../edge/dokku/apps.ts";
import { placeOf } from "../../edge/dokku/place.ts";
import { ask } from "../../edge/dokku/plugn.ts";
import { readShell } from "../../edge/dokku/shell.ts";
import { list } from "../../edge/kube/kubectl.ts";
import { execIn } from "../../edge/kube/pods.ts";
import { warn } from "../../edge/log.ts";
import { readRecord } from "../../edge/record.ts";
import { hasTerminal } from "../../edge/terminal.ts";
import { neverDeployed } from "../one-off/prepare.ts";

/** The exit code of the command. */
export async function enter(app: string, call: EnterCall): Promise<number> {
  await mustExist(app);
  const record = await readRecord(app);
  if (record === null) throw neverDeployed(app);
  const place = await placeOf(app);
  const pod = choosePod(app, call, await list(["pods"], partSelector(app), place));
  const words = call.words.length > 0 ? call.words : [await shellOf(app)];
  const { exitCode, stderr } = await execIn(
    { ...place, pod: pod.metadata.name, container: null },
    entered(record.image.source, words),
    hasTerminal(),
  );
  if (stderr === "" || stderr.startsWith("command terminated")) return exitCode;
  const code = startFailure(stderr);
  if (code === null) throw new SchedulerError("APPLY_REFUSED", `enter ${pod.metadata.name} of ${app}`, [stderr.trim()]);
  warn(`the image has no ${words[0]} that can be run`);
  if (call.words.length === 0)
    warn(`name another shell: dokku scheduler:set ${app} shell /bin/sh\nor name a command: dokku enter ${app} web CMD`);
  return code;
}

/** Until Dokku 0.37 it is in the config. */
async function shellOf(app: string): Promise<string> {
  const config = await ask("config-export", app, "false", "true", "json");
  return readShell(app, JSON.parse(config) as Record<string, string>);
}
