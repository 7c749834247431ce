import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { ingress, routesOf } from "../../../src/core/objects/ingress.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const hosts = (fields: Partial<App>) => routesOf(app({ domains: ["a.test"], ...fields })).map(({ host }) => host);

suite("routes", {
  "a proxied web": () =>
    assert.equal(routesOf(app({ domains: ["b.test", "A.test", "a.test"] })), [
      { app: "shop", host: "a.test", service: "shop-web", port: 5000 },
      { app: "shop", host: "b.test", service: "shop-web", port: 5000 },
    ]),
  ...table(
    [
      ["proxy type kubernetes", { proxy: { type: "kubernetes", enabled: true } }, ["a.test"]],
      ["proxy type ingress", { proxy: { type: "ingress", enabled: true } }, ["a.test"]],
      ["Dokku's own nginx", { proxy: { type: "nginx", enabled: true } }, []],
      ["proxy disabled", { proxy: { type: "ingress", enabled: false } }, []],
      ["no domains", { domains: [] }, []],
      ["web scaled to 0", { processes: [process("web", { quantity: 0 })] }, []],
      ["no web", { processes: [process("worker")] }, []],
      ["a wildcard", { domains: ["*.a.test"] }, ["*.a.test"]],
      ["what no Ingress can name", { domains: ["_", "10.0.0.1", "::1", "a.test"] }, ["a.test"]],
    ] as const,
    (_title, fields, expected) => assert.equal(hosts(fields as Partial<App>), expected),
  ),
});

const other = { app: "blog", host: "a.test", service: "blog-web", port: 3000 };

suite("ingress", {
  "no rules, no object": () => assert.equal(ingress.contexts(app()), []),
  "the other apps' routes are in it, even when this app has none": () =>
    assert.equal(ingress.contexts(app({ otherRoutes: [other] }))[0]?.context, {
      rules: [{ host: "a.test", service: "blog-web", port: 3000 }],
    }),
  "a host stays with the app that had it": () => {
    const [draft] = ingress.contexts(app({ domains: ["a.test", "0.test"], otherRoutes: [other] }));
    assert.equal(draft?.context, {
      rules: [
        { host: "0.test", service: "shop-web", port: 5000 },
        { host: "a.test", service: "blog-web", port: 3000 },
      ],
    });
    assert.is(draft?.issues.length, 1);
    assert.match(draft?.issues[0]?.message ?? "", /a\.test of shop .* blog/);
  },
});
