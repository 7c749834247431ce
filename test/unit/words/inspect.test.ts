import * as assert from "uvu/assert";
import { masked } from "../../../src/core/words/inspect.ts";
import { suite } from "../suite.ts";

suite("inspect", {
  "values are masked, in every container and in what kubectl repeats": () => {
    const env = [
      { name: "TOKEN", value: "s3cret" },
      { name: "PORT", value: "5000" },
      { name: "DOKKU_APP_TYPE", value: "dockerfile" },
      { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
    ];
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "s3cret", team: "blue" };
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "shop-web-1", annotations },
      spec: { nodeName: "n", containers: [{ name: "a", env }, { name: "b" }], initContainers: [{ name: "c", env }] },
    };
    const text = JSON.stringify(masked(pod));
    assert.not.match(text, "s3cret");
    for (const kept of ['"5000"', '"dockerfile"', '"spec.nodeName"', '"*******"', '"team":"blue"', '"nodeName":"n"'])
      assert.ok(text.includes(kept), `${kept} is not in ${text}`);
  },
});
