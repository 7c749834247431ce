import * as assert from "uvu/assert";
import type { App, Route } from "../../../src/core/model/app.ts";
import { type IngressContext, ingress } from "../../../src/core/objects/ingress.ts";
import { routesOf, urlsOf } from "../../../src/core/objects/routes.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app, process, route } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

type Properties = Readonly<Record<string, string>>;

const shop = (properties: Properties, fields: Partial<App> = {}) =>
  app({ domains: ["a.test"], properties: computeProperties(properties, {}), ...fields });
const hosts = (fields: Partial<App>) => routesOf(app({ domains: ["a.test"], ...fields })).map(({ host }) => host);
const nginx = { proxy: { type: "nginx", enabled: true } };

suite("routes", {
  "a proxied web": () =>
    assert.equal(routesOf(app({ domains: ["b.test", "A.test", "a.test"] })), [
      route("shop", "a.test"),
      route("shop", "b.test"),
    ]),
  ...table(
    [
      ["proxy type kubernetes", { proxy: { type: "kubernetes", enabled: true } }, ["a.test"]],
      ["proxy type ingress", { proxy: { type: "ingress", enabled: true } }, ["a.test"]],
      ["Dokku's own nginx", nginx, []],
      ["proxy disabled", { proxy: { type: "ingress", enabled: false } }, []],
      ["no domains", { domains: [] }, []],
      ["web scaled to 0", { processes: [process("web", { quantity: 0 })] }, []],
      ["no web", { processes: [process("worker")] }, []],
      ["a wildcard", { domains: ["*.a.test"] }, ["*.a.test"]],
      ["what no Ingress can name", { domains: ["_", "10.0.0.1", "::1", "a.test"] }, ["a.test"]],
    ] as const,
    (_title, fields, expected) => assert.equal(hosts(fields as Partial<App>), expected),
  ),
  ...table(
    [
      ["ingress-enabled true with another proxy type", shop({ "ingress-enabled": "true" }, nginx), 1],
      [
        "ingress-enabled true with the proxy disabled",
        shop({ "ingress-enabled": "true" }, { proxy: { type: "nginx-ingress", enabled: false } }),
        0,
      ],
      ["ingress-enabled false", shop({ "ingress-enabled": "false" }), 0],
    ] as const,
    (_title, shop, count) => assert.is(routesOf(shop).length, count),
  ),
  ...table(
    [
      ["the namespace's", {}, "app-ingress nginx"],
      ["the namespace's of another class", { "ingress-class": "traefik" }, "app-ingress-traefik traefik"],
      ["the app's own", { "ingress-per-app": "true", "ingress-class": "traefik" }, "shop-web traefik"],
    ] as const,
    (_title, properties, expected) => {
      const [first] = routesOf(shop(properties as Properties));
      assert.is(`${first?.ingress} ${first?.ingressClass}`, expected);
    },
  ),
});

const drafts = (shop: App) =>
  ingress.contexts(shop).map(({ name, context }) => {
    const { ingressClass, rules } = context as IngressContext;
    return `${name} ${ingressClass}: ${rules.map(({ host, service, port }) => `${host} ${service}:${port}`).join(", ")}`;
  });
const others: readonly Route[] = [
  route("blog", "blog.test", { port: 3000 }),
  route("own", "own.test", { ingress: "own-web" }),
  route("far", "far.test", { namespace: "store" }),
];

suite("addresses", {
  "are those of the ingress controller, by https where there is a certificate": () =>
    assert.equal(
      urlsOf([route("shop", "a.test", { port: 3000 }), route("shop", "b.test", { tlsSecret: "shop-tls" })]),
      ["http://a.test", "https://b.test"],
    ),
});

suite("ingress", {
  "no rules, no object": () => assert.equal(ingress.contexts(app()), []),
  "the shared one has the other apps' rules, even when this app has none": () => {
    assert.equal(drafts(app({ otherRoutes: others })), ["app-ingress nginx: blog.test blog-web:3000"]);
    assert.equal(drafts(shop({}, { otherRoutes: others })), [
      "app-ingress nginx: a.test shop-web:5000, blog.test blog-web:3000",
    ]);
  },
  "an app's own comes before the shared one that the host leaves": () =>
    assert.equal(drafts(shop({ "ingress-per-app": "true" }, { otherRoutes: others })), [
      "shop-web nginx: a.test shop-web:5000",
      "app-ingress nginx: blog.test blog-web:3000",
    ]),
  "one for each class": () =>
    assert.equal(drafts(shop({ "ingress-class": "traefik" }, { otherRoutes: others })), [
      "app-ingress-traefik traefik: a.test shop-web:5000",
      "app-ingress nginx: blog.test blog-web:3000",
    ]),
  "certificates by Secret": () => {
    const [draft] = ingress.contexts(
      app({
        otherRoutes: [
          route("a", "2.test", { tlsSecret: "a-tls" }),
          route("a", "1.test", { tlsSecret: "a-tls" }),
          route("b", "3.test"),
        ],
      }),
    );
    assert.ok(draft);
    assert.equal((draft.context as IngressContext).tls, [{ secretName: "a-tls", hosts: ["1.test", "2.test"] }]);
  },
  ...table(
    [
      ["of the namespace", others[0], "already taken by blog: dokku domains:remove shop blog.test"],
      ["with an Ingress of its own", others[1], "already taken by own: "],
      ["of another namespace", others[2], "already taken by far in namespace store: "],
    ] as const,
    (_title, other, message) => {
      const domains = ["0.test", other?.host ?? ""];
      const all = ingress.contexts(app({ domains, otherRoutes: others }));
      const issues = all.flatMap(({ issues }) => issues);
      assert.is(issues.length, 1);
      assert.is(issues[0]?.severity, "error");
      assert.ok(issues[0]?.message.includes(message), issues[0]?.message);
    },
  ),
  "a host stays with the app that had it": () =>
    assert.equal(drafts(app({ domains: ["blog.test"], otherRoutes: others })), [
      "app-ingress nginx: blog.test blog-web:3000",
    ]),
});
