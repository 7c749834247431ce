// Each command line of README and docs is in a block that test/bats/docs.bats types, or is named with the reason why not; and how such a block is read.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { notRun } from "../docs/not-run.ts";
import { type Block, blocksOf, isLike, stepsOf } from "../docs/pages.ts";
import { HERE } from "./fixtures.ts";
import { suite, table } from "./suite.ts";

const ROOT = join(HERE, "../..");
const PAGES = [
  "README.md",
  "templates/README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];
/** What a file holds, and what is printed: nobody types it. */
const DATA = ["json", "yaml", "ini", "procfile", "text"];

const blocks = PAGES.flatMap((page) =>
  blocksOf(readFileSync(join(ROOT, page), "utf8")).map((block) => ({ ...block, page })),
);
const isScript = ({ language, lines }: Block) => language === "bash" && lines[0]?.startsWith("#!") === true;

suite("command lines in the documentation", {
  "all are in console blocks, or named in test/docs/not-run.ts": () => {
    const untyped = blocks.filter(
      (block) => block.language !== "console" && !DATA.includes(block.language) && !isScript(block),
    );
    const isNamed = ({ page, lines, language }: (typeof blocks)[number]) =>
      language === "shell" && notRun.some(([of, beginsWith]) => of === page && lines[0]?.startsWith(beginsWith));
    assert.equal(
      untyped
        .filter((block) => !isNamed(block))
        .map(({ page, line, language }) => `${page}:${line}: \`\`\`${language}: nothing types it`),
      [],
    );
  },
  "what is named there is there": () =>
    assert.equal(
      notRun.filter(
        ([page, beginsWith]) =>
          !blocks.some((block) => block.page === page && block.lines[0]?.startsWith(beginsWith) === true),
      ),
      [],
    ),
  "what is printed has no command line": () =>
    assert.equal(
      blocks
        .filter(({ language, lines }) => language === "text" && lines.some((line) => line.startsWith("$ ")))
        .map(({ page, line }) => `${page}:${line}`),
      [],
    ),
  "a console block can be read": () => {
    for (const block of blocks) if (block.language === "console") assert.ok(stepsOf(block).length > 0);
  },
  "a command goes on below, is shown with what it prints, and may be hidden": () => {
    const page = ["```console", "$ a |", "> b", "$ c", "said", "", "^C", "```", "<!-- console", "$ d", "-->"];
    assert.equal(
      blocksOf(page.join("\n")).flatMap((block) => stepsOf(block)),
      [
        { line: 2, command: "a |\nb", expected: [], isInterrupted: false },
        { line: 4, command: "c", expected: ["said", ""], isInterrupted: true },
        { line: 10, command: "d", expected: [], isInterrupted: false },
      ],
    );
  },
  ...table(
    [
      ["nothing expected", "anything\n", [], true],
      ["the same", "a\nb\n", ["a", "b"], true],
      ["another line", "a\nc\n", ["a", "b"], false],
      ["a line more", "a\nb\n", ["a"], false],
      ["a line less", "a\n", ["a", "b"], false],
      ["an ellipsis in a line", "pod shop-web-5d9c is ready\n", ["pod shop-web-... is ready"], true],
      ["an ellipsis spans no lines", "pod shop-web-5d9c\nis ready\n", ["pod ...is ready"], false],
      ["an ellipsis for lines", "a\nx\ny\nb\n", ["a", "...", "b"], true],
      ["an ellipsis for no line", "a\nb\n", ["a", "...", "b"], true],
      ["an ellipsis at the end", "a\nx\n", ["a", "..."], true],
      ["other seconds", "Deployed in 12.3 s\n", ["Deployed in 5.1 s"], true],
      ["other blanks", "A    B\n", ["A  B"], true],
      ["letters with a meaning in patterns", "(a) [b] $c\n", ["(a) [b] $c"], true],
    ] as const,
    (_title, actual, expected, is) => assert.is(isLike(actual, expected), is),
  ),
});
