// Which Gateway the cluster is asked for, and what is said of one that is not there.
import * as assert from "uvu/assert";
import { gatewayWanted, missing, notServed, withoutKinds } from "../../../src/core/plan/gateway.ts";
import { readGatewayName } from "../../../src/core/properties/gateway-name.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app, process } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const set = (properties: Readonly<Record<string, string>>, fields: Parameters<typeof app>[0] = {}) =>
  app({ domains: ["a.test"], properties: computeProperties(properties, {}), ...fields });
const ON = { routing: "gateway", gateway: "infra/public" };
const PUBLIC = { namespace: "infra", name: "public", listener: null };
const called = (name: string) => ({ apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", metadata: { name } });

suite("the Gateway of an app", {
  ...table(
    [
      ["behind an Ingress", set({ gateway: "infra/public" }), null],
      ["the property", set(ON), PUBLIC],
      ["the proxy type", set({ gateway: "infra/public" }, { proxy: { type: "gateway", enabled: true } }), PUBLIC],
      [
        "an Ingress all the same",
        set({ ...ON, routing: "ingress" }, { proxy: { type: "gateway", enabled: true } }),
        null,
      ],
      ["its own", set({ routing: "gateway", "gateway-class": "traefik" }), { gatewayClass: "traefik" }],
      ["neither", set({ routing: "gateway" }), null],
      ["no domains", set(ON, { domains: [] }), null],
      [
        "tcp without domains",
        set(ON, { domains: [], ports: [{ scheme: "tcp", hostPort: 1, containerPort: 1 }] }),
        PUBLIC,
      ],
      ["no web", set(ON, { processes: [process("web", { quantity: 0 })] }), null],
      ["proxy disabled", set(ON, { proxy: { type: "gateway", enabled: false } }), null],
    ] as const,
    (_title, app, expected) => assert.equal(gatewayWanted(app), expected),
  ),
  ...table(
    [
      ["a Gateway", PUBLIC, ["public"], null],
      ["another", PUBLIC, ["private", "test"], "namespace infra has no Gateway public; it has: private, test"],
      ["none", PUBLIC, [], "namespace infra has no Gateway public; it has: none"],
      ["a class", { gatewayClass: "traefik" }, ["traefik"], null],
      [
        "another class",
        { gatewayClass: "traefik" },
        ["contour"],
        "the cluster has no GatewayClass traefik; it has: contour",
      ],
    ] as const,
    (_title, wanted, there, expected) =>
      assert.is(missing("shop", wanted, there.map(called))?.because[0] ?? null, expected),
  ),
  "one listener of it": () =>
    assert.equal(readGatewayName("infra/public/web"), { namespace: "infra", name: "public", listener: "web" }),
  "kinds that the cluster has not": () => {
    const { because, next } = withoutKinds("shop", ["TCPRoute", "TLSRoute"]);
    assert.is(
      because[0],
      "the Gateway API of the cluster has no TCPRoute, no TLSRoute: its standard channel has TCPRoute from 1.6 on, TLSRoute from 1.5 on, the experimental one before",
    );
    assert.match(next ?? "", "set shop service-type ClusterIP");
  },
  "a cluster without the Gateway API": () => assert.match(notServed("shop").next ?? "", "routing ingress"),
});
