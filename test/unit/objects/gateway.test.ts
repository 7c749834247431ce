// Which routes an app has on a Gateway, on which listeners, and what is said of those that none takes.
import * as assert from "uvu/assert";
import type { App, Gateway, Listener, PortMapping } from "../../../src/core/model/app.ts";
import { at, list } from "../../../src/core/model/read.ts";
import { gateway } from "../../../src/core/objects/gateway.ts";
import { grpcRoute } from "../../../src/core/objects/grpc-route.ts";
import { type HttpRouteContext, httpRoute } from "../../../src/core/objects/http-route.ts";
import { ingress } from "../../../src/core/objects/ingress.ts";
import { readGateway, takes } from "../../../src/core/objects/listeners.ts";
import { allRoutesOf, retiringOf, routesOf, urlsOf } from "../../../src/core/objects/routes.ts";
import { isChanging } from "../../../src/core/objects/routing.ts";
import { type TcpRouteContext, tcpRoute } from "../../../src/core/objects/tcp-route.ts";
import { type TlsRouteContext, tlsRoute } from "../../../src/core/objects/tls-route.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app, certificate, process, route } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const listener = (name: string, protocol: string, port: number, hostname: string | null = null): Listener => ({
  name,
  protocol,
  port,
  hostname,
  secret: protocol === "HTTPS" ? `${name}-certificate` : null,
});
const named = (...listeners: readonly Listener[]): Gateway => ({ namespace: "infra", name: "public", listeners });
const usual = named(listener("web", "HTTP", 80), listener("secure", "HTTPS", 443, "*.a.test"));

const shop = (fields: Partial<App> = {}, properties: Readonly<Record<string, string>> = { gateway: "infra/public" }) =>
  app({
    domains: ["b.test", "x.a.test"],
    gateway: usual,
    properties: computeProperties({ routing: "gateway", ...properties }, {}),
    ...fields,
  });
const OWN = { "gateway-class": "traefik" };
const port = (scheme: string, hostPort: number, containerPort: number) => ({ scheme, hostPort, containerPort });

const many = Array.from({ length: 18 }, (_, index) => `${String.fromCharCode(97 + index)}.test`);
const wide = Array.from({ length: 33 }, (_, index) => listener(`web-${index}`, "HTTP", 80));

/** `NAME: HOSTS on LISTENERS to PORT`. */
const routes = (shop: App) =>
  [...httpRoute.contexts(shop), ...grpcRoute.contexts(shop)].map(({ name, context }) => {
    const { parents, hostnames, backend } = context as HttpRouteContext;
    const on = parents.map(({ sectionName }) => sectionName ?? "all").join(" ");
    return `${name}: ${hostnames.join(" ")} on ${on} to ${backend?.port ?? "https"}`;
  });
const said = (shop: App) =>
  [...httpRoute.contexts(shop), ...grpcRoute.contexts(shop), ...gateway.contexts(shop)]
    .flatMap(({ issues }) => issues)
    .map(({ severity, message }) => `${severity}: ${message}`);

const streams = (shop: App) =>
  [...tcpRoute.contexts(shop), ...tlsRoute.contexts(shop)].map(({ name, context, issues }) => {
    const { apiVersion, parents, backend, hostnames = [] } = context as TcpRouteContext & Partial<TlsRouteContext>;
    const on = parents.map(({ sectionName }) => sectionName ?? "all").join(" ");
    const to = `${name}: ${[...hostnames, "on", on].join(" ")} to ${backend.port} by ${apiVersion.split("/")[1]}`;
    return issues.length === 0 ? to : issues.map(({ message }) => message).join();
  });
/** `NAME: PROTOCOL PORT`, of the Gateway of its own. */
const listeners = (shop: App) =>
  gateway
    .contexts(shop)
    .flatMap(({ context }) => list(at(context, "listeners")))
    .map((one) => `${at(one, "name")}: ${at(one, "protocol")} ${at(one, "port")}`);
const secured = (...ports: readonly PortMapping[]) =>
  shop({ domains: ["shop.example.com"], certificate: certificate(), ports }, OWN);
const MQTT = [port("http", 80, 5000), port("tcp", 1883, 1884)];
const mqtt = named(...usual.listeners, listener("mqtt", "TCP", 1883), listener("mqtts", "TLS", 8883, "*.a.test"));

