// The docker options of an app's pods, put together, and which of them are ignored.

import { optionLines, readOptions } from "../dokku/docker-options.ts";
import type { App } from "../model/app.ts";
import type { Issue } from "../model/manifest.ts";
import { entryOf } from "../model/read.ts";
import { issue } from "./definition.ts";
import { ELSEWHERE, type Owner, type PodOptions, restartPolicy, TABLE } from "./docker-option-table.ts";
import { notAllowed } from "./pod-security.ts";

/** The options of a pod of a process type; of `_default_`, those of all. */
export function podOptions(app: App, phase: "deploy" | "run", type: string): PodOptions {
  const options = fromLines(app, optionLines(app.dockerOptions, phase, type));
  return { ...options, wrong: [...options.wrong, ...notAllowed(app, options)] };
}

/** What Kubernetes cannot do of them, in sentences. */
export function optionsLeftOut(app: Owner & Pick<App, "dockerOptions" | "restartPolicy">): readonly string[] {
  const where = new Map<string, string[]>();
  for (const [key, lines] of Object.entries(app.dockerOptions)) {
    const [type, phase = ""] = key.split(".");
    if (phase === "build") continue;
    const place = type === "_default_" ? phase : `${phase} of ${type}`;
    for (const sentence of fromLines(app, lines).leftOut)
      where.set(sentence, [...new Set([...(where.get(sentence) ?? []), place])]);
  }
  const options = [...where].map(([sentence, places]) => `ignored (${places.join(", ")}): ${sentence}`);
  const policy = app.restartPolicy === null ? null : restartPolicy(app.restartPolicy);
  return policy === null ? options : [...options, `ignored: ${policy}`];
}

/** `path` is that of the pod template in its object. */
export function optionIssues(options: PodOptions, path: string): readonly Issue[] {
  return options.wrong.map((sentence) => issue(`${path}/spec`, `docker-options: ${sentence}`));
}

function fromLines(app: Owner, lines: readonly string[]): PodOptions {
  const made: PodOptions = {
    env: {},
    labels: {},
    limits: {},
    requests: {},
    volumes: [],
    mounts: [],
    hosts: new Map(),
    dns: { nameservers: [], searches: [], options: [] },
    pod: {},
    podSecurity: {},
    container: {},
    security: {},
    wrong: [],
    leftOut: [],
  };
  for (const line of lines) {
    const options = readOptions(line);
    // It may hold a secret.
    if (options === null) made.wrong.push(`unclosed quote: ${/^[^\s=]+/.exec(line)?.[0]} ...`);
    for (const { name, value } of options ?? []) takeOption(made, app, name, value ?? "");
  }
  return made;
}

function takeOption(made: PodOptions, app: Owner, name: string, value: string): void {
  const take = entryOf(TABLE, name);
  if (take === undefined) {
    const why = `${name}, ${entryOf(ELSEWHERE, name)?.replace("APP", app.name) ?? "Kubernetes has no equivalent"}`;
    made.leftOut.push(name === "" ? "a word that belongs to no option" : why);
    return;
  }
  const wrong = take(value, made, app);
  // The value of a variable may be secret, its name is not.
  const shown = name === "--env" ? value.replace(/=.*/s, "=...") : value;
  if (wrong !== null) made.wrong.push(`${[name, ...(shown === "" ? [] : [shown])].join(" ")} ${wrong}`);
}
