// Statuses as Traefik 3.7.13 writes them -> what a release waits for, and the sentences of what is refused.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { attached } from "../../../src/core/diagnose/gateway.ts";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { HERE } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const recorded = JSON.parse(readFileSync(join(HERE, "diagnose/gateway.json"), "utf8")) as readonly KubeObject[];
const gateways = recorded.filter(({ kind }) => kind === "Gateway");

function route(name: string): KubeObject {
  const found = recorded.find(({ kind, metadata }) => kind === "HTTPRoute" && metadata.name === name);
  if (found === undefined) throw new Error(`no ${name} was recorded`);
  return found;
}
const said = (objects: readonly KubeObject[], pending = "") => {
  const { troubles, unanswered, uncertified } = attached("shop", objects, pending);
  return [...troubles.map(({ says }) => says), ...unanswered, ...uncertified];
};

suite("a route on a Gateway", {
  ...table(
    [
      ["accepted", []],
      [
        "not-allowed",
        [
          "Gateway infra/own does not take HTTPRoutes from namespace store at its listener http: its allowedRoutes say which it takes",
        ],
      ],
      ["no-listener", ["Gateway infra/own has no listener web that works"]],
      ["no-host", ["Gateway infra/own takes none of the hosts of HTTPRoute no-host at its listener http"]],
      [
        "no-port",
        [
          'listener http-5000 of Gateway infra/own: Cannot find entryPoint for Gateway: no matching entryPoint for port 5000 and protocol "HTTP" (PortUnavailable)',
        ],
      ],
      [
        "no-certificate",
        [
          'listener https of Gateway infra/own: Cannot load CertificateRef infra/shop-tls: getting secret: secret "shop-tls" not found (InvalidCertificateRef)',
        ],
      ],
      [
        "no-backend",
        [
          'Gateway infra/own does not serve HTTPRoute no-backend at its listener http: Cannot load HTTPBackendRef infra/gone: getting service: service "gone" not found (BackendNotFound)',
        ],
      ],
      ["no-controller", ["no controller has accepted Gateway infra/unknown, of GatewayClass nobody"]],
      ["no-gateway", ["no controller has accepted HTTPRoute no-gateway on Gateway infra/gone"]],
      [
        "broken",
        [
          'listener http of Gateway infra/broken: Cannot find entryPoint for Gateway: no matching entryPoint for port 5001 and protocol "HTTP" (PortUnavailable)',
        ],
      ],
    ] as const,
    (name, expected) => assert.equal(said([route(name), ...gateways]), expected),
  ),
  // Envoy Gateway while a cloud makes its load balancer.
  ...table(
    [
      ["a Gateway that waits for an address", "AddressNotAssigned", "unanswered"],
      ["a Gateway that waits for its proxies", "NoResources", "unanswered"],
      ["a Gateway that waits for its controller", "Pending", "unanswered"],
      ["a Gateway that waits for nothing", "Invalid", "troubles"],
    ] as const,
    (_title, reason, expected) => {
      const programmed = [{ type: "Programmed", status: "False", reason, message: "not yet" }];
      const accepted = { type: "Accepted", status: "True" };
      const saidOf = (status: object) => {
        const found = gateways.map((one) => ({ ...one, status }) as KubeObject);
        const { troubles, unanswered } = attached("shop", [route("accepted"), ...found], "");
        return { troubles: troubles.map(({ says }) => says), unanswered };
      };
      const nothing = { troubles: [], unanswered: [] };
      assert.equal(saidOf({ conditions: [accepted, ...programmed] }), {
        ...nothing,
        [expected]: [`Gateway infra/own: not yet (${reason})`],
      });
      const listeners = [{ name: "http", conditions: programmed }];
      assert.equal(saidOf({ conditions: [accepted], listeners }), {
        ...nothing,
        [expected]: [`listener http of Gateway infra/own: not yet (${reason})`],
      });
    },
  ),
  "a certificate that cert-manager has yet to get is waited for by nobody": () =>
    assert.equal(said([route("no-certificate"), ...gateways], "shop-tls"), [
      "listener https of Gateway infra/own waits for the certificate in Secret shop-tls",
    ]),
  "what was said of it as it was before counts for nothing": () => {
    const { metadata, ...old } = route("not-allowed");
    const changed = { ...old, metadata: { ...metadata, generation: 2 } } as KubeObject;
    assert.equal(said([changed, ...gateways]), [
      "no controller has accepted HTTPRoute not-allowed on Gateway infra/own",
    ]);
  },
  "without the right to read the Gateway": () =>
    assert.match(said([route("no-certificate")])[0] ?? "", "has no listener https that works"),
  "two routes that the same is wrong with say it once": () =>
    assert.is(said([route("not-allowed"), route("not-allowed"), ...gateways]).length, 1),
  "how it is allowed": () =>
    assert.is(
      attached("shop", [route("not-allowed"), ...gateways], "").troubles[0]?.helps,
      "allow them there, allowedRoutes.namespaces.from: All, or a Selector: dokku scheduler-kubernetes:kubectl shop -- edit gateway own -n infra",
    ),
});
