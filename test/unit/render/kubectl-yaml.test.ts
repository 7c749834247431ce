import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import { parseObject } from "../../../src/core/render/parse.ts";
import { suite } from "../suite.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");
const object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n";

suite("YAML as kubectl reads it", {
  // What kubectl says of the same file; server-verdicts.bats asks it anew.
  values: () => {
    const expected: unknown = JSON.parse(fixture("kubectl-values.json"));
    assert.equal(parseObject(fixture("kubectl-values.yaml")), expected);
  },
  "the mode of a file in octal": () => assert.is(parseObject(`${object}mode: 0400`).mode, 0o400),
  "lines between documents, and comments, are none": () => {
    for (const text of [`---\n${object}---\n`, `# before\n---\n${object}---\n# after\n`])
      assert.is(parseObject(text).kind, "ConfigMap");
  },
});
