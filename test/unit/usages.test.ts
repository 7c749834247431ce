// Words, options and their order are the same in all subcommands.
import * as assert from "uvu/assert";
import { formOf } from "../../src/core/words/arguments.ts";
import { options as meanings } from "../../src/core/words/options.ts";
import { subcommands } from "../../src/subcommands/index.ts";
import { loadAll } from "../../src/subcommands/subcommand.ts";
import { suite } from "./suite.ts";

const forms = Object.entries(await loadAll(subcommands)).map(([name, { usage }]) => ({
  name,
  usage,
  ...formOf(usage),
}));
const offenders = (isWrong: (form: (typeof forms)[number]) => boolean) =>
  forms.filter(isWrong).map(({ name, usage }) => `${name} ${usage}`);

/** Positional words in their one order; what begins with small letters is a choice. */
const ORDER = ["APP", "APP|--global", "NAMESPACE", "PROCESS-TYPE", "KIND", "CLAIM", "KEY", "NAME", "PATH", "VALUE"];

suite("usages", {
  "a usage says again what was read of it": () => {
    const written = ({ words, options }: (typeof forms)[number]) =>
      [
        ...words.map(({ name, required }) => (required ? name : `[${name}]`)),
        ...[...options].map(([name, value]) => `[--${name}${value === null ? "" : ` ${value}`}]`),
      ].join(" ");
    assert.equal(
      offenders((form) => written(form) !== form.usage),
      [],
    );
  },
  "an optional word is not followed by one that is required": () =>
    assert.equal(
      offenders(({ words }) => words.some(({ required }, index) => required && words[index - 1]?.required === false)),
      [],
    ),
  "positional words stand in one order": () =>
    assert.equal(
      offenders(({ words }) => {
        const places = words.map(({ name }) => ORDER.indexOf(name)).filter((place) => place >= 0);
        return places.some((place, index) => index > 0 && place <= (places[index - 1] as number));
      }),
      [],
    ),
  "options stand in the order of the alphabet": () =>
    assert.equal(
      offenders(({ options }) => [...options.keys()].join() !== [...options.keys()].sort().join()),
      [],
    ),
  "an option has one value wherever it is taken; how an object is shown differs from how a list is": () => {
    const all = new Map<string, Set<string>>();
    for (const { options } of forms)
      for (const [name, value] of options) all.set(name, new Set([...(all.get(name) ?? []), value ?? ""]));
    assert.equal(
      [...all].filter(([name, found]) => found.size > 1 && name !== "format").map(([name]) => name),
      [],
    );
  },
  "each option has a meaning, and each meaning an option": () => {
    const taken = new Set(forms.flatMap(({ options }) => [...options.keys()]));
    assert.equal([...taken].sort(), Object.keys(meanings).sort());
  },
  "what is listed and reported can be had as JSON": () =>
    assert.equal(
      offenders(({ name, options }) => {
        const format = options.get("format");
        return /list|report|history|templates|cleanup|show|render|status|doctor|diff|plan|check|rbac|canary|^top$/.test(
          name,
        )
          ? !format?.startsWith("json|")
          : format !== undefined;
      }),
      [],
    ),
  "what is about claims is told its place in the same words": () =>
    assert.equal(
      offenders(
        ({ name, options }) =>
          name.endsWith("-pvc") !== ["kubeconfig", "kube-context", "namespace"].every((option) => options.has(option)),
      ),
      [],
    ),
});