suite("what a Gateway carries as it is", {
  ...table(
    [
      ["the listener of the port", shop({ ports: MQTT, gateway: mqtt }), ["shop-web-tcp-1883: on mqtt to 1883 by v1"]],
      [
        "without an HTTP mapping or a domain",
        shop({ ports: [port("tcp", 1883, 1884)], gateway: mqtt, domains: [] }),
        ["shop-web-tcp-1883: on mqtt to 1883 by v1"],
      ],
      [
        "a version that the cluster has",
        shop({ ports: MQTT, gateway: mqtt, streamVersions: { TCPRoute: "gateway.networking.k8s.io/v1alpha2" } }),
        ["shop-web-tcp-1883: on mqtt to 1883 by v1alpha2"],
      ],
      [
        "the hosts that a listener for TLS takes",
        shop({ ports: [port("http", 80, 5000), port("tls", 8883, 8884)], gateway: mqtt }),
        ["shop-web-tls-8883: x.a.test on mqtts to 8883 by v1"],
      ],
      [
        "no host that it takes",
        shop({ ports: [port("tls", 8883, 8884)], gateway: mqtt, domains: ["b.test"] }),
        ["no domain of shop is one that the listener for TLS at port 8883 takes: dokku domains:add shop DOMAIN"],
      ],
      [
        "more hosts than a route takes",
        shop({ ports: [port("tls", 8883, 8884)], gateway: named(listener("mqtts", "TLS", 8883)), domains: many }),
        [
          `shop-web-tls-8883: ${many.slice(0, 16).join(" ")} on mqtts to 8883 by v1`,
          `shop-web-tls-8883-2: ${many.slice(16).join(" ")} on mqtts to 8883 by v1`,
        ],
      ],
      [
        "listeners that take another host each",
        shop({
          ports: [port("tls", 8883, 8884)],
          gateway: named(...["r.test", "a.test", "z.test"].map((host) => listener(host, "TLS", 8883, host))),
          domains: [...many, ...many.map((host) => `x.${host}`)],
        }),
        ["shop-web-tls-8883: a.test r.test on r.test a.test to 8883 by v1"],
      ],
      [
        "no such listener",
        shop({ ports: MQTT }),
        [
          "Gateway infra/public has no listener for TCP at port 1883; it has: web (HTTP 80, every host), secure (HTTPS 443, *.a.test); to keep the port inside the cluster: dokku scheduler-kubernetes:set shop service-type ClusterIP",
        ],
      ],
      ["nobody has asked", shop({ ports: MQTT, gateway: null }), ["shop-web-tcp-1883: on all to 1883 by v1"]],
      ["its own", shop({ ports: MQTT }, OWN), ["shop-web-tcp-1883: on tcp-1883 to 1883 by v1"]],
      ["the Service carries it", shop({ ports: MQTT }, { gateway: "infra/public", "service-type": "ClusterIP" }), []],
      ["udp", shop({ ports: [port("http", 80, 5000), port("udp", 53, 53)] }), []],
      ["an Ingress", shop({ ports: MQTT }, { routing: "ingress" }), []],
      ["stopped", shop({ ports: MQTT, gateway: mqtt, processes: [process("web", { quantity: 0 })] }), []],
    ] as const,
    (_title, shop, expected) => assert.equal(streams(shop), expected),
  ),
  ...table(
    [
      [
        "a port for TLS is not for https too",
        secured(port("http", 80, 5000), port("tls", 443, 8443)),
        ["http-80: HTTP 80", "tls-443: TLS 443"],
        ["shop-web: shop.example.com on http-80 to 5000"],
      ],
      [
        "nor one for tcp",
        secured(port("http", 80, 5000), port("tcp", 443, 8443)),
        ["http-80: HTTP 80", "tcp-443: TCP 443"],
        ["shop-web: shop.example.com on http-80 to 5000"],
      ],
      [
        "or for http",
        secured(port("http", 8080, 5000), port("tcp", 80, 8000)),
        ["http-8080: HTTP 8080", "https-443: HTTPS 443", "tcp-80: TCP 80"],
        ["shop-web: shop.example.com on http-8080 https-443 to 5000"],
      ],
      [
        "https at another port",
        secured(port("http", 80, 5000), port("https", 8443, 5000), port("tls", 443, 8443)),
        ["http-80: HTTP 80", "https-8443: HTTPS 8443", "tls-443: TLS 443"],
        ["shop-web: shop.example.com on http-80 https-8443 to 5000"],
      ],
    ] as const,
    (_title, shop, its, leading) => {
      assert.equal(listeners(shop), its);
      assert.equal(routes(shop), leading);
      assert.equal(said(shop), []);
    },
  ),
  "hosts tell TLS from https at one port of a Gateway that others made": () => {
    const both = named(listener("secure", "HTTPS", 443, "*.a.test"), listener("mqtts", "TLS", 443, "b.test"));
    const ports = [port("https", 443, 5000), port("tls", 443, 8443)];
    const here = [ports, [port("http", 8080, 5000), port("tls", 443, 8443)]].map((ports) =>
      shop({ gateway: both, ports }),
    );
    assert.equal(here.map(routes), [
      ["shop-web: x.a.test on secure to 5000"],
      ["shop-web: x.a.test on secure to 5000"],
    ]);
    assert.equal(here.map(streams), [
      ["shop-web-tls-443: b.test on mqtts to 443 by v1"],
      ["shop-web-tls-443: b.test on mqtts to 443 by v1"],
    ]);
  },
  "a Gateway of its own for it alone": () =>
    assert.equal(
      gateway
        .contexts(shop({ ports: [port("tls", 8883, 8884)], domains: [] }, OWN))
        .map(({ context }) => at(context, "listeners")),
      [[{ ...listener("tls-8883", "TLS", 8883), passthrough: true }]],
    ),
});

