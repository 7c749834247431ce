// Which paths of the server are Dokku's own.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import { mustBeOutside } from "../../../src/edge/outside.ts";
import { suite, table } from "../suite.ts";

async function answer(path: string): Promise<string> {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "outside-")));
  const { DOKKU_ROOT, DOKKU_LIB_ROOT } = process.env;
  try {
    for (const folder of ["home/dokku/.ssh", "lib/dokku", "srv"]) mkdirSync(join(top, folder), { recursive: true });
    symlinkSync("../home/dokku", join(top, "srv/link"));
    symlinkSync("../srv", join(top, "home/srv"));
    Object.assign(process.env, { DOKKU_ROOT: join(top, "home/dokku"), DOKKU_LIB_ROOT: join(top, "lib/dokku") });
    const given = path.replace("TOP", top);
    return (await mustBeOutside("copy", given)).replace(top, "TOP");
  } catch (error) {
    if (error instanceof SchedulerError) return error.because.join().replaceAll(top, "TOP");
    throw error;
  } finally {
    Object.assign(process.env, { DOKKU_ROOT: DOKKU_ROOT ?? "", DOKKU_LIB_ROOT: DOKKU_LIB_ROOT ?? "" });
    rmSync(top, { recursive: true });
  }
}

const OWN = /is Dokku's own/;
const ABOVE = /has Dokku's own .+ in it/;

suite("paths of the server", {
  ...table(
    [
      ["one elsewhere, and where it leads", "TOP/home/srv/new/file", /^TOP\/srv\/new\/file$/],
      ["beside Dokku's", "TOP/home/dokku2", /^TOP\/home\/dokku2$/],
      ["a relative one", "srv", /begins with \//],
      ["Dokku's home", "TOP/home/dokku", OWN],
      ["below it", "TOP/home/dokku/.ssh/none", OWN],
      ["by a link", "TOP/srv/link/.ssh", OWN],
      ["by ..", "TOP/srv/../lib/dokku/x", OWN],
      ["the site's kubeconfigs", "/etc/dokku-scheduler-kubernetes/europe.yaml", OWN],
      ["above Dokku's home", "TOP/home", ABOVE],
      ["above the other folder", "TOP/lib/", ABOVE],
      ["above both", "TOP", ABOVE],
      ["above all", "/", ABOVE],
      ["above the kubeconfigs", "/etc", ABOVE],
    ] as const,
    async (_title, path, wanted) => assert.match(await answer(path), wanted),
  ),
});
