// dokku scheduler-kubernetes:autoscale-rule-{add,list,remove}
import { parseAppJson } from "../core/dokku/app-json.ts";
import {
  addRule,
  autoscaleOf,
  missing,
  readRule,
  removeRules,
  ruleFormats,
  rulesProperty,
} from "../core/dokku/autoscale.ts";
import { withFormation } from "../core/dokku/formation.ts";
import { SchedulerError } from "../core/errors.ts";
import type { Fields } from "../core/model/read.ts";
import { processType } from "../core/properties/types.ts";
import { type Call, parse } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { readExtracted } from "../edge/dokku/extracted.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { changeProperties, listOf, listValue, readFolder, readListProperty } from "../edge/dokku/properties.ts";
import { detail, header, print } from "../edge/log.ts";
import { sayUnknownTypes } from "../tasks/app/unknown-type.ts";
import type { Subcommand } from "./subcommand.ts";

export const add: Subcommand = {
  group: "Scaling",
  usage: "APP PROCESS-TYPE RULE",
  summary: "Add or replace an autoscaling rule of a process type",
  details: [
    "RULE is one of:",
    ...ruleFormats.map((format) => `    ${format}`),
    "A rule replaces the one for the same metric. SELECTOR is written as for kubectl (queue=jobs).",
    "It takes effect with the next deploy or at once with autoscale-apply.",
  ],
  examples: ["node-js-app web resource:cpu:Utilization:50", "node-js-app worker pods:jobs-waiting:AverageValue:30"],
  seeAlso: ["autoscale-set", "autoscale-apply", "docs/autoscaling.md"],
  async run(call) {
    const { app, type, rule } = await read(call);
    const read_ = readRule(rule);
    if (typeof read_ === "string" || /\p{Cc}/u.test(rule)) {
      const wrong = typeof read_ === "string" ? read_ : "a rule is one line";
      throw new SchedulerError("BAD_PROPERTY", `add the rule ${rule} to ${type} of ${app}`, [wrong]);
    }
    await change(app, type, (rules) => {
      header(`Adding rule ${rule} to ${type}`);
      return addRule(rules, rule, read_);
    });
    await sayUnknownTypes(app, [type]);
    await sayWhatIsMissing(app, type);
  },
};

export const list: Subcommand = {
  group: "Scaling",
  usage: "APP PROCESS-TYPE [--format json|stdout]",
  summary: "List the autoscaling rules of a process type",
  details: ["One rule per line, as autoscale-rule-add takes it."],
  examples: ["node-js-app web", "node-js-app web --format json"],
  seeAlso: ["autoscale-rule-add", "docs/autoscaling.md"],
  async run(call) {
    const { app, type, format } = await read(call);
    const rules = await readListProperty(PLUGIN, app, rulesProperty(type));
    if (format === "json") return print(JSON.stringify(rules));
    for (const rule of rules) print(rule);
  },
};

export const remove: Subcommand = {
  group: "Scaling",
  usage: "APP PROCESS-TYPE RULE",
  summary: "Remove autoscaling rules of a process type",
  details: [
    "RULE is a whole rule or its first fields: resource:cpu. Removing one that does not exist is no error.",
    "It takes effect with the next deploy or at once with autoscale-apply. Without any rule the scale applies again.",
  ],
  examples: ["node-js-app web resource:cpu:Utilization", "node-js-app web resource:cpu"],
  seeAlso: ["autoscale-rule-list", "autoscale-apply", "docs/autoscaling.md"],
  async run(call) {
    const { app, type, rule } = await read(call);
    await change(app, type, (rules) => {
      const left = removeRules(rules, rule);
      const gone = rules.filter((line) => !left.includes(line));
      if (gone.length === 0) detail(`${type} has no rule ${rule}`);
      else header(`Removing rule ${gone.join(", ")} from ${type}`);
      return left;
    });
    await sayWhatIsMissing(app, type);
  },
};

async function read(call: Call) {
  const { words, options } = parse(call);
  const [app = "", type = "", rule = ""] = words;
  await mustBeProcessType(app, type);
  return { app, type, rule, format: options.get("format") ?? null };
}

const change = (app: string, type: string, decide: (rules: readonly string[]) => readonly string[]) =>
  changeProperties(app, (own) => ({ [rulesProperty(type)]: listValue(decide(listOf(own, rulesProperty(type)))) }));

/** It need not be in the Procfile yet. Throws NO_SUCH_APP, BAD_USAGE. */
export async function mustBeProcessType(app: string, type: string): Promise<void> {
  await mustExist(app);
  if (!processType.accepts(type))
    throw new SchedulerError("BAD_USAGE", `find process type ${type} of ${app}`, [`it must be ${processType.form}`]);
}

export async function readAppJson(app: string): Promise<Fields | null> {
  const text = await readExtracted("app-json", app, "app.json");
  return text === null ? null : parseAppJson(text);
}

/** Until both bounds and a rule are set there is no autoscaler, which would go unnoticed. */
export async function sayWhatIsMissing(app: string, type: string): Promise<void> {
  const [own, appJson] = await Promise.all([readFolder(PLUGIN, app), readAppJson(app)]);
  const lacks = missing(withFormation(autoscaleOf(own, type), appJson, type, 1));
  if (lacks.length > 0) detail(`the scale of ${type} applies: for autoscaling it still lacks ${lacks.join(", ")}`);
}
