import * as assert from "uvu/assert";
import { splitWords, startCommand } from "../../../src/core/objects/start-command.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const known = (name: string) => (["A", "PORT"].includes(name) ? `$(${name})` : "");

suite("split words", {
  ...table(
    [
      ["node server.js", ["node", "server.js"]],
      ["  a \t b\n", ["a", "b"]],
      [`sh -c "echo 'x y'"`, ["sh", "-c", "echo 'x y'"]],
      [`a'b c'"d e"f`, ["ab cd ef"]],
      [`'' ""`, ["", ""]],
      [String.raw`a\ b \" \\ \$A`, ["a b", '"', "\\", "$$A"]],
      [String.raw`"\" \\ \$A \n"`, [`" \\ $$A \\n`]],
      [String.raw`'\n'`, ["\\n"]],
      ["-p $PORT -q=$" + "{PORT}/x", ["-p", "$(PORT)", "-q=$(PORT)/x"]],
      [`"$A $A"`, ["$(A) $(A)"]],
      [`'$A $PORT'`, ["$$A $$PORT"]],
      ["a $GONE $" + "{GONE} b$GONE", ["a", "b"]],
      [`"$GONE"`, [""]],
      ["$(date) $$ 5$ $1", ["$$(date)", "$$$$", "5$$", "$$1"]],
      ["é \u{1f600}", ["é", "\u{1f600}"]],
      ["a\\", ["a\\"]],
      ["it's", null],
      ['say "x', null],
      ["a ${A", null],
    ] as const,
    (text, words) => assert.equal(splitWords(text, known), words),
  ),
});

const image = (source: "herokuish" | "pack" | "dockerfile") => ({ image: { reference: "r/i:1", source } });
const run = (fields: Parameters<typeof app>[0], command: string | null, type = "web") =>
  startCommand(app(fields), process(type, { command }));

suite("start command", {
  "herokuish starts the process type itself": () => {
    const { command, args } = run({ ...image("herokuish"), startCommand: "other" }, "ignored", "worker");
    assert.equal([command, args], [null, ["/start", "worker"]]);
  },
  "pack goes through the launcher": () => {
    const { command, args } = run(image("pack"), "bundle exec puma");
    assert.equal([command, args], [["launcher"], ["bundle", "exec", "puma"]]);
  },
  "pack without a command leaves the image's": () => assert.equal(run(image("pack"), null).command, null),
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
