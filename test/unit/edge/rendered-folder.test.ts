// The folder of `:render --output`: what is written, what stays, who may read it.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import { filesOf } from "../../../src/core/words/rendered.ts";
import { writeRendered } from "../../../src/edge/rendered-folder.ts";
import { suite } from "../suite.ts";

process.umask(0o022);
process.env.DOKKU_SYSTEM_USER = "root";
process.env.DOKKU_SYSTEM_GROUP = "root";

const files = (app: string, names: readonly string[], kind = "Service") =>
  filesOf(
    app,
    names.map((name) => ({ apiVersion: "v1", kind, metadata: { name }, data: {} })),
    "shown",
  );
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

async function within(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rendered-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown) => thrown,
  );
  assert.ok(error instanceof SchedulerError, String(error));
  return [error.code, error.doing, ...error.because].join(" ");
}

suite("folder of rendered objects", {
  "what an app no longer has goes; another app's and other people's files stay": () =>
    within(async (folder) => {
      writeFileSync(join(folder, "mine.yaml"), "kind: Service\n");
      writeFileSync(join(folder, "README.md"), "# mine\n");
      await writeRendered("blog", folder, files("blog", ["blog-web"]));
      assert.is(await writeRendered("shop", folder, files("shop", ["shop-web", "shop-worker"])), 0);
      const before = readFileSync(join(folder, "Service-shop-web.yaml"), "utf8");
      assert.is(await writeRendered("shop", folder, files("shop", ["shop-web"])), 1);
      assert.equal(readdirSync(folder).sort(), [
        "README.md",
        "Service-blog-web.yaml",
        "Service-shop-web.yaml",
        "mine.yaml",
      ]);
      assert.is(readFileSync(join(folder, "Service-shop-web.yaml"), "utf8"), before);
    }),
  "what two apps share is written by either, and removed by none": () =>
    within(async (folder) => {
      await writeRendered("blog", folder, files("blog", ["store"], "Namespace"));
      await writeRendered("shop", folder, files("shop", ["store"], "Namespace"));
      assert.is(await writeRendered("blog", folder, []), 0);
      assert.is(await writeRendered("shop", folder, []), 0);
      assert.equal(readdirSync(folder), ["Namespace-store.yaml"]);
    }),
  "only its owner reads values of Secrets": () =>
    within(async (folder) => {
      await writeRendered("shop", folder, [...files("shop", ["env"], "Secret"), ...files("shop", ["web"])]);
      assert.is(mode(join(folder, "Secret-env.yaml")), "600");
      assert.is(mode(join(folder, "Service-web.yaml")), "644");
    }),
  "a file that somebody else wrote stops it before anything is written": () =>
    within(async (folder) => {
      writeFileSync(join(folder, "Service-b.yaml"), "kind: Service\n");
      assert.match(await refusal(writeRendered("shop", folder, files("shop", ["a", "b"]))), "FILE_UNUSABLE");
      assert.equal(readdirSync(folder), ["Service-b.yaml"]);
    }),
  "so does a link, whatever it leads to": () =>
    within(async (folder) => {
      mkdirSync(join(folder, "out"));
      await writeRendered("shop", join(folder, "other"), files("shop", ["a"]));
      symlinkSync(join(folder, "other/Service-a.yaml"), join(folder, "out/Service-a.yaml"));
      assert.match(await refusal(writeRendered("shop", join(folder, "out"), files("shop", ["a"]))), "FILE_UNUSABLE");
    }),
  "nothing is written among Dokku's files, by whatever way": () =>
    within(async (folder) => {
      process.env.DOKKU_ROOT = join(folder, "home");
      process.env.DOKKU_LIB_ROOT = join(folder, "lib");
      for (const name of ["home", "lib"]) mkdirSync(join(folder, name));
      symlinkSync(join(folder, "home"), join(folder, "way"));
      for (const name of ["home/shop", "lib", "way/new/deep", "lib/../home/x"])
        assert.match(await refusal(writeRendered("shop", join(folder, name), [])), "Dokku's own");
      assert.match(await refusal(writeRendered("shop", "relative", [])), "begins with /");
      delete process.env.DOKKU_ROOT;
      delete process.env.DOKKU_LIB_ROOT;
    }),
});
