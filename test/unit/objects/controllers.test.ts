// What the known ingress controllers are told of the size, the time and the stickiness of requests.
import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { NO_SETTINGS } from "../../../src/core/model/app.ts";
import { ingress } from "../../../src/core/objects/ingress.ts";
import { leftOut } from "../../../src/core/objects/left-out.ts";
import { middleware } from "../../../src/core/objects/middleware.ts";
import { serversTransport } from "../../../src/core/objects/servers-transport.ts";
import { service } from "../../../src/core/objects/service.ts";
import { isRouting, isWeb } from "../../../src/core/plan/routing-objects.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app, certificate, route } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

type Values = Readonly<Record<string, string>>;

const ALL = { "ingress-body-size": "8Mi", "ingress-timeout": "5m", "ingress-sticky": "true" };

/** A routed app that has set these; `site` is what the site has. */
const shop = (values: Values, fields: Partial<App> = {}, site: Values = {}): App =>
  app({
    domains: ["shop.example.com", "www.elsewhere.test"],
    proxy: { type: "ingress", enabled: true },
    properties: computeProperties(values, site),
    settings: { ...NO_SETTINGS, limits: values },
    siteSettings: { ...NO_SETTINGS, limits: site },
    ...fields,
  });
const on = (ingressClass: string, values: Values = ALL, fields: Partial<App> = {}) =>
  shop({ ...values, "ingress-class": ingressClass }, fields);

const lines = (of: Values | undefined) => Object.entries(of ?? {}).map(([key, value]) => `${key}: ${value}`);
const ofIngress = (one: App, index = 0) => lines(ingress.contexts(one)[index]?.annotations);
const ofService = (one: App) => lines(service.contexts(one)[0]?.annotations);

const NGINX = "nginx.ingress.kubernetes.io";
const TRAEFIK = "traefik.ingress.kubernetes.io";

suite("what ingress controllers are told", {
  ...table(
    [
      [
        "nginx",
        [
          `${NGINX}/proxy-body-size: 8388608`,
          "nginx.org/client-max-body-size: 8388608",
          `${NGINX}/proxy-read-timeout: 300`,
          `${NGINX}/proxy-send-timeout: 300`,
          "nginx.org/proxy-read-timeout: 300s",
          "nginx.org/proxy-send-timeout: 300s",
          `${NGINX}/affinity: cookie`,
        ],
        [],
      ],
      [
        "haproxy-public",
        [
          "haproxy-ingress.github.io/proxy-body-size: 8388608",
          "haproxy.org/timeout-server: 300s",
          "haproxy-ingress.github.io/timeout-server: 300s",
          "haproxy.org/cookie-persistence: INGRESSCOOKIE",
          "haproxy-ingress.github.io/affinity: cookie",
        ],
        [],
      ],
      ["contour", ["projectcontour.io/response-timeout: 300s"], ["ingress-body-size", "ingress-sticky"]],
      ["kong", [], ["ingress-body-size", "ingress-timeout", "ingress-sticky"]],
      ["gce", [], ["ingress-body-size", "ingress-timeout", "ingress-sticky"]],
    ] as const,
    (ingressClass, expected, ignored) => {
      assert.equal(ofIngress(on(ingressClass)), expected);
      assert.equal(ofService(on(ingressClass)), []);
      const why = `no annotation for it is known of the ingress class ${ingressClass}`;
      assert.equal(
        leftOut(on(ingressClass)),
        ignored.map((limit) => `ignored: ${limit} of shop, ${why}`),
      );
      assert.equal(leftOut(on(ingressClass, ALL, { domains: [] })), [], "nothing is routed");
      assert.equal([...middleware.contexts(on(ingressClass)), ...serversTransport.contexts(on(ingressClass))], []);
    },
  ),
  "a Gateway is told the timeout alone, and of gRPC not even that": () => {
    const one = on("traefik", { ...ALL, routing: "gateway" });
    assert.equal([...ofService(one), ...middleware.contexts(one), ...serversTransport.contexts(one)], []);
    const ignored = (shop: App) =>
      leftOut(shop).map((line) => /^ignored: (\S+) of shop, a route of a Gateway does not say it$/.exec(line)?.[1]);
    assert.equal(ignored(one), ["ingress-body-size", "ingress-sticky"]);
    assert.equal(ignored({ ...one, ports: [{ scheme: "grpc", hostPort: 80, containerPort: 5000 }] }), Object.keys(ALL));
  },
  "what was not asked for is not said": () => {
    for (const ingressClass of ["nginx", "traefik", "gce"]) {
      const none = on(ingressClass, { "ingress-sticky": "false" });
      assert.equal([...ofIngress(none), ...ofService(none), ...leftOut(none)], []);
    }
  },
  "an app's value wins over the site's, false too, and an annotation that was set wins over both": () => {
    const site = { "ingress-timeout": "10s", "ingress-sticky": "true" };
    const has = (one: App, key: string) => ingress.contexts(one)[0]?.annotations[`${NGINX}/${key}`];
    assert.is(has(shop({}, {}, site), "proxy-read-timeout"), "10");
    assert.is(has(shop({}, {}, site), "affinity"), "cookie");
    assert.is(has(shop({ "ingress-timeout": "20s" }, {}, site), "proxy-read-timeout"), "20");
    assert.is(has(shop({ "ingress-sticky": "false" }, {}, site), "affinity"), undefined);
    const settings = {
      ...NO_SETTINGS,
      limits: { "ingress-timeout": "20s" },
      metadata: { "ingress-annotations.web": { [`${NGINX}/proxy-read-timeout`]: "30" } },
    };
    assert.is(has(shop({ "ingress-timeout": "20s" }, { settings }, site), "proxy-read-timeout"), "30");
  },
  "apps that share an Ingress and differ are told": () => {
    const one = shop(
      { "ingress-timeout": "20s" },
      {
        otherRoutes: [route("blog", "blog.test")],
        otherSettings: { blog: { ...NO_SETTINGS, limits: { "ingress-timeout": "10s" } } },
      },
    );
    const said =
      ingress
        .contexts(one)[0]
        ?.issues.map(({ message }) => message)
        .join("\n") ?? "";
    assert.match(said, `blog and shop share it and differ in ${NGINX}/proxy-read-timeout`);
  },
});

