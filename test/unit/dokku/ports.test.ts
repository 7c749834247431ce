import * as assert from "uvu/assert";
import { parsePorts } from "../../../src/core/dokku/ports.ts";
import { suite, table } from "../suite.ts";

suite("port mappings of Dokku", {
  ...table(
    [
      ["none", "", []],
      ["one", "http:80:5000", ["http 80 5000"]],
      [
        "with blanks or lines between them",
        "http:80:5000  https:443:5000\nudp:53:53\n",
        ["http 80 5000", "https 443 5000", "udp 53 53"],
      ],
      ["without what is none", "80 http:80 http:80:x HTTP:80:1 http:80:5000:1 grpc:50051:50051", ["grpc 50051 50051"]],
    ] as const,
    (_title, text, expected) =>
      assert.equal(
        parsePorts(text).map(({ scheme, hostPort, containerPort }) => `${scheme} ${hostPort} ${containerPort}`),
        expected,
      ),
  ),
});
