// The kubectl of an app, and that no message names another one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { contradiction, exportLines } from "../../../src/core/words/kubectl-words.ts";
import { HERE } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const ROOT = join(HERE, "../..");
/** What a person would type; a sentence may name kubectl. */
const TYPED =
  /\bkubectl (?:-n \S+ |--\S+ )*(?:get|describe|delete|logs|rollout|create|uncordon|config|version|scale|edit|exec)\b/;

const files = (folder: string, end: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(end))
    .map((file) => join(folder, file));

suite("kubectl of an app", {
  ...table(
    [
      ["nothing", ["get", "pods"], null],
      ["another kubeconfig", ["--kubeconfig=/x", "get", "pods"], "--kubeconfig=/x"],
      ["another context", ["get", "--context", "x", "pods"], "--context"],
      ["words of a command in a container", ["exec", "pod", "--", "psql", "--context"], null],
    ] as const,
    (_title, words, wanted) => assert.is(contradiction(words), wanted),
  ),
  "what is exported": () =>
    assert.equal(
      exportLines({ cluster: { kubeconfig: null, context: "a b" }, namespace: "store" }, "/k/config", "/bin"),
      [
        "export KUBECONFIG=/k/config",
        `export PATH="$PATH":/bin`,
        `kubectl() { command kubectl '--context=a b' --namespace=store "$@"; }`,
      ],
    ),
  "no message and no page asks for a kubectl that is not on PATH": () => {
    const lines = [...files("src", ".ts"), ...files("docs", ".md"), "README.md"].flatMap((file) =>
      readFileSync(join(ROOT, file), "utf8")
        .split("\n")
        .filter((line) => TYPED.test(line) && !/^\s*(\/\/|\*|\/\*\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.equal(lines, []);
  },
});
