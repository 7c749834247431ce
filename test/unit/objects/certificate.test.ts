import * as assert from "uvu/assert";
import type { App } from "../../../src/core/model/app.ts";
import { type CertificateContext, certificate } from "../../../src/core/objects/certificate.ts";
import { type ClusterIssuerContext, clusterIssuer } from "../../../src/core/objects/cluster-issuer.ts";
import { ingress } from "../../../src/core/objects/ingress.ts";
import { routesOf } from "../../../src/core/objects/routes.ts";
import { tlsSecret } from "../../../src/core/objects/tls-secret.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { certificate as added, app } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

function shop(properties: Readonly<Record<string, string>>, fields: Partial<App> = {}): App {
  const env = { CERT_MANAGER_EMAIL: "admin@example.com" };
  const all = { "cert-manager-enabled": "true", ...properties };
  return app({ env, domains: ["b.test", "a.test"], properties: computeProperties(all, {}), ...fields });
}

/** `ISSUER KIND: NAMES`, empty when there is no Certificate. */
const certificates = (shop: App) =>
  certificate
    .contexts(shop)
    .map(({ context }) => context as CertificateContext)
    .map(({ issuer, dnsNames }) => `${issuer.name} ${issuer.kind}: ${dnsNames.join(" ")}`)
    .join();
const issuers = (shop: App) =>
  clusterIssuer.contexts(shop).map(({ name, context }) => {
    const { server, email, ingressClass } = context as ClusterIssuerContext;
    return `${name} ${new URL(server).host} ${email} ${ingressClass}`;
  });
const warnings = (shop: App) =>
  ingress
    .contexts(shop)
    .flatMap(({ issues }) => issues)
    .map(({ severity, message }) => `${severity}: ${message}`);

const STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";

suite("certificates", {
  ...table(
    [
      ["Let's Encrypt", {}, "letsencrypt-prod ClusterIssuer: a.test b.test"],
      ["its staging", { "cert-manager-server": STAGING }, "letsencrypt-staging ClusterIssuer: a.test b.test"],
      ["another class", { "ingress-class": "traefik" }, "letsencrypt-prod-traefik ClusterIssuer: a.test b.test"],
      ["an issuer of the site's", { "cert-manager-issuer": "ca" }, "ca ClusterIssuer: a.test b.test"],
      [
        "an Issuer of the namespace",
        { "cert-manager-issuer": "ca", "cert-manager-issuer-kind": "Issuer" },
        "ca Issuer: a.test b.test",
      ],
      ["not enabled", { "cert-manager-enabled": "false" }, ""],
      ["not routed", { "ingress-enabled": "false" }, ""],
    ] as const,
    (_title, properties, expected) => assert.is(certificates(shop(properties as Record<string, string>)), expected),
  ),
  "an ACME server of the site's has an issuer of its own": () => {
    const [issuer = ""] = issuers(shop({ "cert-manager-server": "https://ca.test:14000/dir" }));
    assert.match(issuer, /^acme-ca\.test-[0-9a-f]{12} ca\.test:14000 admin@example\.com nginx$/);
    assert.is.not(issuer, issuers(shop({ "cert-manager-server": "https://ca.test:14000/other" }))[0]);
  },
  "the property wins over the config's address": () =>
    assert.equal(issuers(shop({ "cert-manager-email": "me@example.com" })), [
      "letsencrypt-prod acme-v02.api.letsencrypt.org me@example.com nginx",
    ]),
  "an issuer of the site's is not ours to make": () => assert.equal(issuers(shop({ "cert-manager-issuer": "ca" })), []),
  "without an address there is a warning and plain HTTP": () => {
    const anonymous = shop({}, { env: {} });
    assert.is(certificates(anonymous), "");
    assert.equal(issuers(anonymous), []);
    assert.match(warnings(anonymous)[0] ?? "", /^warning: .* no e-mail address: dokku config:set --global/);
  },
  "HTTP01 leaves wildcards out and says so": () => {
    const wildcard = { domains: ["*.a.test", "a.test"] };
    assert.is(certificates(shop({}, wildcard)), "letsencrypt-prod ClusterIssuer: a.test");
    assert.equal(warnings(shop({}, wildcard)), [
      "warning: *.a.test gets no certificate: HTTP01 cannot prove a wildcard; name an issuer that uses DNS01: dokku scheduler-kubernetes:set shop cert-manager-issuer NAME",
    ]);
    assert.is(certificates(shop({ "cert-manager-issuer": "dns" }, wildcard)), "dns ClusterIssuer: *.a.test a.test");
    assert.equal(issuers(shop({}, { domains: ["*.a.test"] })), []);
  },
});

