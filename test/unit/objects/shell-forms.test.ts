// Every form that shells know, as a start command: what each source type makes of it. bash itself answers for those that have one;
// docs/source-types.md has the table.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { parseProcfile } from "../../../src/core/dokku/procfile.ts";
import { shellRemarks, startCommand } from "../../../src/core/objects/start-command.ts";
import { app, HERE, process, tagged } from "../fixtures.ts";
import { goldenSection } from "../goldens.ts";
import { suite, table } from "../suite.ts";

const ENV = { NAME: "value", EMPTY: "", BLANKS: "two words" };

const brace = (inside: string) => `$\{${inside}}`;
const each = (operator: string) => ["NAME", "EMPTY", "GONE"].map((name) => brace(name + operator)).join(" ");

/** What it is, the command, and the words for an image without a shell; null where they are refused. */
const FORMS: readonly (readonly [string, string, readonly string[] | null])[] = [
  ["a variable", `say $NAME ${brace("NAME")}`, ["value", "value"]],
  ["in quotes", `say "$NAME" '$NAME'`, ["value", "$NAME"]],
  ["one that is not set", "say $GONE", []],
  ["the same in quotes", 'say "$GONE"', [""]],
  ["an empty one", "say $EMPTY", []],
  ["one with blanks", "say $BLANKS", ["two words"]],
  ["the same in quotes", 'say "$BLANKS" a', ["two words", "a"]],
  ["a default", `say ${each(":-a")}`, ["value", "a", "a"]],
  ["a default where it is not set", `say ${each("-a")}`, ["value", "a"]],
  ["a default that is assigned", `say ${brace("GONE:=a")}`, null],
  ["the same where it is not set", `say ${brace("GONE=a")}`, null],
  ["a must", `say ${brace("NAME:?set it")}`, ["value"]],
  ["a must, empty", `say ${brace("EMPTY:?set it")}`, null],
  ["a must where it is not set", `say ${brace("EMPTY?set it")} a`, ["a"]],
  ["the same, not set", `say ${brace("GONE?set it")}`, null],
  ["another value", `say ${each(":+a")}`, ["a"]],
  ["another value where it is set", `say ${each("+a")}`, ["a", "a"]],
  ["one in another", `say ${brace(`GONE:-${brace("GONE:-$NAME")}`)}`, ["value"]],
  ["blanks in a default", `say ${brace("GONE:-a b")} "${brace("GONE:-a b")}"`, ["a", "b", "a b"]],
  ["quotes in a default", `say ${brace(`GONE:-"a b}" '$c'`)}`, ["a b}", "$c"]],
  ["its length", `say ${brace("#NAME")}`, null],
  ["without a beginning", `say ${brace("NAME#v")}`, null],
  ["without the longest beginning", `say ${brace("NAME##v*l")}`, null],
  ["without an end", `say ${brace("NAME%e")}`, null],
  ["without the longest end", `say ${brace("NAME%%a*")}`, null],
  ["replaced", `say ${brace("NAME/a/o")}`, null],
  ["a part", `say ${brace("NAME:0:2")}`, null],
  ["capitals", `say ${brace("NAME^^")}`, null],
  ["by its name", `say ${brace("!NAME")}`, null],
  ["arithmetic", "say $((1+1))", ["$((1+1))"]],
  ["a command's output", "say $(id)".replace("id", "echo"), ["$(echo)"]],
  ["the same", "say `echo`", ["`echo`"]],
  ["a shell's own", "say $1 $#", ["$1", "$#"]],
  ["C's escapes", String.raw`say $'a\tb'`, [String.raw`$a\tb`]],
  ["files", "say *.js", ["*.js"]],
  ["the home", "say ~/x", ["~/x"]],
  ["braces", "say {a,b}", ["{a,b}"]],
  ["quotes", `say 'a b' "c d"e`, ["a b", "c de"]],
  ["an unclosed quote", "say 'a", null],
  ["backslashes", String.raw`say a\ b \$NAME`, ["a b", "$NAME"]],
  ["and", "say a && true", ["a", "&&", "true"]],
  ["or", "say a || true", ["a", "||", "true"]],
  ["a pipe", "say a | cat", ["a", "|", "cat"]],
  ["one after another", "say a; true", ["a;", "true"]],
  ["in the background", "say a & wait", ["a", "&", "wait"]],
  ["to a file", "say a > /dev/null", ["a", ">", "/dev/null"]],
  ["to the same place", "say a 2>&1", ["a", "2>&1"]],
  ["from a file", "say a < /dev/null", ["a", "<", "/dev/null"]],
  ["operators in quotes", `say 'a && b' "c|d" e\\;`, ["a && b", "c|d", "e;"]],
  ["letters in a word", "say a=b&c=d", ["a=b&c=d"]],
  ["a comment", "say a # b", ["a"]],
  ["a variable in front", "NAME=a say b", ["NAME=a", "say", "b"]],
];

