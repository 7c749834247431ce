// What plugin/bash-completion reads: the words of every subcommand, and what a word of a usage may be.
import { accessModes } from "../dokku/claims.ts";
import { bearers } from "../objects/kinds.ts";
import { isGlobal, type Property, properties, propertyNames } from "../properties/table.ts";
import type { Choice, OfTypes } from "../properties/types.ts";
import { formOf } from "./arguments.ts";
import type { Described } from "./help.ts";

/**
 * One line each: `subcommand NAME WORD... --OPTION=VALUE --FLAG`, `values WORD CHOICE...` and `property NAME CHOICE...`. A choice in capitals
 * stands for what is known only where it is typed: APP, PROCESS-TYPE.
 */
export function completionLines(
  list: Readonly<Record<string, Described>>,
  templates: readonly string[],
): readonly string[] {
  const names = Object.keys(list).filter((name) => name !== "default");
  const values: Readonly<Record<string, readonly string[]>> = {
    FLAG: propertyNames.flatMap((name) =>
      ["", "computed-", ...(isGlobal(name) ? ["global-"] : [])].map((kind) => `--scheduler-kubernetes-${kind}${name}`),
    ),
    KEY: propertyNames,
    KIND: [...bearers.keys()],
    MODE: accessModes,
    SUBCOMMAND: names,
    TEMPLATE: templates,
  };
  return [
    ...names.map((name) => ["subcommand", name, ...typedWords(list[name]?.usage ?? "")]),
    ...Object.entries(values).map(([word, choices]) => ["values", word, ...[...choices].sort()]),
    ...propertyNames.map((name) => ["property", name, ...choicesOf(properties[name])]),
  ]
    .map((words) => words.join(" "))
    .sort();
}

function typedWords(usage: string): readonly string[] {
  const { words, options } = formOf(usage);
  return [
    ...words.map(({ name }) => name),
    ...[...options].map(([option, value]) => `--${option}${value === null ? "" : `=${value}`}`),
  ];
}

function choicesOf({ type }: { readonly type: Property["type"] | Choice | OfTypes }): readonly string[] {
  if ("known" in type) return type.known;
  return "typesIn" in type && type.accepts("worker") ? ["PROCESS-TYPE"] : [];
}