suite("routes on a Gateway", {
  ...table(
    [
      [
        "a host with a certificate is redirected, one without is served by http",
        shop(),
        [
          "shop-web-redirect: x.a.test on web to https",
          "shop-web: b.test on web to 5000",
          "shop-web-2: x.a.test on secure to 5000",
        ],
      ],
      [
        "one listener is named",
        shop({}, { gateway: "infra/public/web" }),
        ["shop-web: b.test x.a.test on web to 5000"],
      ],
      ["nobody has asked for the listeners", shop({ gateway: null }), ["shop-web: b.test x.a.test on all to 5000"]],
      [
        "those of another Gateway were asked for",
        shop({}, { gateway: "infra/other/web" }),
        ["shop-web: b.test x.a.test on web to 5000"],
      ],
      [
        "listeners behind a load balancer",
        shop({
          gateway: named(listener("web", "HTTP", 8000), listener("other", "HTTP", 9000)),
          ports: [port("http", 80, 1), port("http", 9000, 2)],
        }),
        ["shop-web: b.test x.a.test on web to 1", "shop-web-2: b.test x.a.test on other to 2"],
      ],
      [
        "two ports",
        shop({ domains: ["b.test"], ports: [port("http", 80, 5000), port("http", 8080, 8081)] }, OWN),
        ["shop-web: b.test on http-80 to 5000", "shop-web-8081: b.test on http-8080 to 8081"],
      ],
      [
        "an only port that is not 80 is at 80 too",
        shop({ domains: ["b.test"], ports: [port("http", 3000, 3000)] }, OWN),
        ["shop-web: b.test on http-3000 http-80 to 3000"],
      ],
      [
        "grpc alone",
        shop({ domains: ["b.test"], ports: [port("grpc", 50051, 50051)] }, OWN),
        ["shop-web: b.test on http-50051 http-80 to 50051"],
      ],
      [
        "certificates of certs:add and of cert-manager have a listener each",
        shop(
          { domains: ["shop.example.com", "b.test"], certificate: certificate() },
          { ...OWN, "cert-manager-enabled": "true", "cert-manager-issuer": "ca" },
        ),
        [
          "shop-web-redirect: b.test shop.example.com on http-80 to https",
          "shop-web: b.test shop.example.com on https-443-b.test https-443-shop.example.com to 5000",
        ],
      ],
      [
        "more hosts than a route takes",
        shop({ domains: many }),
        [
          `shop-web: ${many.slice(0, 16).join(" ")} on web to 5000`,
          `shop-web-2: ${many.slice(16).join(" ")} on web to 5000`,
        ],
      ],
      [
        "more listeners than a route takes",
        shop({ domains: ["b.test"], gateway: named(...wide) }),
        [
          `shop-web: b.test on ${wide
            .slice(0, 32)
            .map(({ name }) => name)
            .join(" ")} to 5000`,
          "shop-web-2: b.test on web-32 to 5000",
        ],
      ],
      ["no web", shop({ processes: [process("worker")] }), []],
      ["only tcp", shop({ ports: [port("tcp", 5432, 5432)] }), []],
    ] as const,
    (_title, shop, expected) => assert.equal(routes(shop), expected),
  ),
  ...table(
    [
      ["nothing", shop({ domains: ["b.test"] }), []],
      [
        "neither a Gateway nor a class",
        shop({ domains: ["b.test"] }, {}),
        [
          "error: no Gateway is named, and no GatewayClass for one of shop's own: dokku scheduler-kubernetes:set shop gateway NAMESPACE/NAME, or: dokku scheduler-kubernetes:set shop gateway-class NAME",
        ],
      ],
      [
        "a listener that is not there",
        shop({}, { gateway: "infra/public/websecure" }),
        [
          "error: Gateway infra/public has no listener websecure; it has: web (HTTP 80, every host), secure (HTTPS 443, *.a.test)",
        ],
      ],
      [
        "hosts that no listener takes",
        shop({}, { gateway: "infra/public/secure" }),
        [
          "error: no listener of Gateway infra/public by the name secure takes b.test; it has: web (HTTP 80, every host), secure (HTTPS 443, *.a.test)",
        ],
      ],
      [
        "a mapping that no listener is for",
        shop({ domains: ["b.test"], ports: [port("http", 80, 5000), port("http", 8080, 8081)] }),
        [
          "warning: http:8080:8081 is reachable only inside the cluster, at shop-web:8081: Gateway infra/public has no listener for port 8080",
        ],
      ],
      [
        "a host of another app",
        shop({ domains: ["b.test"], otherRoutes: [route("blog", "b.test", { namespace: "store" })] }),
        ["error: host b.test of shop is already taken by blog in namespace store: dokku domains:remove shop b.test"],
      ],
    ] as const,
    (_title, shop, expected) => assert.equal(said(shop), expected),
  ),
  "the host of an app on a Gateway is taken for one behind an Ingress": () => {
    const other = route("blog", "b.test", { ingress: null, ingressClass: null });
    const [first] = ingress.contexts(app({ domains: ["b.test"], otherRoutes: [other] }));
    assert.match(first?.issues[0]?.message ?? "", "already taken by blog");
    assert.equal(ingress.contexts(app({ otherRoutes: [other] })), []);
  },
  // The API server refuses more than five digits.
  "a timeout in hours, minutes and seconds": () => {
    const timeouts = ["90", "5m", "3600", "28h", "100001"].map((text) => {
      const properties = { gateway: "infra/public", "ingress-timeout": text };
      return httpRoute.contexts(shop({ domains: ["b.test"] }, properties)).map(({ context }) => at(context, "timeout"));
    });
    assert.equal(timeouts.flat(), ["1m30s", "5m", "1h", "28h", "27h46m41s"]);
  },
  "their addresses": () =>
    assert.equal(urlsOf([...routesOf(shop()), ...routesOf(shop())]), ["http://b.test", "https://x.a.test"]),
  ...table(
    [
      ["a.test of a.test", "a.test", "a.test", true],
      ["a.test of what is below", "a.test", "x.a.test", false],
      ["a wildcard", "*.a.test", "x.a.test", true],
      ["a wildcard of itself", "*.a.test", "*.a.test", true],
      ["a wildcard of two levels", "*.a.test", "y.x.a.test", true],
      ["a wildcard of what is above", "*.a.test", "a.test", false],
      ["a wildcard of another domain", "*.a.test", "xa.test", false],
      ["every host", null, "a.test", true],
    ] as const,
    (_title, hostname, host, expected) => assert.is(takes(listener("web", "HTTP", 80, hostname), host), expected),
  ),
  "listeners of the cluster": () =>
    assert.equal(
      readGateway({
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: { name: "public", namespace: "infra" },
        spec: {
          gatewayClassName: "traefik",
          listeners: [
            { name: "web", protocol: "HTTP", port: 80 },
            {
              name: "secure",
              protocol: "HTTPS",
              port: 443,
              hostname: "*.a.test",
              tls: { certificateRefs: [{ kind: "Secret", name: "secure-certificate" }] },
            },
          ],
        },
      }),
      usual,
    ),
});

