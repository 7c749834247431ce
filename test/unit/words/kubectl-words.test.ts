// The kubectl of an app, and that no message names another one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { contradiction, exportLines, reachesServer } from "../../../src/core/words/kubectl-words.ts";
import { HERE } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const ROOT = join(HERE, "../..");
/** What a person would type; a sentence may name kubectl, and a verb without more of a line. */
const TYPED =
  /\bkubectl (?:-n \S+ |--\S+ )*(?:(?:get|describe|delete|logs|rollout|create|uncordon|config|version|scale|edit|exec)\b|(?:annotate|label|patch|drain|cordon|taint) [a-z$]|(?:apply|diff) -)/;
/** In a CI that has no Dokku. */
const ELSEWHERE = "docs/gitops.md";

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
      ["another API server", ["get", "--server", "https://x"], "--server"],
      ["the same in short", ["get", "-s=https://x"], "-s=https://x"],
      ["the same behind another letter", ["get", "-Ashttps://x"], "-Ashttps://x"],
      [
        "the same as kubectl takes it, too",
        ["get", "--insecure_skip_tls_verify=true"],
        "--insecure_skip_tls_verify=true",
      ],
      ["another user", ["get", "--user=x"], "--user=x"],
      ["whom a binding is for", ["-n", "store", "create", "rolebinding", "x", "--user=x"], null],
      ["a token", ["get", "--token", "x"], "--token"],
      ["a certificate", ["get", "--client-key=/x"], "--client-key=/x"],
      ["another way to apply", ["apply", "--server-side", "--dry-run=client", "-f", "-"], null],
      ["a value with the letter", ["get", "-nstore", "-ojsonpath={.status}", "-lapp=shops"], null],
      ["words of a command in a container", ["exec", "pod", "--", "psql", "--context"], null],
      ["with a terminal", ["exec", "pod", "-it", "--", "psql", "--context"], null],
      ["-- that is a value", ["get", "-l", "--", "--context", "x"], "--context"],
    ] as const,
    (title, words, wanted) => assert.is(contradiction(words), wanted, title),
  ),
  ...table(
    [
      ["get", null],
      ["-n store get pods -o wide", null],
      ["logs -f deploy/shop", null],
      ["apply --server-side -f -", null],
      ["create --filename=-", null],
      ["exec -it shop -- cat -f /x", null],
      ["config view --raw", "config"],
      ["-n store cp a:/x /x", "cp"],
      ["--v=6 edit deployment shop", "--v=6"],
      ["-n logs apply -f /x", "-f"],
      ["apply edit-last-applied deployment/shop", "edit-last-applied"],
      ["whatever-plugin", "whatever-plugin"],
      ["apply -f /x", "-f"],
      ["apply -Rf/x", "-Rf/x"],
      ["apply --filename=-,/x", "--filename=-,/x"],
      ["apply -f -- /x", "-f"],
      ["apply -k/x", "-k/x"],
      ["create configmap x --from_file=/x", "--from_file=/x"],
      ["create secret tls x --cert /x", "--cert"],
      ["get pods -ogo-template-file=/x", "-ogo-template-file=/x"],
      ["get pods -o jsonpath-file=/x", "jsonpath-file=/x"],
    ] as const,
    (line, wanted) => assert.is(reachesServer(line.split(" ")), wanted, line),
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
        // What a page's test does before is shown to nobody.
        .replaceAll(/<!-- console[\s\S]*?-->/g, "")
        .split("\n")
        .filter((line) => file !== ELSEWHERE && TYPED.test(line) && !/^\s*(\/\/|\*|\/\*\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    assert.equal(lines, []);
  },
});
