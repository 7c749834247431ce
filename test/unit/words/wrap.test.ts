import * as assert from "uvu/assert";
import { twoColumns, wrap, wrapCommand, wrapMessage, wrapText } from "../../../src/core/words/wrap.ts";
import { suite, table } from "../suite.ts";

suite("wrap", {
  ...table(
    [
      ["between words", "one two three", 7, ["one two", "  three"]],
      ["exactly", "one two", 7, ["one two"]],
      [
        "a word wider than the line keeps its own",
        "a https://example.test/long b",
        10,
        ["a", "  https://example.test/long", "  b"],
      ],
    ] as const,
    (_title, text, width, wanted) => assert.equal(wrap(text.split(" "), width, "  "), wanted),
  ),
  "paragraphs: lines are joined, but not with an empty one, with one that is set in, or below a colon": () =>
    assert.equal(
      wrapText(["One is", "this.", "", "Two is one of:", "    a long list of it", "or none.", "List:", "last"], 16),
      ["One is this.", "", "Two is one of:", "    a long list", "    of it", "or none. List:", "last"],
    ),
  "a command goes on behind a backslash, a quoted word stays whole": () => {
    assert.equal(wrapCommand('dokku run a bash -c "echo one two"', 24, "  "), [
      "  dokku run a bash -c \\",
      '      "echo one two"',
    ]);
    assert.equal(wrapCommand("dokku run a", 80, "  "), ["  dokku run a"]);
  },
  "two columns, the text below itself": () =>
    assert.equal(
      twoColumns(
        [
          ["set", "Set a property of an app now"],
          ["report", "Show"],
        ],
        40,
      ),
      ["    set     Set a property of an app now", "    report  Show"],
    ),
  "two columns where there is no room for both": () =>
    assert.equal(twoColumns([["deployment-labels-set", "Set a label of an app"]], 30), [
      "    deployment-labels-set",
      "        Set a label of an app",
    ]),
  ...table(
    [
      ["as wide as it may be", "one two three", 13, ["one two three"]],
      ["between words, what follows set in", "  one two three", 9, ["  one two", "    three"]],
      ["a command at the end stays whole", "see: dokku ps:report shop", 12, ["see:", "  dokku ps:report shop"]],
      [
        "and one before more words",
        "raise it: dokku resource:limit --memory MB shop, or in the template",
        30,
        ["raise it:", "  dokku resource:limit --memory MB shop,", "  or in the template"],
      ],
      [
        "with a comma of its own",
        "set it: sudo dokku a-b:set shop c a=b,c=d e",
        20,
        ["set it:", "  sudo dokku a-b:set shop c a=b,c=d e"],
      ],
      [
        "a usage is no command",
        "usage: dokku a-b:set APP [--one ONE] [--two TWO]",
        30,
        ["usage: dokku a-b:set APP", "  [--one ONE] [--two TWO]"],
      ],
      ["columns of its own", "a    b    c", 5, ["a    b    c"]],
      ["the user is no command", "the dokku user has none", 12, ["the dokku", "  user has", "  none"]],
    ] as const,
    (_title, text, width, wanted) => assert.equal(wrapMessage(text, width), wanted),
  ),
});
