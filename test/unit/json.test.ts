// What kubectl gets on stdin is JSON that it reads as YAML.
import { load } from "js-yaml";
import * as assert from "uvu/assert";
import { toYamlJson } from "../../src/core/model/json.ts";
import { suite } from "./suite.ts";

const every = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

suite("JSON for readers of YAML", {
  "every character comes back, and none that YAML forbids stands in it": () => {
    // YAML 1.2, 5.1: what may stand in a stream as it is.
    const printable = /^[\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd]*$/;
    for (const char of every) {
      const json = toYamlJson({ value: `a${char}b` }) ?? "";
      assert.ok(printable.test(json), json);
      assert.equal(load(json), JSON.parse(json));
    }
  },
});
