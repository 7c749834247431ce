// Rendered objects as text: what kubectl reads is what was rendered, and who may read what.
import { load } from "js-yaml";
import * as assert from "uvu/assert";
import type { KubeObject } from "../../../src/core/model/manifest.ts";
import { KUBECTL_SCHEMA } from "../../../src/core/render/kubectl-yaml.ts";
import {
  filesOf,
  isRendered,
  isRenderedOf,
  jsonList,
  masked,
  withoutSecrets,
  yamlOf,
  yamlStream,
} from "../../../src/core/words/rendered.ts";
import { suite, table } from "../suite.ts";

const object = (kind: string, name: string, fields: object = {}): KubeObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  ...fields,
});
const secret = object("Secret", "shop-env-1", { data: { KEY: "c2VjcmV0" }, stringData: { OTHER: "plain" } });
const service = object("Service", "shop-web", { spec: { port: 80 } });

/** Texts that YAML of one kind or another takes for something else. */
const ODD = ["yes", "on", "n", "0400", "0o7", "1_000", "+.5", "-.5e3", ".inf", "~", "null", "<<", "2026-01-01", "1:30"];
const ROWS = [...ODD, "a: b", "# no comment", " padded ", "two\nlines\n", "*alias", "\u0085\u2028", ""].map(
  (text): [string, string] => [JSON.stringify(text), text],
);

suite("rendered objects", {
  ...table(ROWS, (_title, text) => {
    const data = { value: text, [`${text}.key`]: 1, list: [true, null, 0.5, text] };
    assert.equal(load(yamlOf(data), { schema: KUBECTL_SCHEMA }), data);
  }),
  "no value of a Secret is in the stream, which kubectl takes without it": () => {
    const text = yamlStream([secret, service], "masked");
    assert.not.match(text, /c2VjcmV0|plain/);
    const [, first = "", second = ""] = text.split("---\n");
    assert.is(load(first), null);
    assert.match(first, "#   KEY: '********'");
    assert.match(first, "#   OTHER: '********'");
    assert.equal(load(second), service);
  },
  "a masked one is none that a cluster takes, whichever field it has": () => {
    const { data, stringData } = masked(object("Secret", "own", { stringData: { password: "plain" } }));
    assert.equal([data, stringData], [{ password: "********" }, undefined]);
  },
  "with them where they are asked for": () =>
    assert.equal(load(yamlStream([secret], "shown").replace("---\n", "")), secret),
  "as JSON": () => {
    assert.equal(JSON.parse(jsonList([secret, service], "masked")).items, [masked(secret), service]);
    assert.equal(JSON.parse(jsonList([secret], "shown")).items, [secret]);
  },
  "one file each, and one for what a disk could not tell apart": () => {
    const odd = object("Role", "a/b:c");
    const twins = [object("Role", "x"), object("Role", "X")];
    const files = filesOf("shop", [secret, odd, ...twins], "shown");
    assert.equal(
      files.map(({ name, isSecret }) => [name, isSecret]),
      [
        ["Secret-shop-env-1.yaml", true],
        ["Role-a_b:c.yaml", false],
        ["Role-x.yaml", false],
      ],
    );
    assert.is(files[2]?.text.split("---\n").length, 3);
    assert.is(filesOf("shop", [secret], "masked")[0]?.isSecret, false);
  },
  "a file says whose it is": () => {
    const [{ text } = { text: "" }] = filesOf("shop", [service], "masked");
    assert.ok(isRendered(text) && isRenderedOf("shop", text));
    assert.not.ok(isRenderedOf("shop2", text));
    assert.not.ok(isRenderedOf("sho", text));
    assert.not.ok(isRendered("kind: Service\n"));
  },
  "Secrets that somebody else keeps are named": () => {
    const { objects, says } = withoutSecrets("shop", [secret, service], "external");
    assert.equal(objects, [service]);
    assert.is(says[0], "Secret shop-env-1 is left out; its keys: KEY, OTHER");
    assert.match(says[1] ?? "", "ExternalSecret");
    assert.match(withoutSecrets("shop", [secret], "sealed").says[1] ?? "", "kubeseal");
    assert.equal(withoutSecrets("shop", [service], "sealed").says, []);
  },
});