suite("certs:add", {
  ...table(
    [
      ["wins over cert-manager", ["shop.example.com"], {}, "true", ["shop.example.com shop-certs"], null],
      [
        "leaves other hosts to cert-manager",
        ["a.test", "shop.example.com"],
        {},
        "true",
        ["a.test shop-tls", "shop.example.com shop-certs"],
        null,
      ],
      [
        "says which hosts it leaves without",
        ["a.test", "shop.example.com"],
        {},
        "false",
        ["a.test -", "shop.example.com shop-certs"],
        "a.test gets no certificate: the one of certs:add does not cover it",
      ],
      [
        "that cannot be served is not",
        ["shop.example.com"],
        { problem: "it expired" },
        "false",
        ["shop.example.com -"],
        "it expired, it is not served: dokku certs:add shop CRT KEY",
      ],
      [
        "that cannot be served leaves the one before",
        ["new.test", "old.test"],
        {
          problem: "it expired",
          served: [
            { namespace: "default", host: "old.test" },
            { namespace: "far", host: "new.test" },
          ],
        },
        "false",
        ["new.test -", "old.test shop-certs"],
        "it expired, the previous one is still served: dokku certs:add shop CRT KEY",
      ],
    ] as const,
    (_title, domains, fields, enabled, expected, warning) => {
      const shop = app({
        domains,
        certificate: added(fields),
        env: { CERT_MANAGER_EMAIL: "a@b.test" },
        properties: computeProperties({ "cert-manager-enabled": enabled }, {}),
      });
      assert.equal(
        routesOf(shop).map(({ host, tlsSecret }) => `${host} ${tlsSecret ?? "-"}`),
        expected,
      );
      const issues = ingress.contexts(shop).flatMap(({ issues }) => issues);
      assert.equal(
        issues.map(({ message }) => message),
        warning === null ? [] : [warning],
      );
      assert.ok(
        issues.every(({ severity }) => severity === "warning"),
        "no deploy stops for it",
      );
      const isWhole = "problem" in fields ? 0 : 1;
      assert.is(tlsSecret.contexts(shop).length, isWhole);
    },
  ),
  "an app without routes has no Secret": () => assert.equal(tlsSecret.contexts(app({ certificate: added() })), []),
  "ingress-nginx redirects where there is a certificate, unless it is told otherwise": () => {
    const annotations = (fields: Partial<App>) =>
      ingress.contexts(app({ domains: ["shop.example.com"], ...fields })).map(({ annotations }) => annotations);
    const name = "nginx.ingress.kubernetes.io/ssl-redirect";
    const own = { labels: {}, annotations: { [name]: "false" } };
    assert.equal(annotations({}), [{}]);
    assert.equal(annotations({ certificate: added() }), [{ [name]: "true" }]);
    assert.equal(annotations({ certificate: added(), ingressMetadata: own }), [{ [name]: "false" }]);
    assert.equal(
      annotations({ certificate: added(), properties: computeProperties({ "ingress-class": "traefik" }, {}) }),
      // Its redirect is a Middleware.
      [{ "traefik.ingress.kubernetes.io/router.middlewares": "default-shop-requests@kubernetescrd" }],
    );
  },
});
