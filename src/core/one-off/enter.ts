// Which pod `dokku enter` means, and what it starts there.
import { SchedulerError } from "../errors.ts";
import { namePods } from "../logs.ts";
import type { SourceType } from "../model/app.ts";
import type { KubeObject } from "../model/manifest.ts";
import { at } from "../model/read.ts";
import { noneSuch } from "../words/nearest.ts";

export interface EnterCall {
  /** `web` or `web.2`; null for the only one. */
  readonly process: string | null;
  /** A pod's name; null for none. */
  readonly pod: string | null;
  /** Empty for the app's shell. */
  readonly words: readonly string[];
}

/** What follows the app. Dokku 0.33 and later put `--` before the command, earlier ones pass the words as they were typed. */
export function readEnterCall(args: readonly string[]): EnterCall {
  const [first = "--", second = ""] = args;
  if (first === "--container-id")
    return { process: null, pod: second.replace(/^--container-id=/, ""), words: afterDashes(args.slice(2)) };
  const [, id] = /^--container-id=(.*)$/s.exec(first) ?? [];
  if (id !== undefined) return { process: null, pod: id, words: afterDashes(args.slice(1)) };
  if (first !== "--") return { process: first, pod: null, words: afterDashes(args.slice(1)) };
  // `dokku enter APP -- CMD` takes the dashes for a process type.
  return { process: null, pod: null, words: afterDashes(afterDashes(args)) };
}

const afterDashes = ([first, ...rest]: readonly string[]) =>
  first === "--" ? rest : first === undefined ? [] : [first, ...rest];

/** What the pod is wanted for, in messages. */
export interface Purpose {
  readonly doing: string;
  /** What names the app and a process type next. */
  readonly command: string;
}

const ENTER: Purpose = { doing: "enter", command: "dokku enter" };

/** By the pods of the app and of its runs. Throws NO_SUCH_OBJECT with what there is. */
export function choosePod(
  app: string,
  { process, pod }: Pick<EnterCall, "process" | "pod">,
  pods: readonly KubeObject[],
  { doing, command }: Purpose = ENTER,
): KubeObject {
  const alive = pods.filter(
    ({ metadata, status }) => at(status, "phase") === "Running" && !at(metadata, "deletionTimestamp"),
  );
  const named = namePods(alive.filter(({ metadata }) => metadata.labels?.["app-process-type"] !== undefined));
  const running = named.map(({ type, index }) => `${type}.${index}`);
  const stop = (what: string, because: string, next: string | null) => {
    throw new SchedulerError("NO_SUCH_OBJECT", what, [because], next);
  };
  const byName = (name: string | undefined) => alive.find(({ metadata }) => metadata.name === name);
  if (pod !== null)
    return (
      byName(pod) ?? stop(`${doing} ${pod} of ${app}`, `the app has no such running pod; ${podNames(alive)}`, null)
    );
  const see = `see: dokku ps:report ${app}`;
  const none = "none of its pods is running";
  const [, type, index] = /^(.*?)(?:\.(\d+))?$/s.exec(process ?? "") ?? [];
  if (process === null) {
    const types = new Set(named.map((one) => one.type));
    if (types.size > 1)
      stop(
        `${doing} ${app}`,
        `several process types are running, name one of them: ${running.join(", ")}`,
        `${command} ${app} ${[...types][0]}`,
      );
    return byName(named[0]?.pod) ?? stop(`${doing} ${app}`, none, see);
  }
  const found = named.find((one) => one.type === type && one.index === Number(index ?? 1));
  const types = named.map((one) => one.type);
  const because = noneSuch(`there is no ${process}`, type ?? "", types, "running", running);
  return byName(found?.pod) ?? stop(`${doing} ${process} of ${app}`, running.length === 0 ? none : because, see);
}

const podNames = (pods: readonly KubeObject[]) =>
  pods.length === 0 ? "none is running" : `there are: ${pods.map(({ metadata }) => metadata.name).join(", ")}`;

/** By the way in that the image wants, as a process of it is started. */
export function entered(source: SourceType, words: readonly string[]): readonly string[] {
  if (source === "herokuish") return ["/exec", ...words];
  return source === "pack" ? ["launcher", ...words] : words;
}