suite("Traefik", {
  "is told by annotations of the Service, and by objects that it and the Ingress name": () => {
    const one = on("traefik", ALL, { namespace: { name: "store", managed: false } });
    assert.equal(ofService(one), [
      `${TRAEFIK}/service.sticky.cookie: true`,
      `${TRAEFIK}/service.serverstransport: store-shop-timeout@kubernetescrd`,
    ]);
    assert.equal(ofIngress(one), [`${TRAEFIK}/router.middlewares: store-shop-requests@kubernetescrd`]);
    assert.is(ingress.contexts(one)[0]?.name, "shop-web", "its own Ingress: a middleware is all hosts'");
    assert.equal(
      middleware.contexts(one).map(({ name, context }) => [name, context]),
      [
        ["shop-body-size", { redirect: null, maxRequestBodyBytes: 8_388_608, chain: null }],
        ["shop-requests", { redirect: null, maxRequestBodyBytes: null, chain: ["shop-body-size"] }],
      ],
    );
    assert.equal(
      serversTransport.contexts(one).map(({ name, context }) => [name, context]),
      [["shop-timeout", { timeoutSeconds: 300 }]],
    );
    assert.equal(leftOut(one), []);
  },
  // A rollback and `ports:*` apply the Service of now.
  "is given the Service with what that names": () => {
    const one = on("traefik");
    const refs = [service, serversTransport, middleware, ingress].flatMap(({ kind, apiVersion, contexts }) =>
      contexts(one).map(({ name }) => ({ apiVersion, kind, name, namespace: "default" })),
    );
    const chosen = (is: typeof isWeb) =>
      refs.filter((ref) => is("shop", ref)).map(({ kind, name }) => `${kind} ${name}`);
    assert.equal(chosen(isWeb), ["Service shop-web", "ServersTransport shop-timeout"]);
    assert.equal(chosen(isRouting), ["Middleware shop-body-size", "Middleware shop-requests", "Ingress shop-web"]);
    assert.equal(
      isWeb("shop", { apiVersion: "", kind: "ServersTransport", name: "mine", namespace: "default" }),
      false,
    );
  },
  "without a limit of requests and a certificate, apps share the Ingress": () =>
    assert.equal(
      ingress.contexts(on("traefik", {})).map(({ name, annotations }) => [name, annotations]),
      [["app-ingress-traefik", {}]],
    ),
  "redirects the hosts that have a certificate": () => {
    const domains = ["shop.example.com", "*.shop.example.com", "www.elsewhere.test"];
    const one = on("traefik", {}, { domains, certificate: certificate() });
    assert.equal(ofIngress(one), [`${TRAEFIK}/router.middlewares: default-shop-requests@kubernetescrd`]);
    const [{ name, context } = { name: "", context: {} }] = middleware.contexts(one);
    assert.is(name, "shop-https");
    const { redirect } = context as { redirect: { regex: string; replacement: string } };
    const { regex, replacement } = redirect;
    const sentTo = (url: string) => {
      const found = new RegExp(regex.replace("(?i)", ""), "i").exec(url);
      return found === null ? null : replacement.replace(/\$(\d)/g, (_, group) => found[Number(group)] ?? "");
    };
    assert.is(sentTo("http://shop.example.com/a?b=c"), "https://shop.example.com/a?b=c");
    assert.is(sentTo("http://SHOP.example.com:8080/"), "https://SHOP.example.com/");
    assert.is(sentTo("http://a.shop.example.com/"), "https://a.shop.example.com/");
    for (const url of ["https://shop.example.com/", "http://www.elsewhere.test/", "http://shopXexample.com/"])
      assert.is(sentTo(url), null, url);
  },
  // While an Ingress names a middleware that Traefik does not know, its hosts get 404.
  "an Ingress names the same one, whatever requests pass": () => {
    const both = on("traefik", { "ingress-body-size": "1Mi" }, { certificate: certificate() });
    assert.equal(ofIngress(both), ofIngress(on("traefik", {}, { certificate: certificate() })));
    assert.equal(
      middleware.contexts(both).map(({ name }) => name),
      ["shop-https", "shop-body-size", "shop-requests"],
    );
  },
  "who names middlewares has them": () => {
    const key = `${TRAEFIK}/router.middlewares`;
    const settings = { ...NO_SETTINGS, metadata: { "ingress-annotations.web": { [key]: "mine@file" } } };
    const one = on("traefik", {}, { certificate: certificate(), settings });
    assert.equal(ofIngress(one), [`${key}: mine@file`]);
    assert.equal(middleware.contexts(one), []);
  },
  "an app with a dot in its name has objects without": () => {
    const one = on("traefik", { "ingress-body-size": "1Mi" }, { name: "shop.v2" });
    const names = middleware.contexts(one).map((draft) => draft.name);
    assert.ok(
      names.every((name) => /^[a-z0-9-]+$/.test(name)),
      names.join(" "),
    );
    const name = names.at(-1) ?? "";
    assert.equal(ofIngress(one), [`${TRAEFIK}/router.middlewares: default-${name}@kubernetescrd`]);
  },
});
