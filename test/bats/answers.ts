// answers.ts APP: sets properties of Dokku's to odd values, one after the other, and prints where we say another thing than `plugn trigger`; then how
// many answers came out of files, for each trigger. answers.ts APP TRIGGER: our answer, and whether it was read.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readAnswer } from "../../src/edge/dokku/answers.ts";
import { implementing } from "../../src/edge/dokku/hooks.ts";
import { dokkuRoot, propertyFile } from "../../src/edge/dokku/paths.ts";
import { ask } from "../../src/edge/dokku/plugn.ts";

const [app = "", one] = process.argv.slice(2);
if (one !== undefined) {
  console.log(`${await ask(one, app)}, ${(await isRead(one)) ? "read" : "asked"}`);
  process.exit();
}
const SITE = "--global";

interface Odd {
  readonly triggers: readonly string[];
  readonly plugin: string;
  readonly property: string;
  readonly scopes: readonly string[];
  readonly values: readonly string[];
}

const registry = { plugin: "registry", scopes: [app, SITE] };
const proxy = { plugin: "proxy", scopes: [app, SITE] };
const ports = { triggers: ["ports-get"], plugin: "ports", scopes: [app] };
const PORTS = ["8080", "0", "x"];

const ODD: readonly Odd[] = [
  {
    ...registry,
    triggers: ["deployed-app-repository"],
    property: "server",
    values: ["r.example.com", "r/x//", "docker.io", "hub.docker.com/", ""],
  },
  {
    ...registry,
    triggers: ["deployed-app-image-repo"],
    property: "image-repo",
    values: ["me/shop", "", " me/shop"],
  },
  {
    ...registry,
    triggers: ["deployed-app-image-repo"],
    property: "image-repo-template",
    values: ["apps/{{ .AppName }}", ""],
  },
  {
    ...registry,
    triggers: ["deployed-app-image-tag"],
    property: "push-on-release",
    values: ["true", "TRUE", ""],
  },
  { ...proxy, triggers: ["proxy-type", "ports-get"], property: "type", values: ["nginx-ingress", "traefik", ""] },
  { ...proxy, triggers: ["proxy-is-enabled"], property: "disabled", values: ["true", "1", ""] },
  { ...proxy, triggers: ["ports-get"], property: "proxy-port", values: PORTS },
  { ...proxy, triggers: ["ports-get"], property: "proxy-ssl-port", values: PORTS },
  {
    ...ports,
    property: "map",
    values: ["http:80:3000\nhttp:80:4000\n", "tcp:22:22", ""],
  },
  { ...ports, property: "map-detected", values: ["http:80:80\n", "http:8080:8080\ntcp:22:22\n"] },
];

// What is always asked gives the trigger's own answer, whatever is set.
const seldom = new Set<string>();
const counts = new Map<string, { read: number; all: number }>();

async function compare(trigger: string, about: string): Promise<void> {
  if (seldom.has(trigger)) return;
  const { stdout } = spawnSync("plugn", ["trigger", trigger, app], { encoding: "utf8" });
  const dokkus = stdout.replace(/\n$/, "");
  const ours = await ask(trigger, app);
  if (ours !== dokkus) console.log(`${trigger} with ${about}: ${JSON.stringify(ours)}, not ${JSON.stringify(dokkus)}`);
  const { read, all } = counts.get(trigger) ?? { read: 0, all: 0 };
  counts.set(trigger, { read: read + ((await isRead(trigger)) ? 1 : 0), all: all + 1 });
}

async function isRead(trigger: string): Promise<boolean> {
  const [only, ...others] = implementing(trigger);
  return only !== undefined && others.length === 0 && (await readAnswer(only.plugin, trigger, [app])) !== null;
}

async function withValue(file: string, value: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
  await work();
  rmSync(file);
}

for (const trigger of new Set(ODD.flatMap(({ triggers }) => triggers))) {
  await compare(trigger, "nothing set");
  if (!(await isRead(trigger))) seldom.add(trigger);
}
for (const { triggers, plugin, property, scopes, values } of ODD)
  for (const scope of scopes)
    for (const value of values)
      await withValue(propertyFile(plugin, scope, property), value, async () => {
        for (const trigger of triggers)
          await compare(trigger, `${plugin} ${scope} ${property}=${JSON.stringify(value)}`);
      });
await withValue(propertyFile("registry", app, "push-on-release"), "true", () =>
  withValue(propertyFile("registry", app, "tag-version"), "7", () =>
    compare("deployed-app-image-tag", "tag-version=7"),
  ),
);
const tls = (name: string) => join(dokkuRoot(), app, "tls", name);
await withValue(tls("server.crt"), "", () =>
  withValue(tls("server.key"), "", async () => {
    await compare("ports-get", "a certificate");
    for (const { plugin, property, values } of ODD.filter(({ triggers }) => triggers.includes("ports-get")))
      for (const value of values)
        await withValue(propertyFile(plugin, app, property), value, () =>
          compare("ports-get", `a certificate and ${property}=${JSON.stringify(value)}`),
        );
  }),
);
for (const [trigger, { read, all }] of counts) console.log(`${trigger}: ${read} of ${all} read`);
