import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import { formOf, parse, wantsHelp } from "../../../src/core/words/arguments.ts";
import { suite, table } from "../suite.ts";

const usage = "APP|--global KEY [VALUE] [--force] [--format json|stdout] [--process-type PROCESS-TYPE]";

const wordsOf = (usage: string, args: readonly string[]) => parse({ name: "mend", usage, args }).words;

function outcome(args: readonly string[]): unknown {
  try {
    const { words, options, flags } = parse({ name: "mend", usage, args });
    return [words, Object.fromEntries(options), [...flags]];
  } catch (error) {
    assert.instance(error, SchedulerError);
    const { code, doing, because, next } = error as SchedulerError;
    assert.equal(
      [code, doing, next],
      ["BAD_USAGE", "scheduler-kubernetes:mend", `usage: dokku scheduler-kubernetes:mend ${usage}`],
    );
    return because.join();
  }
}

suite("arguments", {
  "a usage": () =>
    assert.equal(formOf(usage), {
      words: [
        { name: "APP|--global", required: true },
        { name: "KEY", required: true },
        { name: "VALUE", required: false },
      ],
      options: new Map([
        ["force", null],
        ["format", "json|stdout"],
        ["process-type", "PROCESS-TYPE"],
      ]),
    }),
  "no usage": () => assert.equal(formOf(""), { words: [], options: new Map() }),
  ...table(
    [
      ["words alone", ["shop", "a"], [["shop", "a"], {}, []]],
      [
        "options anywhere",
        ["--force", "shop", "--format", "json", "a"],
        [["shop", "a"], { format: "json" }, ["force"]],
      ],
      [
        "a value behind an equals sign",
        ["shop", "a", "--process-type=web=1"],
        [["shop", "a"], { "process-type": "web=1" }, []],
      ],
      ["after -- all is words", ["shop", "--", "--force", "--x"], [["shop", "--force", "--x"], {}, []]],
      ["an empty word counts", ["shop", "a", ""], [["shop", "a", ""], {}, []]],
      ["a word is missing", ["shop"], "KEY is missing"],
      ["too many words", ["shop", "a", "b", "c", "d"], "too many arguments: c d"],
      ["an unknown option", ["shop", "a", "--size"], "there is no option --size"],
      ["a mistyped option", ["shop", "a", "--fromat", "json"], "there is no option --fromat, did you mean --format?"],
      ["a flag takes no value", ["shop", "a", "--force=yes"], "--force takes no value"],
      ["an option without its value", ["shop", "a", "--format"], "--format needs a value"],
      [
        "a value that is none of the choices",
        ["shop", "a", "--format", "xml"],
        "--format takes json or stdout, not xml",
      ],
      [
        "a mistyped choice",
        ["shop", "a", "--format", "jsno"],
        "--format takes json or stdout, not jsno, did you mean json?",
      ],
    ] as const,
    (_title, args, wanted) => assert.equal(outcome(args), wanted),
  ),
  "--global takes the place of the app, wherever it is typed": () => {
    for (const args of [
      ["--global", "a"],
      ["a", "--global"],
    ]) {
      assert.equal(wordsOf("APP|--global KEY", args), ["--global", "a"]);
      assert.equal(wordsOf("TEMPLATE [APP|--global]", args), ["a", "--global"]);
    }
    assert.throws(
      () => wordsOf("TEMPLATE [APP|--global]", ["--global"]),
      ({ because }: SchedulerError) => because.join() === "TEMPLATE is missing",
    );
  },
  "as many words as one likes": () => {
    for (const args of [[], ["shop"], ["shop", "blog", "x"]]) assert.equal(wordsOf("[APP...]", args), args);
  },
  "who wants help": () => {
    for (const args of [["--help"], ["-h"], ["shop", "a", "--help"]]) assert.ok(wantsHelp(args), args.join(" "));
    for (const args of [[], ["shop", "help"], ["shop", "a", "--", "--help"]])
      assert.not(wantsHelp(args), args.join(" "));
  },
});
