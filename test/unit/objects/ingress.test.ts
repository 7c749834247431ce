import * as assert from "uvu/assert";
import { type App, NO_SETTINGS, type Route } from "../../../src/core/model/app.ts";
import { type IngressContext, ingress } from "../../../src/core/objects/ingress.ts";
import { leftOut } from "../../../src/core/objects/left-out.ts";
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

const NGINX = "nginx.ingress.kubernetes.io/";
const body = (value: string) => ({ ...NO_SETTINGS, metadata: { "ingress-annotations.web": { body: value } } });
const blog = (settings: App["settings"], fields: Partial<App> = {}) =>
  shop({}, { otherRoutes: [route("blog", "blog.test")], otherSettings: { blog: settings }, ...fields });

/** Of the first Ingress: `key: value`, then what is said. */
function carried(app: App): readonly string[] {
  const [draft] = ingress.contexts(app);
  const { annotations = {}, issues = [] } = draft ?? {};
  return [...Object.entries(annotations).map((entry) => entry.join(": ")), ...issues.map(({ message }) => message)];
}

suite("annotations of an Ingress", {
  ...table(
    [
      ["an app's", blog(NO_SETTINGS, { settings: body("1") }), ["body: 1"]],
      ["another app's, which shares it", blog(body("2")), ["body: 2"]],
      [
        "not that of an app with its own",
        blog(body("2"), { properties: computeProperties({ "ingress-per-app": "true" }, {}) }),
        [],
      ],
      ["the same of both", blog(body("1"), { settings: body("1") }), ["body: 1"]],
      [
        "two that differ: the first in the alphabet has it, and both deploys say so",
        blog(body("2"), { settings: body("1") }),
        [
          "body: 2",
          "blog and shop share it and differ in body: it has what blog has set. To give shop its own: dokku scheduler-kubernetes:set shop ingress-per-app true",
        ],
      ],
      [
        "the namespace's settles it",
        blog(body("2"), { settings: body("1"), ingressMetadata: { annotations: { body: "3" }, labels: {} } }),
        ["body: 3"],
      ],
      [
        "an app's own wins over the namespace's where the Ingress is its own",
        shop(
          { "ingress-per-app": "true" },
          { settings: body("1"), ingressMetadata: { annotations: { body: "3" }, labels: {} } },
        ),
        ["body: 1"],
      ],
      [
        "the site's is what nobody has set otherwise",
        blog(body("2"), {
          siteSettings: { ...NO_SETTINGS, metadata: { "ingress-annotations": { body: "0", all: "1" } } },
        }),
        ["body: 2", "all: 1"],
      ],
      [
        "a third app's disagreement is not this one's to hear",
        shop(
          {},
          {
            otherRoutes: [route("a", "1.test"), route("b", "2.test")],
            otherSettings: { a: body("1"), b: body("2") },
          },
        ),
        ["body: 1"],
      ],
    ] as const,
    (_title, app, expected) => assert.equal(carried(app), expected),
  ),
  "labels too": () => {
    const settings = { ...NO_SETTINGS, metadata: { "ingress-labels.web": { team: "edge" } } };
    assert.is(ingress.contexts(shop({}, { settings }))[0]?.labels.team, "edge");
  },
});

const nginxSet = (nginx: Properties, fields: Partial<App> = {}, properties: Properties = {}) =>
  shop(properties, { settings: { ...NO_SETTINGS, nginx }, ...fields });

suite("nginx:set", {
  ...table(
    [
      ["client-max-body-size", "50m", ["proxy-body-size: 50m", "client-max-body-size: 50m"]],
      ["proxy-read-timeout", "120s", ["proxy-read-timeout: 120", "proxy-read-timeout: 120s"]],
      ["proxy-send-timeout", "2m", ["proxy-send-timeout: 120", "proxy-send-timeout: 2m"]],
      ["proxy-connect-timeout", "5", ["proxy-connect-timeout: 5", "proxy-connect-timeout: 5"]],
      ["proxy-buffer-size", "8k", ["proxy-buffer-size: 8k", "proxy-buffer-size: 8k"]],
      ["proxy-buffering", "off", ["proxy-buffering: off"]],
    ] as const,
    (name, value, expected) => {
      const made = nginxSet({ [name]: value });
      const short = carried(made).map((line) => line.replace(NGINX, "").replace("nginx.org/", ""));
      assert.equal(short, expected);
      assert.equal(leftOut(made), []);
    },
  ),
  ...table(
    [
      ["proxy-read-timeout", "1500ms", "ingress-nginx takes whole seconds, not 1500ms"],
      ["hsts", "false", "ingress-nginx has no annotation for it, only its own ConfigMap"],
      ["proxy-buffers", "8 4k", "ingress-nginx has no annotation for it, only its own ConfigMap"],
      ["x-forwarded-for-value", "$remote_addr", "an Ingress has no annotation for it"],
    ] as const,
    (name, value, why) => {
      assert.equal(leftOut(nginxSet({ [name]: value })), [`ignored: nginx:set shop ${name}, ${why}`]);
      const siteSettings = { ...NO_SETTINGS, nginx: { [name]: value } };
      assert.equal(leftOut(nginxSet({}, { siteSettings })), [`ignored: nginx:set --global ${name}, ${why}`]);
      assert.equal(leftOut(nginxSet({ [name]: value }, { domains: [] })), [], "nothing is routed");
    },
  ),
  "another class has other annotations": () => {
    const made = nginxSet({ "client-max-body-size": "50m" }, {}, { "ingress-class": "traefik" });
    assert.equal(carried(made), []);
    const why = "no annotation for it is known of the ingress class traefik";
    assert.equal(leftOut(made), [`ignored: nginx:set shop client-max-body-size, ${why}`]);
    assert.is(
      carried(nginxSet({ "client-max-body-size": "50m" }, {}, { "ingress-class": "nginx-internal" })).length,
      2,
    );
  },
  "an annotation that is set wins, an app's property over the site's": () => {
    const key = `${NGINX}proxy-body-size`;
    const siteSettings = { ...NO_SETTINGS, nginx: { "client-max-body-size": "1m" } };
    const has = (app: App) => ingress.contexts(app)[0]?.annotations[key];
    assert.is(has(nginxSet({}, { siteSettings })), "1m");
    assert.is(has(nginxSet({ "client-max-body-size": "2m" }, { siteSettings })), "2m");
    const settings = {
      nginx: { "client-max-body-size": "2m" },
      limits: {},
      values: {},
      metadata: { "ingress-annotations.web": { [key]: "3m" } },
    };
    assert.is(has(shop({}, { settings, siteSettings })), "3m");
  },
  "an empty one is none": () => assert.equal(carried(nginxSet({ "client-max-body-size": "" })), []),
});
