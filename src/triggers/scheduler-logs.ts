// `dokku logs`: the last lines of every pod, or of one process type or pod, each with its `app[web.1]: ` prefix.
import { SchedulerError } from "../core/errors.ts";
import { type NamedPod, namePods, splitLogLine } from "../core/logs.ts";
import { placeOf } from "../edge/dokku/place.ts";
import { list, stream } from "../edge/kube/kubectl.ts";
import { print, warn } from "../edge/log.ts";

/** Arguments: scheduler, app, process type or `type.index` or empty, tail, quiet (lines without prefix), number of lines. */
export async function run([
  ,
  app = "",
  wanted = "",
  tail = "false",
  quiet = "false",
  count = "100",
]: readonly string[]): Promise<void> {
  const place = await placeOf(app);
  const [type = "", index] = wanted.split(/\.(?=\d+$)/);
  const selector = type === "" ? `app=${app},app-process-type` : `app=${app},process-type=${type}`;
  const pods = namePods(await list(["pods"], selector, place));
  const chosen = index === undefined ? pods : pods.filter((pod) => pod.index === Number(index));
  if (chosen.length === 0) throw none(app, wanted, pods);

  const names = new Map(chosen.map(({ pod, type, index }) => [pod, `${app}[${type}.${index}]: `]));
  const what = index === undefined ? ["-l", selector, "--max-log-requests", "100"] : [`pod/${chosen[0]?.pod}`];
  const lines = Number(count) > 0 ? count : "-1";
  const args = [
    "logs",
    ...what,
    "-n",
    place.namespace,
    "--prefix",
    "--tail",
    lines,
    ...(tail === "true" ? ["--follow"] : []),
  ];
  const outcome = await stream(args, place.cluster, (line) => {
    const found = splitLogLine(line);
    if (found === null) warn(line);
    else
      print(
        quiet === "true" ? found.text : paint(names.get(found.pod) ?? `${app}[${found.pod}]: `, found.pod) + found.text,
      );
  });
  if (outcome.exitCode !== 0)
    throw new SchedulerError("CLUSTER_UNREACHABLE", `read the logs of ${app}`, [
      `kubectl ended with exit code ${outcome.exitCode}`,
    ]);
}

function none(app: string, wanted: string, pods: readonly NamedPod[]): SchedulerError {
  const running = pods.map(({ type, index }) => `${type}.${index}`).join(", ");
  const because = running === "" ? "no pod of it exists" : `there is no ${wanted}; running: ${running}`;
  return new SchedulerError(
    "NO_SUCH_OBJECT",
    `read the logs of ${app}${wanted === "" ? "" : ` ${wanted}`}`,
    [because],
    `see: dokku ps:report ${app}`,
  );
}

const colours = [36, 33, 32, 35, 34, 31];

/** One colour a pod, the same in every run; none when nobody sees it. Dokku sets FORCE_TTY when its own output is a terminal. */
function paint(prefix: string, pod: string): string {
  if (!process.stdout.isTTY && !process.env.FORCE_TTY) return prefix;
  const sum = [...pod].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return `\u001b[${colours[sum % colours.length]}m${prefix}\u001b[0m`;
}