const behindIngress = route("shop", "b.test");
const onGateway = route("shop", "b.test", { ingress: null, ingressClass: null });

suite("a change between Ingress and Gateway", {
  "what routed it stays, for the hosts that it still has": () => {
    const changing = shop({ served: [behindIngress, route("shop", "gone.test")], domains: ["b.test"] });
    assert.equal(retiringOf(changing), [behindIngress]);
    assert.equal(
      ingress.contexts(changing).map(({ name }) => name),
      ["app-ingress"],
    );
    assert.is(isChanging(allRoutesOf(changing)), true);
  },
  back: () => {
    const changing = app({ served: [onGateway], domains: ["b.test"] });
    assert.equal(retiringOf(changing), [onGateway]);
    assert.equal(httpRoute.contexts(changing), []);
    assert.is(isChanging(allRoutesOf(changing)), true);
  },
  ...table(
    [
      ["it changed before", shop({ served: [onGateway], domains: ["b.test"] })],
      ["it served in another namespace", shop({ served: [{ ...behindIngress, namespace: "store" }] })],
      ["it is no longer routed", shop({ served: [behindIngress], proxy: { type: "gateway", enabled: false } })],
      ["it was never routed", shop()],
    ] as const,
    (_title, shop) => assert.equal(retiringOf(shop), []),
  ),
});
