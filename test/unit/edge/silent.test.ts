// A cluster that lets somebody wait in vain is not asked again for some seconds.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { isSilent, rememberSilent } from "../../../src/edge/kube/silent.ts";
import { suite } from "../suite.ts";

const KUBECONFIG = JSON.stringify({
  clusters: ["one", "two"].map((name) => ({ name, cluster: { server: `https://${name}.example.com` } })),
  contexts: ["one", "two", "alias"].map((name) => ({ name, context: { cluster: name.replace("alias", "one") } })),
  "current-context": "one",
});

suite("a silent cluster", {
  "is known by its server and the way to it for some seconds, to nobody but Dokku": async () => {
    const before = { ...process.env };
    const folder = mkdtempSync(join(tmpdir(), "silent-"));
    Object.assign(process.env, { DOKKU_ROOT: folder, DOKKU_LIB_ROOT: join(folder, "lib") });
    try {
      mkdirSync(join(folder, ".kube"));
      // A file of its own: what others read of one of that name is remembered.
      const kubeconfig = join(folder, ".kube/own.yaml");
      writeFileSync(kubeconfig, KUBECONFIG);
      const at = (context: string | null) => isSilent({ kubeconfig, context });
      assert.equal([at(null), at("two")], [false, false]);
      await rememberSilent({ kubeconfig, context: null });
      assert.equal([at(null), at("alias"), at("two"), at("gone")], [true, false, false, false]);
      const kept = join(folder, "lib/data/scheduler-kubernetes/--silent");
      const [file = ""] = readdirSync(kept);
      assert.is(statSync(join(kept, file)).mode & 0o777, 0o600);
      for (const seconds of [-60, 60]) {
        utimesSync(join(kept, file), new Date(), new Date(Date.now() + 1000 * seconds));
        assert.is(at(null), false);
      }
    } finally {
      process.env = before;
      rmSync(folder, { recursive: true });
    }
  },
});
