import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import { definitions } from "../../../src/core/objects/index.ts";
import type { Template, Templates } from "../../../src/core/render/template.ts";
import { keepRepository, settleRepository } from "../../../src/edge/repository-templates.ts";
import { readTemplates } from "../../../src/edge/templates.ts";
import { app as appFixture } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

/** Reads the templates of `shop` in a Dokku whose data folder of ours holds these files. */
async function read(files: readonly string[]): Promise<{ readonly root: string; readonly templates: Templates }> {
  const lib = mkdtempSync(join(tmpdir(), "templates-"));
  const root = join(lib, "data/scheduler-kubernetes");
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), file);
  }
  try {
    return { root, templates: await reading(lib, "shop") };
  } finally {
    rmSync(lib, { recursive: true });
  }
}

async function reading(
  lib: string,
  app: string,
  properties: Readonly<Record<string, string>> = {},
  first: () => Promise<void> = async () => {},
): Promise<Templates> {
  const before = process.env.DOKKU_LIB_ROOT;
  try {
    process.env.DOKKU_LIB_ROOT = lib;
    await first();
    return await readTemplates({ name: app, properties: { ...appFixture().properties, ...properties } });
  } finally {
    if (before === undefined) delete process.env.DOKKU_LIB_ROOT;
    else process.env.DOKKU_LIB_ROOT = before;
  }
}

/** The sentence and the help when `make` has put something in the place of the site's template of a Service. */
async function refused(make: (path: string, root: string) => void): Promise<string> {
  const lib = mkdtempSync(join(tmpdir(), "templates-"));
  const root = join(lib, "data/scheduler-kubernetes/--global/templates");
  mkdirSync(root, { recursive: true });
  make(join(root, "service.yaml.hbs"), root);
  const said = await reading(lib, "shop").catch((error: SchedulerError) => error);
  rmSync(lib, { recursive: true });
  if (!(said instanceof SchedulerError)) throw new Error("it was read");
  assert.is(said.code, "TEMPLATE_BROKEN");
  return said.because.join().replaceAll(root, "FOLDER");
}

const found = (template: Template | undefined) => [template?.origin, template?.text];

