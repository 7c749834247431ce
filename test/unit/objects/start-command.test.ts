import * as assert from "uvu/assert";
import { splitWords } from "../../../src/core/dokku/words.ts";
import type { SourceType } from "../../../src/core/model/app.ts";
import { startCommand } from "../../../src/core/objects/start-command.ts";
import { app, process, tagged } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

suite("split words", {
  ...table(
    [
      ["node server.js", ["node", "server.js"]],
      ["  a \t b\n", ["a", "b"]],
      [`sh -c "echo 'x y'"`, ["sh", "-c", "echo 'x y'"]],
      [`a'b c'"d e"f`, ["ab cd ef"]],
      [`'' ""`, ["", ""]],
      [String.raw`a\ b \" \\ \$A`, ["a b", '"', "\\", "$A"]],
      [String.raw`"\" \\ \$A \n"`, [`" \\ $A \\n`]],
      [String.raw`'\n'`, ["\\n"]],
      ["$A $" + "{A} $" + '{A $(B) `C` $1 "$A"', ["$A", "$" + "{A}", "$" + "{A", "$(B)", "`C`", "$1", "$A"]],
      ["é \u{1f600}", ["é", "\u{1f600}"]],
      ["a\\", ["a\\"]],
      ["it's", null],
      ['say "x', null],
    ] as const,
    (text, words) => assert.equal(splitWords(text), words),
  ),
});

const image = (source: SourceType) => ({ image: tagged("r/i:1", source) });
const run = (fields: Parameters<typeof app>[0], command: string | null, type = "web") =>
  startCommand(app(fields), process(type, { command }));

const QUOTED = `sh -c 'echo "$A b"'`;
const WORDS = ["sh", "-c", 'echo "$$A b"'];
const SCRIPT = `sh -c 'echo "$$A b"'`;
const START = { startCommand: "start x" };
const DOCKERFILE = { dockerfileStartCommand: "docker x" };

suite("start command by source", {
  ...table(
    [
      ["herokuish: /start with the type", "herokuish", {}, QUOTED, "web", null, ["/start", "web"]],
      ["herokuish: a worker", "herokuish", DOCKERFILE, null, "worker", null, ["/start", "worker"]],
      ["herokuish: start-cmd takes the place of /start", "herokuish", START, QUOTED, "web", null, ["start", "x"]],
      ["pack: one word for the launcher's bash", "pack", {}, QUOTED, "web", ["launcher"], [SCRIPT]],
      ["pack: start-cmd", "pack", START, QUOTED, "web", ["launcher"], ["start x"]],
      ["pack: dockerfile-start-cmd is not its", "pack", DOCKERFILE, "a b", "web", ["launcher"], ["a b"]],
      ["pack: without a Procfile the image's web", "pack", {}, null, "web", null, null],
      ["pack: without a Procfile another type is itself", "pack", {}, null, "worker", ["/cnb/process/worker"], null],
      ["nixpacks: one word for its entrypoint's bash", "nixpacks", {}, QUOTED, "web", null, [SCRIPT]],
      ["nixpacks: dockerfile-start-cmd", "nixpacks", DOCKERFILE, "a", "web", null, ["docker x"]],
      ["nixpacks: without a command", "nixpacks", {}, null, "web", null, null],
      ["dockerfile: words, the ENTRYPOINT is kept", "dockerfile", {}, QUOTED, "web", null, WORDS],
      [
        "dockerfile: dockerfile-start-cmd wins over the Procfile",
        "dockerfile",
        DOCKERFILE,
        "a",
        "web",
        null,
        ["docker", "x"],
      ],
      [
        "dockerfile: start-cmd wins over both",
        "dockerfile",
        { ...START, ...DOCKERFILE },
        "a",
        "web",
        null,
        ["start", "x"],
      ],
      ["dockerfile: without a Procfile", "dockerfile", {}, null, "web", null, null],
      [
        "dockerfile: what looks like other types of YAML",
        "dockerfile",
        {},
        "8080 true - @a *b null",
        "web",
        null,
        ["8080", "true", "-", "@a", "*b", "null"],
      ],
    ] as const,
    (_title, source, fields, text, type, command, args) => {
      const found = run({ ...image(source), ...fields }, text, type);
      assert.equal([found.command, found.args, found.issues], [command, args, []]);
    },
  ),
});

suite("start command", {
  "a Dockerfile's ENTRYPOINT is kept": () => {
    const { command, args } = run({}, "node a.js");
    assert.equal([command, args], [null, ["node", "a.js"]]);
  },
  "without a command the image's CMD is kept": () => assert.equal(run({}, null).args, null),
  "start-cmd wins over dockerfile-start-cmd, that over the Procfile": () => {
    assert.equal(run({ startCommand: "a", dockerfileStartCommand: "b" }, "c").args, ["a"]);
    assert.equal(run({ dockerfileStartCommand: "b" }, "c").args, ["b"]);
  },
  "only names that the container has are left to the kubelet": () => {
    const args = (type: string) => run({ env: { KEY: "secret" } }, "x $KEY $PORT $PS $NO", type).args;
    assert.equal(args("web"), ["x", "$(KEY)", "$(PORT)", "web"]);
    assert.equal(args("worker"), ["x", "$(KEY)", "5000", "worker"]);
  },
  "a quote that stays open names process type and command": () => {
    const { args, issues } = run({}, `sh -c "x`, "worker");
    assert.is(args, null);
    assert.match(issues[0]?.message ?? "", /"worker".*sh -c "x/);
  },
});
