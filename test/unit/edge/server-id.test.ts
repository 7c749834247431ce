// The id of a server: made once, and never in a backup.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { storedServerId } from "../../../src/edge/server-id.ts";
import { suite } from "../suite.ts";

suite("server id", {
  "of a backup without one": async () => {
    const folder = mkdtempSync(join(tmpdir(), "server-id-"));
    process.env.DOKKU_LIB_ROOT = folder;
    try {
      assert.is(await storedServerId(), "");
      assert.equal(readdirSync(folder), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});
