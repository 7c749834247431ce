// What a terminal of 80, and one of 200 columns shows, by a terminal (tmux) and with the files of a recorded app.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import * as assert from "uvu/assert";
import type { PastRelease } from "../../src/core/model/past-release.ts";
import { HERE } from "./fixtures.ts";
import { golden } from "./goldens.ts";
import { suite } from "./suite.ts";

const run = promisify(execFile);
const ROOT = join(HERE, "../..");
const APP = "node-js-app";
const IMAGE = "registry.example.com/platform/teams/store/dokku";

/** By name, the words of the program. */
const SCREENS: Readonly<Record<string, string>> = {
  help: "command help",
  "help-rollback": "command help rollback",
  "help-add-pvc": "command help add-pvc",
  report: `command report ${APP}`,
  history: `command history ${APP}`,
  templates: `command templates ${APP}`,
  annotations: `command annotations-report ${APP}`,
  refused: `command set ${APP} ingress-per-app ture`,
  mistyped: `command add-pvc data 10Gi --storage-class-nam nfs`,
};

const release = (number: number, outcome: PastRelease["outcome"], more: Partial<PastRelease> = {}): PastRelease => ({
  number,
  startedAt: `2026-11-2${number % 10}T10:00:00.000Z`,
  outcome,
  returnedTo: null,
  rollbackTo: null,
  command: "git-hook",
  by: "alice",
  revision: "0123456789abcdef",
  scale: { web: 2, worker: 1 },
  config: { added: [], changed: [], removed: [] },
  manifests: [],
  record: {
    cluster: { kubeconfig: null, context: null },
    versions: null,
    controllerNamespace: null,
    namespace: { name: "store", managed: true },
    image: { reference: `${IMAGE}/${APP}:${number}`, source: "dockerfile", digest: null, architecture: "amd64" },
    deployedAt: null,
    objects: [],
    elsewhere: [],
    port: 5000,
    routes: [],
    stopped: false,
    exclusiveClaims: [],
    optionClaims: [],
    restarts: {},
  },
  ...more,
});

const HISTORY = [
  release(1, "deployed", { config: { added: ["DATABASE_URL"], changed: [], removed: [] } }),
  release(2, "failed", { returnedTo: 1 }),
  release(3, "deployed", { rollbackTo: 1, command: "scheduler-kubernetes:rollback" }),
];

const PROPERTIES = {
  namespace: "store",
  "host-aliases": "192.0.2.7:db.example.test,cache.example.test,192.0.2.8:queue.example.test,search.example.test",
  "max-surge.web": "1",
  "deployment-annotations":
    "example.com/owner: team-a\nexample.com/runbook: https://wiki.example.com/store/runbooks/node-js-app/how-to-restart\n",
};

/** A Dokku's folders, with the program beside its templates. */
async function makeSite(site: string): Promise<void> {
  const data = join(site, `lib/data/scheduler-kubernetes/${APP}/releases`);
  const config = join(site, `lib/config/scheduler-kubernetes/${APP}`);
  for (const folder of [data, config, join(site, `home/${APP}`), join(site, "bin")])
    mkdirSync(folder, { recursive: true });
  for (const one of HISTORY) writeFileSync(join(data, `${one.number}.json`), JSON.stringify(one));
  for (const [name, value] of Object.entries(PROPERTIES)) writeFileSync(join(config, name), value);
  for (const name of ["templates", "schemas"]) symlinkSync(join(ROOT, name), join(site, name));
  cpSync(join(ROOT, "plugin/plugin.toml"), join(site, "plugin.toml"));
  await build({
    entryPoints: [join(ROOT, "src/main.ts")],
    outfile: join(site, "bin/main.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
}

/** The screen once the program has ended; without the blank lines below. */
async function screenOf(site: string, name: string, columns: number): Promise<string> {
  const session = `${name}-${columns}`;
  const tmux = (...args: readonly string[]) =>
    run("tmux", ["-L", "screens", "-f", "/dev/null", ...args], { env: { ...process.env, TMUX_TMPDIR: site } });
  const said = `${process.execPath} ${site}/bin/main.mjs ${SCREENS[name]}`;
  const ended = `tmux wait-for -S ${session}; sleep 60`;
  await tmux("new-session", "-d", "-s", session, "-x", `${columns}`, "-y", "150", `${said}; ${ended}`);
  await tmux("wait-for", session);
  const { stdout } = await tmux("capture-pane", "-p", "-t", session);
  await tmux("kill-session", "-t", session);
  // How many properties there are is not what this is about.
  return `${stdout.trimEnd().replace(/\d+ more at/, "99 more at")}\n`;
}

/** Whose rows have to be whole in a narrow terminal too. */
const TABLES = ["report", "templates", "annotations"];
const widthsOf = (name: string) => [80, 200, ...(TABLES.includes(name) ? [60] : [])];

async function allScreens(): Promise<Readonly<Record<string, string>>> {
  const site = mkdtempSync(join(tmpdir(), "screens-"));
  const kept = { ...process.env };
  for (const name of ["FORCE_COLOR", "DOKKU_APP_NAME", "DOKKU_QUIET_OUTPUT", "TMUX"]) delete process.env[name];
  Object.assign(process.env, { DOKKU_ROOT: join(site, "home"), DOKKU_LIB_ROOT: join(site, "lib"), NO_COLOR: "1" });
  try {
    await Promise.all([makeSite(site), run("bash", ["-c", `type -P tmux || bash ${ROOT}/test/setup tmux`])]);
    const screens = Object.keys(SCREENS).flatMap((name) =>
      widthsOf(name).map(async (columns) => [`${name}.${columns}`, await screenOf(site, name, columns)] as const),
    );
    return Object.fromEntries(await Promise.all(screens));
  } finally {
    process.env = kept;
    rmSync(site, { recursive: true, force: true });
  }
}

const screens = await allScreens();
const linesOf = (name: string, columns: number) => (screens[`${name}.${columns}`] ?? "").split("\n");

suite("screens", {
  ...Object.fromEntries(
    Object.keys(SCREENS).flatMap((name) =>
      [80, 200].map((columns) => [
        `${name} at ${columns} columns`,
        () => golden(join(HERE, `goldens/screens/${name}.${columns}.txt`), screens[`${name}.${columns}`] ?? ""),
      ]),
    ),
  ),
  "no row of a table is broken, however narrow": () => {
    for (const name of TABLES)
      for (const columns of [80, 60]) assert.is(linesOf(name, columns).length, linesOf(name, 200).length, name);
  },
  "no word of a sentence is broken": () => {
    for (const name of ["help", "help-add-pvc", "refused", "mistyped"]) {
      const words = (columns: number) =>
        linesOf(name, columns)
          .join(" ")
          .split(/[\s!\\]+/);
      assert.equal(words(80).sort(), words(200).sort(), name);
    }
  },
});
