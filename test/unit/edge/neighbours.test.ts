// What other apps route is read from files: there may be a thousand of them, and each program would count.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { DEFAULT_CLUSTER } from "../../../src/core/model/cluster.ts";
import { readOtherRoutes } from "../../../src/edge/dokku/neighbours.ts";
import { suite } from "../suite.ts";

const folder = mkdtempSync(join(tmpdir(), "neighbours-"));
const put = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};

function leftByOriginal(app: string, more: Readonly<Record<string, string>> = {}): void {
  put(`home/${app}/VHOST`, `${app}.example.test\n`);
  const files = { "common/deployed": "true", "scheduler/selected": "kubernetes", "ps/scale": "web=1\n", ...more };
  for (const [file, text] of Object.entries({ "proxy/type": "nginx-ingress", ...files }))
    put(join("lib/config", dirname(file), app, file.split("/")[1] ?? ""), text);
}

suite("apps that the original deployed", {
  "are routed as their files say, without any program": async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      DOKKU_ROOT: join(folder, "home"),
      DOKKU_LIB_ROOT: join(folder, "lib"),
      PLUGIN_ENABLED_PATH: join(folder, "lib/plugins/enabled"),
      PATH: join(folder, "nothing"),
    });
    try {
      leftByOriginal("shop");
      leftByOriginal("moved", { "scheduler-kubernetes/namespace": "elsewhere" });
      leftByOriginal("stopped", { "ps/scale": "web=0\n" });
      leftByOriginal("plain", { "proxy/disabled": "true" });
      leftByOriginal("other", { "scheduler/selected": "docker-local" });
      leftByOriginal("empty");
      put("home/empty/ENV", `NO_VHOST="1"\n`);
      const routes = await readOtherRoutes({ cluster: DEFAULT_CLUSTER, namespace: "default" }, null);
      assert.equal(routes, [
        {
          app: "shop",
          namespace: "default",
          host: "shop.example.test",
          service: "shop-web",
          port: 5000,
          ingress: "app-ingress",
          ingressClass: "nginx",
          tlsSecret: null,
        },
      ]);
    } finally {
      process.env = before;
      rmSync(folder, { recursive: true });
    }
  },
});