const commandOf = (text: string) => parseProcfile(`web: ${text}`).get("web") ?? "";

const appOf = (source: "dockerfile" | "nixpacks", text: string) =>
  app({ env: ENV, image: tagged("r/i:1", source), processes: [process("web", { command: commandOf(text) })] });

function started(source: "dockerfile" | "nixpacks", text: string): readonly string[] | null {
  const shop = appOf(source, text);
  const { args } = startCommand(shop, shop.processes[0] ?? process("web"));
  return args?.map(kubelet) ?? null;
}

/** As the kubelet expands an argument. */
function kubelet(word: string): string {
  const env: Readonly<Record<string, string>> = ENV;
  return word.replace(/\$\$|\$\((\w+)\)/g, (text, name: string | undefined) =>
    name === undefined ? "$" : (env[name] ?? text),
  );
}

const SAY = String.raw`#!/bin/sh
[ $# = 0 ] || printf '%s\0' "$@"
`;

/** What `say` was given; null when bash ended with an error. */
function inBash(script: string, ...args: readonly string[]): readonly string[] | null {
  const folder = mkdtempSync(join(tmpdir(), "shell-forms-"));
  try {
    for (const name of ["a.js", "b.js"]) writeFileSync(join(folder, name), "");
    writeFileSync(join(folder, "say"), SAY, { mode: 0o755 });
    const env = { ...ENV, HOME: "/app", PATH: `${folder}:${globalThis.process.env.PATH}` };
    const said = execFileSync("bash", ["-c", script, "bash", ...args], { cwd: folder, env, stdio: "pipe" }).toString();
    return said.split("\0").slice(0, -1);
  } catch (error) {
    assert.ok((error as { status?: number }).status, String(error));
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The last line of herokuish's `/start`. */
const herokuish = (text: string) => inBash('exec $(eval echo "$@")', text);

const code = (text: string) => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``).replaceAll("|", "\\|");
const cell = (words: readonly string[] | null, failure: string) =>
  words === null ? failure : words.map((word) => (word === "" ? "an empty word" : code(word))).join(" ") || "nothing";

suite("a start command without a shell", {
  ...table(
    FORMS.map(([title, text, words]): [string, string, readonly string[] | null] => [`${title}: ${text}`, text, words]),
    (_title, text, words) => {
      const all = started("dockerfile", text);
      assert.equal(all?.[0] === "say" ? all.slice(1) : all, words);
    },
  ),
  "is said where a shell would make something else of it": () => {
    const silent = FORMS.filter(([, text, words]) => {
      if (words === null || shellRemarks(appOf("dockerfile", text)).length > 0) return false;
      const shell = inBash(commandOf(text));
      return JSON.stringify(shell) !== JSON.stringify(words);
    });
    // Words that shells look up in the image: what is typed so is meant so more often.
    assert.equal(
      silent.map(([title]) => title),
      ["files", "the home", "braces", "letters in a word"],
    );
  },
});

suite("docs/source-types.md", {
  "has the table": () => {
    const rows = FORMS.map(([title, text, words]) => {
      const said = words !== null && shellRemarks(appOf("dockerfile", text)).length > 0 ? ", said" : "";
      const bash = inBash(started("nixpacks", text)?.[0] ?? "");
      const cells = [
        title,
        code(text),
        cell(words, "refused") + said,
        cell(herokuish(text), "fails"),
        cell(bash, "fails"),
      ];
      return `| ${cells.join(" | ")} |`;
    });
    goldenSection(join(HERE, "../../docs/source-types.md"), "shell forms", [
      "| | command | Dockerfile, railpack, image | herokuish | pack, nixpacks |",
      "| --- | --- | --- | --- | --- |",
      ...rows,
    ]);
  },
});
