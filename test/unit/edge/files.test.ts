// The files that we keep: what is refused, what heals, what is left behind.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { FileForm } from "../../../schemas/file-validators.js";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { Leftovers } from "../../../src/core/model/leftovers.ts";
import type { PastRelease } from "../../../src/core/model/past-release.ts";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { readData, readText, removeData, writeData, writeText } from "../../../src/edge/files.ts";
import { suite } from "../suite.ts";

const cluster = { kubeconfig: null, context: "east" };
const objects = [{ apiVersion: "v1", kind: "Service", namespace: "store", name: "shop-web" }];
const route = {
  app: "shop",
  namespace: "store",
  host: "shop.example.com",
  service: "shop-web",
  port: 80,
  ingress: "app-ingress",
  ingressClass: "nginx",
  tlsSecret: null,
};

const release: ReleaseRecord = {
  cluster,
  versions: { server: "1.35", kubectl: "1.34", asked: "2026-11-26T06:00:00.000Z" },
  controllerNamespace: null,
  namespace: { name: "store", managed: true },
  image: { reference: "dokku/shop:1", source: "dockerfile", digest: null, architecture: "amd64" },
  deployedAt: null,
  objects,
  elsewhere: [{ cluster, objects }],
  port: 5000,
  routes: [route],
  stopped: false,
  exclusiveClaims: ["data"],
  optionClaims: [],
  restarts: { web: "2026-01-01T00:00:00.000Z" },
};

const pastRelease: PastRelease = {
  number: 6,
  startedAt: "2026-01-01T00:00:00.000Z",
  outcome: "unfinished",
  returnedTo: null,
  rollbackTo: null,
  command: null,
  by: null,
  revision: null,
  scale: { web: 1 },
  config: { added: [], changed: ["KEY"], removed: [] },
  record: release,
  manifests: [{ processType: null, object: { apiVersion: "v1", kind: "Service", metadata: { name: "shop-web" } } }],
};

const leftovers: Leftovers = { heir: null, left: [{ cluster, objects, routes: [route] }] };

const kept: Readonly<Partial<Record<FileForm, object>>> = { release, "past-release": pastRelease, leftovers };

async function inFolder(work: (folder: string, file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  try {
    await work(folder, join(folder, "release.json"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function refusal(work: () => Promise<unknown>): Promise<SchedulerError> {
  const thrown = await work().then(
    () => null,
    (error) => error,
  );
  assert.instance(thrown, SchedulerError);
  return thrown as SchedulerError;
}

// As root we give files to the dokku user, whom a machine for tests need not have.
Object.assign(process.env, { DOKKU_SYSTEM_USER: "root", DOKKU_SYSTEM_GROUP: "root" });

const forms = Object.entries(kept) as readonly (readonly [FileForm, object])[];

suite("files that we keep", {
  "every form takes what we write": () =>
    inFolder(async (_, file) => {
      for (const [form, data] of forms) {
        await writeData(file, form, data);
        assert.equal(await readData(file, form), data);
        await removeData(file);
      }
    }),
  "what is damaged is refused, with its path and what helps": () =>
    inFolder(async (_, file) => {
      const first = (form: object) => Object.keys(form)[0] ?? "";
      for (const [form, data] of forms) {
        const without = Object.fromEntries(Object.entries(data).filter(([key]) => key !== "objects"));
        const other = { ...data, [first(data)]: 1.5 };
        for (const text of ["", "null", "[]", "{}", '{"', "7", JSON.stringify(other)]) {
          writeFileSync(file, text);
          const error = await refusal(() => readData(file, form));
          assert.is(error.code, "FILE_UNUSABLE");
          assert.is(error.doing, `read ${file}`);
          assert.match(error.because.join(), "it is damaged");
          assert.match(error.next ?? "", "move it away");
        }
        if (form !== "release") continue;
        writeFileSync(file, JSON.stringify(without));
        assert.match((await refusal(() => readData(file, form))).because.join(), "/objects is missing");
      }
    }),
  "what it held before counts, until it is written anew": () =>
    inFolder(async (folder, file) => {
      await writeData(file, "release", release);
      await writeData(file, "release", { ...release, port: 1 });
      writeFileSync(file, "");
      assert.equal(await readData(file, "release"), release);
      await writeData(file, "release", { ...release, port: 2 });
      assert.equal(await readData(file, "release"), { ...release, port: 2 });
      writeFileSync(file, "[]");
      assert.equal(await readData(file, "release"), release);
      await removeData(file);
      assert.equal(readdirSync(folder), []);
    }),
  "a write that cannot be says why and leaves nothing behind": () =>
    inFolder(async (folder, file) => {
      mkdirSync(file);
      writeFileSync(join(file, "something"), "");
      const error = await refusal(() => writeText(file, "text"));
      assert.is(error.doing, `write ${file}`);
      assert.match(error.because.join(), "it is a folder");
      assert.equal(readdirSync(folder), ["release.json"]);
      const long = await refusal(() => writeText(join(folder, "x".repeat(256)), "text"));
      assert.match(long.because.join(), "longer than the file system takes");
      const below = await refusal(() => writeText(join(folder, "a-file", "x"), writeFile(join(folder, "a-file"))));
      assert.match(below.because.join(), "stands");
      assert.equal(readdirSync(folder).sort(), ["a-file", "release.json"]);
    }),
  "a folder where a file belongs is no bug of ours": () =>
    inFolder(async (_, file) => {
      mkdirSync(file);
      const error = await refusal(() => readText(file));
      assert.equal([error.doing, ...error.because], [`read ${file}`, "it is a folder, where a file belongs"]);
    }),
});

function writeFile(path: string): string {
  writeFileSync(path, "");
  return readFileSync(path, "utf8");
}
