import * as assert from "uvu/assert";
import { readSchemas } from "../../../src/edge/schemas.ts";
import { suite } from "../suite.ts";

const versions = { server: "1.33", kubectl: "1.33", asked: "2026-11-26T06:00:00.000Z" };
const manifest = (apiVersion: string) => ({ object: { apiVersion, kind: "Thing", metadata: { name: "x" } } });

suite("the schemas of a release", {
  "of the cluster's version, which nobody is asked for": async () => {
    assert.is((await readSchemas(versions, [])).minor, 33);
    assert.ok((await readSchemas(null, [])).minor > 33);
  },
  "of the custom resources that it has, and no others": async () => {
    const set = await readSchemas(versions, [
      manifest("keda.sh/v1alpha1"),
      manifest("v1"),
      manifest("../kubernetes/v1"),
    ]);
    assert.is(set.kind("keda.sh/v1alpha1/ScaledObject")?.namespaced, true);
    assert.is(set.kind("cert-manager.io/v1/Certificate"), null);
    assert.is(set.minor, 33);
  },
});
