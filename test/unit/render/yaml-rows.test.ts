import * as assert from "uvu/assert";
import { rowsOf } from "../../../src/core/render/yaml-rows.ts";
import { suite, table } from "../suite.ts";

const TEXT = `apiVersion: v1
# a comment
metadata:
  annotations:
    a/b: "1"
spec:
  containers:
    - name: x
      ports: [{"name": "a", "port": 1}]
    -
      name: z
      args:
        - one
        - two
  flow: {"a": {"b": [1, 2]}}
  folded: |
    text
    more
  end: 1
`;

suite("rows of YAML", {
  ...table(
    [
      ["/apiVersion", 0],
      ["/metadata/annotations/a~1b", 4],
      ["/spec/containers/0/name", 7],
      ["/spec/containers/0/ports/0/port", 8],
      ["/spec/containers/1/name", 10],
      ["/spec/containers/1/args/1", 13],
      ["/spec/flow/a/b/1", 14],
      ["/spec/folded", 15],
      ["/spec/end", 18],
      // What is not there is looked for where it belongs.
      ["/spec/containers/0/image", 7],
      ["/spec/nodeName/x", 5],
      ["/kind", 0],
      ["", 0],
    ] as const,
    (pointer, row) => assert.is(rowsOf(TEXT)(pointer), row),
  ),
});
