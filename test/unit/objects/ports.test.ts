import * as assert from "uvu/assert";
import type { PortMapping } from "../../../src/core/model/app.ts";
import { portOf, primaryPort } from "../../../src/core/objects/ports.ts";
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
      ["udp:53:53 tcp:80:1", 5000],
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
