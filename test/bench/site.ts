// A Dokku server of the stand-in with this plugin, and programs run as Dokku would run them.
import { execFileSync, type SpawnSyncOptions, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";

const BASH = resolve("test/bats/site.bash");
const folder = mkdtempSync(join(tmpdir(), "bench-"));
// Dokku has a user of its own, whose programs write there what is measured of them.
chmodSync(folder, 0o1777);

const user = process.getuid?.() === 0 ? "dokku" : userInfo().username;
const lib = join(folder, "dokku/lib");

/** Where the plugin's wrappers stand on that server. */
export const plugin = join(lib, "plugins/enabled/scheduler-kubernetes");

/** What the dokku script exports to every trigger. */
export const env: Readonly<Record<string, string | undefined>> = {
  ...process.env,
  DOKKU_ROOT: join(folder, "dokku/home"),
  DOKKU_LIB_ROOT: lib,
  PLUGIN_PATH: join(lib, "plugins"),
  PLUGIN_AVAILABLE_PATH: join(lib, "plugins/available"),
  PLUGIN_ENABLED_PATH: join(lib, "plugins/enabled"),
  PLUGIN_CORE_PATH: join(lib, "core-plugins"),
  PLUGIN_CORE_AVAILABLE_PATH: join(lib, "core-plugins/available"),
  PLUGIN_CORE_ENABLED_PATH: join(lib, "core-plugins/enabled"),
  DOKKU_SYSTEM_USER: user,
  DOKKU_SYSTEM_GROUP: user,
  DOKKU_PID: String(process.pid),
  PATH: `${join(folder, "dokku/bin")}:${process.env.PATH}`,
};

export function scratch(name: string): string {
  return join(folder, name);
}

/** Runs a bash script with the helpers of the journeys; a failure stops the benchmark with what it printed. */
export function shell(script: string): string {
  const result = spawnSync("bash", ["-c", `set -eo pipefail\nsource ${BASH}\n${script}`], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`${script.trim()}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** The same, with `dokku` being that server. */
export function onSite(script: string): string {
  return shell(`source ${folder}/dokku/env\n${script}`);
}

let dokku: SpawnSyncOptions | null = null;

/** As on a server: with what V8 has compiled beforehand, which root keeps and has for Dokku alone. */
export function asDokku(): SpawnSyncOptions {
  dokku ??= process.getuid?.() === 0 ? installed() : {};
  return dokku;
}

function installed(): SpawnSyncOptions {
  // The other programs that it sees to are not run.
  const programs = scratch("programs");
  onSite(`
    mkdir ${programs}; ln -s /bin/true ${programs}/kubectl; ln -s /bin/true ${programs}/kubedog
    PATH=$PATH:${programs} dokku plugin:install-dependencies`);
  const [uid, gid] = ["-u", "-g"].map((which) => Number(execFileSync("id", [which, user])));
  return { uid, gid, cwd: "/" };
}

/** Runs one program in a trigger's environment; `more` is added to it. Throws where its exit code is above `worst`. */
export function run(
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
  worst = 0,
): void {
  const options = { ...asDokku(), env: { ...env, ...more }, encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const result = spawnSync(program, args, options);
  if (result.status !== null && result.status <= worst) return;
  throw new Error(`${program} ${args.join(" ")}: ${result.error ?? ""}\n${result.stdout}${result.stderr}`);
}

/** Where that server has a program. */
export function pathOf(program: string): string {
  return execFileSync("bash", ["-c", `type -P ${program}`], { env, encoding: "utf8" }).trim();
}

/** CPU seconds of a program and of all that it runs. */
export function cpuSeconds(program: string, args: readonly string[], more: Readonly<Record<string, string>>): number {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1 || { echo "exit $?" >&2; exit 1; }';
  const { status, stderr } = spawnSync("bash", ["-c", script, "bash", program, ...args], {
    ...asDokku(),
    env: { ...env, ...more },
    encoding: "utf8",
  });
  if (status !== 0) run(program, args, more);
  return stderr
    .trim()
    .split(" ")
    .reduce((sum, one) => sum + Number(one), 0);
}

let peaks = 0;

/** The most memory that a node of a call took, MB resident. */
export function peakMemory(
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): number {
  const told = scratch(`peak-memory-${++peaks}`);
  const hook = `${told}.cjs`;
  writeFileSync(
    hook,
    `process.on("exit", () => require("node:fs").appendFileSync("${told}", process.resourceUsage().maxRSS + "\\n"));`,
  );
  run(program, args, { ...more, NODE_OPTIONS: `--require=${hook}` });
  const kilobytes = readFileSync(told, "utf8").trim().split("\n").map(Number);
  return Math.max(...kilobytes) / 1024;
}

export function openSite(): void {
  shell(`new_site ${folder}/dokku >&2; add_plugin >&2`);
}

export function closeSite(): void {
  for (const namespace of namespaces) execFileSync("kubectl", ["delete", "namespace", namespace, "--wait=false"]);
  rmSync(folder, { recursive: true });
}

const namespaces: string[] = [];
const deployed = new Set<string>();

/** The namespace of the benchmark, made when it is first asked for. */
export function namespace(): string {
  const name = `bench-${process.pid}`;
  if (namespaces.length === 0) {
    namespaces.push(name);
    onSite(`create_namespace ${name}; registry_login`);
  }
  return name;
}

/** An app in it with so many process types, pushed once. */
export function deployedApp(size: number): { readonly app: string; readonly namespace: string } {
  const app = `types-${size}`;
  if (deployed.has(app)) return { app, namespace: namespace() };
  const names = ["web", ...Array.from({ length: size - 1 }, (_, n) => `worker-${n + 1}`)];
  onSite(`
    create_app ${app} ${namespace()}
    app_source ${folder}/${app}
    cat >${folder}/${app}/Procfile <<END\n${names.map((name) => `${name}: hello ${name.replace(/-.*/, "")}`).join("\n")}\nEND
    dokku ps:scale ${app} ${names.map((name) => `${name}=1`).join(" ")}
    push ${app} ${folder}/${app}`);
  deployed.add(app);
  return { app, namespace: namespace() };
}
