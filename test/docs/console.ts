// console.ts PAGE: types the console blocks of a page into one bash, and prints what was typed and said; exit code 1 where it is not what the page shows.
// The names of the page stand for those of the test: its registry, its namespace, its folders.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { blocksOf, isLike, mayFail, type Step, stepsOf } from "./pages.ts";

/** Milliseconds that one command may take. */
const LONGEST = 120_000;

const { env } = process;
const names: readonly (readonly [page: RegExp, test: string, back: string])[] = [
  [
    /registry\.example\.com user\b/g,
    `${env.CLUSTER_REGISTRY} ${env.CLUSTER_REGISTRY_USER}`,
    "registry.example.com user",
  ],
  [/registry\.example\.com/g, `${env.CLUSTER_REGISTRY}`, "registry.example.com"],
  [/\bgit@git\.example\.com:ops\//g, `${env.SRV}/./`, "git@git.example.com:ops/"],
  [/\bdokku@dokku\.example\.com/g, "dokku@127.0.0.1", "dokku@dokku.example.com"],
  [/(?<![\w./-])\/var\/lib\/dokku\b/g, `${env.DOKKU_LIB_ROOT}`, "/var/lib/dokku"],
  [/(?<![\w./-])\/home\/dokku\b/g, `${env.DOKKU_ROOT}`, "/home/dokku"],
  [/(?<![\w./-])\/srv\b/g, `${env.SRV}`, "/srv"],
  [/\bexample\.com/g, `${env.NAMESPACE}.example.com`, "example.com"],
  [/\bstore\b/g, `${env.NAMESPACE}`, "store"],
];
const typed = (text: string) => names.reduce((said, [page, test]) => said.replace(page, test), text);
const shown = (text: string) => names.reduce((said, [, test, back]) => said.replaceAll(test, back), text);

// What leads elsewhere on a real server: as root, to the dokku user; over ssh, to dokku.
const SHELL = `
sudo() { if [[ $1 == -u ]]; then as-dokku "\${@:3}"; else "$@"; fi; }
ssh() {
  if [[ $1 == -t ]]; then script --quiet --return --command "stty rows 40 cols 100; dokku \${*:3}" /dev/null; else dokku "\${@:2}"; fi
}
`;

const folder = mkdtempSync(join(tmpdir(), "console-"));
const script = join(folder, "typed");
const output = join(folder, "output");
const said = () => shown(readFileSync(output, "utf8"));

interface Shell {
  /** Leaders of groups of processes. */
  readonly groups: number[];
  readonly type: (line: string) => void;
  readonly answer: () => Promise<string>;
}

function open(): Shell {
  const bash = spawn("bash", ["--noprofile", "--norc"], {
    stdio: ["pipe", "inherit", "inherit", "pipe"],
    detached: true,
  });
  const lines = createInterface({ input: bash.stdio[3] as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const type = (line: string) => void bash.stdin?.write(`${line}\n`);
  type(SHELL);
  return { groups: [bash.pid as number], type, answer: async () => `${(await lines.next()).value ?? "gone"}` };
}

const TYPED = `source ${script} >${output} 2>&1 </dev/null 3>&-`;

async function run(shell: Shell, step: Step): Promise<string> {
  writeFileSync(script, `${typed(step.command)}\n`);
  writeFileSync(output, "");
  if (!step.isInterrupted) {
    shell.type(`${TYPED}; echo $? >&3`);
    return await shell.answer();
  }
  // A job of its own takes Ctrl-C as it does at a terminal.
  shell.type(`set -m; { ${TYPED}; } & set +m; echo $! >&3; wait $!; echo $? >&3`);
  const job = Number(await shell.answer());
  shell.groups.unshift(job);
  let code = "";
  const ended = shell.answer().then((answer) => {
    code = answer;
  });
  while (code === "" && (said() === "" || !isLike(said(), step.expected))) await pause(100);
  shell.groups.shift();
  if (code !== "") return `${code}, before Ctrl-C`;
  process.kill(-job, "SIGINT");
  await ended;
  return "0";
}

async function isRight(shell: Shell, step: Step): Promise<boolean> {
  const timer = setTimeout(() => {
    wrong(step, `it did not end within ${LONGEST / 1000} s, after this:\n${said()}`);
    for (const group of shell.groups) process.kill(-group, "SIGKILL");
    process.exit(1);
  }, LONGEST);
  const code = await run(shell, step);
  clearTimeout(timer);
  const actual = said();
  console.log(`$ ${step.command}\n${actual.trimEnd()}`);
  if (code !== "0" && !mayFail(step)) return wrong(step, `it ended with exit code ${code}`);
  if (actual.includes("internal error")) return wrong(step, "that is a bug of ours");
  return isLike(actual, step.expected) || wrong(step, `it did not print:\n${step.expected.join("\n")}`);
}

function wrong({ line, command }: Step, what: string): false {
  console.log(`--- ${page}:${line}: $ ${command}\n--- ${what}`);
  return false;
}

const page = process.argv[2] as string;
const shell = open();
let isAllRight = true;
for (const block of blocksOf(readFileSync(page, "utf8")))
  if (block.language === "console")
    for (const step of stepsOf(block)) if (!(await isRight(shell, step))) isAllRight = false;
shell.type("exit");
process.exitCode = isAllRight ? 0 : 1;
