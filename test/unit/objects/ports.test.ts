import * as assert from "uvu/assert";
import type { PortMapping } from "../../../src/core/model/app.ts";
import { portOf, portsAsDeployed, primaryPort, routedPort } from "../../../src/core/objects/ports.ts";
import { containerPorts, portIssues, servicePorts } from "../../../src/core/objects/service-ports.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { app } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const maps = (text: string): readonly PortMapping[] =>
  text.split(" ").map((map) => {
    const [scheme = "", host, container] = map.split(":");
    return { scheme, hostPort: Number(host), containerPort: Number(container) };
  });

suite("ports", {
  ...table(
    [
      ["http:80:8080", 8080],
      ["https:443:9000 http:80:8080", 8080],
      ["http:8081:3000 http:80:5000", 5000],
      ["http:3000:3001 https:443:9000", 9000],
      ["http:9999:1 http:3000:2", 2],
      ["https:80:1 http:80:2", 2],
      ["udp:53:53 tcp:80:1", 1],
      ["tcp:22:22 grpc:443:50051", 50051],
      ["grpc:80:50051 http:8080:3000", 3000],
      ["udp:53:53", 5000],
    ] as const,
    (text, port) => {
      assert.is(primaryPort(maps(text)), port);
      assert.is(primaryPort([...maps(text)].reverse()), port, "the order does not matter");
    },
  ),
  "no mapping": () => assert.is(primaryPort([]), 5000),
  "only web and the types of the property have a port": () => {
    const shop = app({
      ports: maps("http:80:3000"),
      properties: computeProperties({ "service-process-types": " api, ,grpc" }, {}),
    });
    assert.equal(
      ["web", "api", "grpc", "worker"].map((type) => portOf(shop, type)),
      [3000, 5000, 5000, null],
    );
  },
});

const inService = (text: string, type = "web") =>
  servicePorts(app({ ports: text === "" ? [] : maps(text) }), type).map(
    ({ name, protocol, port, targetPort }) => `${name ?? ""} ${protocol} ${port}>${targetPort}`,
  );

suite("ports of a Service", {
  ...table(
    [
      ["", [" TCP 5000>5000"]],
      ["http:80:8080 https:443:8080", [" TCP 8080>8080"]],
      ["tcp:1883:1884", [" TCP 1883>1884"]],
      ["udp:53:5353", [" UDP 53>5353"]],
      [
        "udp:53:5353 tcp:53:5353 https:443:5000 http:80:5000",
        ["http-5000 TCP 5000>5000", "tcp-53 TCP 53>5353", "udp-53 UDP 53>5353"],
      ],
      ["http:8080:3000 http:80:9000", ["http-9000 TCP 9000>9000", "http-3000 TCP 3000>3000"]],
      [
        "https:65535:65535 grpcs:443:65534 ws:65533:1",
        ["http-65535 TCP 65535>65535", "tcp-65533 TCP 65533>1", "grpc-65534 TCP 65534>65534"],
      ],
      ["http:80:5000 tcp:5000:5000", [" TCP 5000>5000"]],
    ] as const,
    (text, ports) => {
      assert.equal(inService(text), ports);
      assert.equal(inService(text.split(" ").reverse().join(" ")), ports, "the order does not matter");
      for (const port of ports) assert.match(port, /^([a-z]{3,4}-\d+)? /);
    },
  ),
  "other process types have none of the mappings": () => {
    const shop = app({
      ports: maps("http:80:3000 tcp:1:1"),
      properties: computeProperties({ "service-process-types": "api" }, {}),
    });
    assert.equal(
      servicePorts(shop, "api").map(({ name, port }) => [name, port]),
      [[null, 5000]],
    );
    assert.equal(servicePorts(shop, "worker"), []);
  },
  "one port cannot lead to two": () => {
    const issues = (text: string) => portIssues(app({ ports: maps(text) }), "web").map(({ message }) => message);
    assert.equal(issues("http:80:5000 tcp:5000:5000 udp:5000:1"), []);
    assert.equal(issues("http:80:5000 tcp:5000:22"), [
      "port 5000 of the Service cannot have the target ports 5000 and 22 of the container: see dokku ports:list shop",
    ]);
  },
  "a container has each of its ports once": () => {
    const shop = app({ ports: maps("http:80:5000 https:443:5000 tcp:5001:5000 udp:53:5000") });
    assert.equal(containerPorts(shop, "web"), [
      { containerPort: 5000, protocol: "TCP" },
      { containerPort: 5000, protocol: "UDP" },
    ]);
  },
});

suite("ports and an Ingress", {
  ...table(
    [
      ["http:80:3000 tcp:1:1", 3000],
      ["grpc:80:50051", 50051],
      ["tcp:1883:1883", null],
      ["udp:53:53", null],
    ] as const,
    (text, port) => assert.is(routedPort(maps(text)), port),
  ),
  "no mapping": () => assert.is(routedPort([]), 5000),
  "until a deploy requests go where the pods listen": () => {
    const after = portsAsDeployed(maps("http:80:8080 https:443:8080 http:81:9000 tcp:1:1"), 5000);
    assert.equal(after, maps("http:80:5000 https:443:5000 http:81:9000 tcp:1:1"));
    assert.equal(portsAsDeployed([], 8080), maps("http:80:8080"));
    assert.equal(portsAsDeployed(maps("tcp:1:1 udp:2:1"), 5000), maps("tcp:1:5000 udp:2:1"));
  },
});
