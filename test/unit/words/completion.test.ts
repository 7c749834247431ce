import * as assert from "uvu/assert";
import { properties, propertyNames } from "../../../src/core/properties/table.ts";
import { completionLines } from "../../../src/core/words/completion.ts";
import type { Described } from "../../../src/core/words/help.ts";
import { subcommands } from "../../../src/subcommands/index.ts";
import { loadAll } from "../../../src/subcommands/subcommand.ts";
import { suite, table } from "../suite.ts";

const described = (usage: string): Described => ({
  group: "Looking",
  usage,
  summary: "",
  details: [],
  examples: [""],
  seeAlso: [""],
});
const lines = completionLines(
  { default: described(""), set: described("APP|--global KEY [VALUE] [--format json|yaml] [--all]") },
  ["deployment", "partials/pod"],
);
const lineOf = (start: string) => lines.find((line) => `${line} `.startsWith(`${start} `));

suite("completion", {
  ...table(
    [
      ["subcommand set", "subcommand set APP|--global KEY VALUE --format=json|yaml --all"],
      ["subcommand default", undefined],
      ["values TEMPLATE", "values TEMPLATE deployment partials/pod"],
      ["values MODE", "values MODE ReadOnlyMany ReadWriteMany ReadWriteOnce ReadWriteOncePod"],
      ["values SUBCOMMAND", "values SUBCOMMAND set"],
      ["values KEY", `values KEY ${[...propertyNames].sort().join(" ")}`],
      ["property ingress-per-app", "property ingress-per-app true false"],
      ["property release-process-type", "property release-process-type PROCESS-TYPE"],
      ["property deploy-timeout", "property deploy-timeout"],
      ["property namespace", "property namespace"],
    ] as const,
    (start, wanted) => assert.is(lineOf(start), wanted),
  ),
  "every property of a few values has them": () => {
    for (const name of propertyNames) {
      const { type } = properties[name];
      if ("known" in type) assert.is(lineOf(`property ${name}`), `property ${name} ${type.known.join(" ")}`);
    }
  },
  "one line for every subcommand, with words that bash takes as they are": async () => {
    const all = completionLines(await loadAll(subcommands), []);
    const names = all.flatMap((line) => /^subcommand (\S+)/.exec(line)?.[1] ?? []);
    assert.equal(
      names,
      Object.keys(subcommands)
        .filter((name) => name !== "default")
        .sort(),
    );
    for (const line of all) assert.match(line, /^[\w.:/|= -]+$/);
  },
});
