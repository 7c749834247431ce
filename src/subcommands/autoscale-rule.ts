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
import { processType } from "../core/properties/types.ts";
import { type Form, parseArguments } from "../core/words/arguments.ts";
import { mustExist } from "../edge/dokku/apps.ts";
import { readExtracted } from "../edge/dokku/extracted.ts";
import { PLUGIN } from "../edge/dokku/paths.ts";
import { readFolder, readListProperty, writeListProperty } from "../edge/dokku/properties.ts";
import { detail, header, print } from "../edge/log.ts";
import type { SubcommandModule } from "./index.ts";

const RULE: Form = { usage: "APP PROCESS-TYPE RULE", words: [3, 3] };
const NONE: Form = { usage: "APP PROCESS-TYPE", words: [2, 2] };

export const add: SubcommandModule = {
  details: [
    "RULE is one of:",
    ...ruleFormats.map((format) => `    ${format}`),
    "A rule replaces the one for the same metric. SELECTOR is written as for kubectl (queue=jobs).",
    "It takes effect with the next deploy or at once with autoscale-apply.",
    "",
    "Example: dokku scheduler-kubernetes:autoscale-rule-add node-js-app web resource:cpu:Utilization:50",
  ],
  async run(args) {
    const { app, type, rule, rules } = await read("autoscale-rule-add", RULE, args);
    const read_ = readRule(rule);
    if (typeof read_ === "string" || /\p{Cc}/u.test(rule)) {
      const wrong = typeof read_ === "string" ? read_ : "a rule is one line";
      throw new SchedulerError("BAD_PROPERTY", `add the rule ${rule} to ${type} of ${app}`, [wrong]);
    }
    header(`Adding rule ${rule} to ${type}`);
    await writeListProperty(app, rulesProperty(type), addRule(rules, rule, read_));
    await sayWhatIsMissing(app, type);
  },
};

export const list: SubcommandModule = {
  details: [
    "One rule per line, as autoscale-rule-add takes it.",
    "",
    "Example: dokku scheduler-kubernetes:autoscale-rule-list node-js-app web",
  ],
  async run(args) {
    const { rules } = await read("autoscale-rule-list", NONE, args);
    for (const rule of rules) print(rule);
  },
};

export const remove: SubcommandModule = {
  details: [
    "RULE is a whole rule or its first fields: resource:cpu. Removing one that does not exist is no error.",
    "It takes effect with the next deploy or at once with autoscale-apply. Without any rule the scale applies again.",
    "",
    "Example: dokku scheduler-kubernetes:autoscale-rule-remove node-js-app web resource:cpu:Utilization",
  ],
  async run(args) {
    const { app, type, rule, rules } = await read("autoscale-rule-remove", RULE, args);
    const left = removeRules(rules, rule);
    const gone = rules.filter((line) => !left.includes(line));
    if (gone.length === 0) return detail(`${type} has no rule ${rule}`);
    header(`Removing rule ${gone.join(", ")} from ${type}`);
    await writeListProperty(app, rulesProperty(type), left);
    await sayWhatIsMissing(app, type);
  },
};

async function read(name: string, form: Form, args: readonly string[]) {
  const [app = "", type = "", rule = ""] = parseArguments(name, form, args).words;
  await mustBeProcessType(app, type);
  return { app, type, rule, rules: await readListProperty(PLUGIN, app, rulesProperty(type)) };
}

/** It need not be in the Procfile yet. Throws NO_SUCH_APP, BAD_USAGE. */
export async function mustBeProcessType(app: string, type: string): Promise<void> {
  await mustExist(app);
  if (!processType.accepts(type))
    throw new SchedulerError("BAD_USAGE", `find process type ${type} of ${app}`, [`it must be ${processType.form}`]);
}

/** Until both bounds and a rule are set there is no autoscaler, which would go unnoticed. */
export async function sayWhatIsMissing(app: string, type: string): Promise<void> {
  const [own, text] = await Promise.all([readFolder(PLUGIN, app), readExtracted("app-json", app, "app.json")]);
  const lacks = missing(withFormation(autoscaleOf(own, type), text === null ? null : parseAppJson(text), type, 1));
  if (lacks.length > 0) detail(`the scale of ${type} applies: for autoscaling it still lacks ${lacks.join(", ")}`);
}