suite("find templates", {
  "every kind has a built-in one": async () => {
    const { templates } = await read([]);
    for (const { template } of definitions)
      assert.is(templates.objects[template]?.path, `templates/${template}.yaml.hbs`);
    assert.equal(Object.keys(templates.partials).sort(), ["map", "metadata", "pod"]);
  },
  "the app's wins over the site's, that over the built-in": async () => {
    const { root, templates } = await read([
      "shop/templates/service.yaml.hbs",
      "--global/templates/service.yaml.hbs",
      "--global/templates/deployment.yaml.hbs",
      "--global/templates/partials/map.yaml.hbs",
      "blog/templates/ingress.yaml.hbs",
    ]);
    assert.equal(found(templates.objects.service), ["app", "shop/templates/service.yaml.hbs"]);
    assert.equal(found(templates.objects.deployment), ["site", "--global/templates/deployment.yaml.hbs"]);
    assert.equal(found(templates.partials.map), ["site", "--global/templates/partials/map.yaml.hbs"]);
    assert.is(templates.objects.ingress?.origin, "built-in");
    assert.is(templates.objects.service?.path, join(root, "shop/templates/service.yaml.hbs"));
  },
  "other files are left alone": async () => {
    const { templates } = await read([
      "--global/templates/service.yaml.hbs.orig",
      "--global/templates/README.md",
      "--global/templates/.service.yaml.hbs",
    ]);
    assert.is(templates.objects.service?.origin, "built-in");
  },
  "an object of one's own has a folder of its own, and may have the name of a built-in one": async () => {
    const { templates } = await read([
      "--global/templates/own/network-policy.yaml.hbs",
      "--global/templates/own/service.yaml.hbs",
      "shop/templates/own/network-policy.yaml.hbs",
      "blog/templates/own/job.yaml.hbs",
      "--global/templates/partials/mine.yaml.hbs",
    ]);
    assert.equal(Object.keys(templates.own).sort(), ["network-policy", "service"]);
    assert.equal(found(templates.own["network-policy"]), ["app", "shop/templates/own/network-policy.yaml.hbs"]);
    assert.is(templates.objects.service?.origin, "built-in");
    assert.equal(found(templates.partials.mine), ["site", "--global/templates/partials/mine.yaml.hbs"]);
  },
  "patches of both folders, the site's first, those of one process type last": async () => {
    const { root, templates } = await read([
      "shop/templates/patches/cron-job.yaml",
      "--global/templates/patches/Deployment.web.yaml",
      "--global/templates/patches/deployment.yaml",
      "--global/templates/patches/.deployment.yaml",
      "--global/templates/patches/README.md",
    ]);
    assert.equal(
      templates.patches.map(({ of, processType, origin, path }) => [of, processType, origin, path]),
      [
        ["deployment", null, "site", join(root, "--global/templates/patches/deployment.yaml")],
        ["deployment", "web", "site", join(root, "--global/templates/patches/Deployment.web.yaml")],
        ["cron-job", null, "app", join(root, "shop/templates/patches/cron-job.yaml")],
      ],
    );
  },
  ...table(
    [
      [
        "a patch of no kind",
        "--global/templates/patches/deploymnet.web.yaml",
        "KIND is one of app-network-policy, certificate, ",
      ],
      [
        "a patch with the ending of a template",
        "shop/templates/patches/service.yaml.hbs",
        "rename it to service.yaml,",
      ],
      ["a patch with the short ending", "shop/templates/patches/service.yml", "rename it to service.yaml,"],
      ["a name that no built-in one has", "--global/templates/network-policy.yaml.hbs", "/own"],
      ["a file without .hbs", "--global/templates/service.yaml", "service.yaml.hbs"],
      ["a file with the short ending", "shop/templates/own/policy.yml", "policy.yaml.hbs"],
      ["a partial without .hbs", "shop/templates/partials/map.yaml", "map.yaml.hbs"],
      ["a folder in the place of a file", "--global/templates/service.yaml.hbs/x", "it must be a file"],
    ],
    async (_title, file, help) => {
      const said = await read([file]).catch((error: SchedulerError) => error);
      if (!(said instanceof SchedulerError)) return assert.unreachable();
      assert.is(said.code, "TEMPLATE_BROKEN");
      assert.ok(said.next?.includes(help), said.next ?? "");
    },
  ),
  ...table(
    [
      [
        "a link out of the folder",
        (path) => symlinkSync("/etc/passwd", path),
        "FOLDER/service.yaml.hbs leads out of its folder, to /etc/passwd",
      ],
      [
        "a device",
        (path) => symlinkSync("/dev/zero", path),
        "FOLDER/service.yaml.hbs leads out of its folder, to /dev/zero",
      ],
      [
        "a pipe that nobody writes to",
        (path) => execFileSync("mkfifo", [path]),
        "FOLDER/service.yaml.hbs is not a file",
      ],
      ["a folder", (path) => mkdirSync(path), "FOLDER/service.yaml.hbs is not a file"],
      [
        "a file of 100 MB",
        (path) => {
          writeFileSync(path, "");
          truncateSync(path, 100_000_000);
        },
        "FOLDER/service.yaml.hbs has 100000000 bytes, which is more than 1000000",
      ],
      [
        "a link to nothing",
        (path) => symlinkSync("nosuch", path),
        "ENOENT: no such file or directory, realpath 'FOLDER/service.yaml.hbs'",
      ],
    ] as [string, (path: string) => void, string][],
    async (_title, make, sentence) => assert.is(await refused(make), sentence),
  ),
  "a link within the folder is followed": async () => {
    const sentence = await refused((path, root) => {
      writeFileSync(join(root, "real"), "x");
      symlinkSync("real", path);
      writeFileSync(join(root, "nosuch.yaml.hbs"), "");
    });
    assert.is(sentence, "FOLDER/nosuch.yaml.hbs has the name of no built-in template");
  },
});

const FOLDER = ".dokku/templates";

