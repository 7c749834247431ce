// What other apps route is read from files: there may be a thousand of them, and each program would count.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

function trigger(plugin: string, name: string, body: string): void {
  put(`lib/plugins/enabled/${plugin}/${name}`, `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, `lib/plugins/enabled/${plugin}/${name}`), 0o755);
}

const OWN = {
  config: ["config-export", "config-get"],
  proxy: ["proxy-type", "proxy-is-enabled"],
  ports: ["ports-get"],
  builder: ["builder-get-property"],
};

const ownerOf = (name: string) => Object.entries(OWN).find(([, names]) => names.includes(name))?.[0] ?? "";

const hosts = async () =>
  (await readOtherRoutes({ cluster: DEFAULT_CLUSTER, namespace: "default" }, null)).map(({ host }) => host);

suite("apps that the original deployed", {
  "are routed as their files say, without any program; where somebody else answers, he is asked": async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      DOKKU_ROOT: join(folder, "home"),
      DOKKU_LIB_ROOT: join(folder, "lib"),
      PLUGIN_ENABLED_PATH: join(folder, "lib/plugins/enabled"),
      PATH: join(folder, "nothing"),
    });
    try {
      put("lib/VERSION", "0.38.27\n");
      for (const [plugin, names] of Object.entries(OWN)) for (const name of names) trigger(plugin, name, "exit 1");
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

      trigger("proxy", "proxy-type", "echo nginx");
      assert.equal(await hosts(), ["shop.example.test"]);
      put("lib/VERSION", "0.39.0\n");
      for (const name of ["config-get", "builder-get-property", "ports-get"]) trigger(ownerOf(name), name, "true");
      trigger("config", "config-export", "echo '{}'");
      trigger("proxy", "proxy-is-enabled", "echo true");
      assert.equal(await hosts(), [], "a version that nobody has looked into");

      trigger("proxy", "proxy-type", "echo nginx-ingress");
      assert.ok((await hosts()).includes("shop.example.test"));

      put("lib/VERSION", "0.38.27\n");
      rmSync(join(folder, "lib/plugins/enabled/proxy/proxy-type"));
      trigger("mine", "proxy-type", "echo nginx");
      assert.equal(await hosts(), [], "a plugin of the site");
    } finally {
      process.env = before;
      rmSync(folder, { recursive: true });
    }
  },
});
