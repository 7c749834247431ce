import * as assert from "uvu/assert";
import type { ReleaseRecord } from "../../../src/core/model/record.ts";
import { ownedByOthers } from "../../../src/core/plan/ownership.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";
const store = { namespace: { name: "store", managed: true }, domains: ["a.test"] };

function manifestsOf(name: string, type: string, namespace: string, own: Record<string, string> = {}) {
  const one = { ...store, name, processes: [process(type)], namespace: { name: namespace, managed: true } };
  return render(app({ ...one, domains: [`${name}.test`] }), templates(own));
}

const record = (...args: Parameters<typeof manifestsOf>) =>
  ({ objects: manifestsOf(...args).map(({ ref }) => ref) }) as unknown as ReleaseRecord;

suite("names of another app", {
  ...table(
    [
      ["none", "blog", record("blog", "web", "store"), ""],
      [
        "one name of two parts",
        "shop-api",
        record("shop-api", "web", "store"),
        "Deployment/shop-api-web, which belongs to app shop-api",
      ],
      ["in another namespace", "shop-api", record("shop-api", "web", "other"), ""],
      [
        "of a template",
        "blog",
        record("blog", "web", "store", { config }),
        "ConfigMap/settings, which belongs to app blog",
      ],
    ] as const,
    (_title, name, other, says) => {
      const manifests = manifestsOf("shop", "api-web", "store", { config });
      const error = ownedByOthers("shop", manifests, new Map([[name, other]]));
      assert.is(error === null, says === "");
      if (says !== "") assert.match(error?.because.join("\n") ?? "", says);
    },
  ),
  "its own are free": () => {
    const manifests = manifestsOf("shop", "web", "store", { config });
    assert.is(ownedByOthers("shop", manifests, new Map([["shop", record("shop", "web", "store", { config })]])), null);
  },
});