/** What the repository of `shop` carries, after a build and the deploy that follows it. */
async function built(
  make: (source: string) => void,
  kinds = "service",
  settle = true,
): Promise<Templates | SchedulerError> {
  const lib = mkdtempSync(join(tmpdir(), "templates-"));
  const source = join(lib, "source");
  mkdirSync(source);
  make(source);
  const first = async () => {
    await keepRepository("shop", source, FOLDER);
    if (settle) await settleRepository("shop");
  };
  try {
    return await reading(lib, "shop", { "app-templates": kinds }, first);
  } catch (error) {
    if (error instanceof SchedulerError) return error;
    throw error;
  } finally {
    rmSync(lib, { recursive: true });
  }
}

function put(source: string, file: string, text = file): void {
  mkdirSync(dirname(join(source, FOLDER, file)), { recursive: true });
  writeFileSync(join(source, FOLDER, file), text);
}

const carries = (source: string) => {
  for (const file of ["service.yaml.hbs", "own/x.yaml.hbs", "patches/service.web.yaml", "README.md"]) put(source, file);
};

suite("templates of an app's repository", {
  ...table(
    [
      ["during the deploy", false],
      ["after it", true],
    ],
    async (_title, settle) => {
      const templates = await built(carries, "service", settle);
      if (templates instanceof SchedulerError) throw templates;
      assert.equal(found(templates.objects.service), ["repository", "service.yaml.hbs"]);
      assert.is(templates.objects.service?.path, `${FOLDER}/service.yaml.hbs`);
      assert.equal(Object.keys(templates.own), ["x"]);
      assert.equal(
        templates.patches.map(({ origin, path }) => [origin, path]),
        [["repository", `${FOLDER}/patches/service.web.yaml`]],
      );
      assert.equal(templates.repository?.kinds, ["service"]);
      assert.is(templates.repository?.without.objects.service?.origin, "built-in");
    },
  ),
  "count for nothing unless the admin lists kinds": async () => {
    const templates = await built(carries, "");
    if (templates instanceof SchedulerError) throw templates;
    assert.is(templates.objects.service?.origin, "built-in");
    assert.equal([templates.own, templates.patches, templates.repository], [{}, [], null]);
  },
  "may be none": async () => {
    const templates = await built(() => {});
    if (templates instanceof SchedulerError) throw templates;
    assert.is(templates.repository, null);
  },
  ...table(
    [
      [
        "a link out of the folder",
        (source) => {
          put(source, "x");
          symlinkSync("/etc/passwd", join(source, FOLDER, "service.yaml.hbs"));
        },
        /service.yaml.hbs leads out of its folder, to \/etc\/passwd/,
      ],
      [
        "a folder that is a link",
        (source) => {
          mkdirSync(join(source, ".dokku"));
          symlinkSync("/etc", join(source, FOLDER));
        },
        /^.dokku\/templates leads out of the repository, to \/etc/,
      ],
      [
        "a folder in it that is a link",
        (source) => {
          put(source, "x");
          mkdirSync(join(source, "more"));
          writeFileSync(join(source, "more/x.yaml"), "");
          symlinkSync("../../more", join(source, FOLDER, "patches"));
        },
        /patches\/x.yaml leads out of its folder/,
      ],
      [
        "partials",
        (source) => put(source, "partials/pod.yaml.hbs"),
        /^.dokku\/templates\/partials: a repository has no partials/,
      ],
      [
        "a pipe",
        (source) => {
          put(source, "x");
          execFileSync("mkfifo", [join(source, FOLDER, "service.yaml.hbs")]);
        },
        /service.yaml.hbs is not a file/,
      ],
      [
        "too much",
        (source) => {
          for (const name of ["a", "b"]) put(source, `own/${name}.yaml.hbs`, "x".repeat(600_000));
        },
        /has more than 1000000 characters/,
      ],
      [
        "a name that no built-in one has",
        (source) => put(source, "network-policy.yaml.hbs"),
        /^.dokku\/templates\/network-policy.yaml.hbs has the name of no built-in template/,
      ],
    ] as [string, (source: string) => void, RegExp][],
    async (_title, make, sentence) => {
      const said = await built(make);
      if (!(said instanceof SchedulerError)) throw new Error("it was read");
      assert.match(said.because.join(), sentence);
    },
  ),
});
