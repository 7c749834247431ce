import * as assert from "uvu/assert";
import { secretsOf } from "../../../src/core/plan/secrets.ts";
import { suite, table } from "../suite.ts";

const env = (name: string) => ({ name: "c", envFrom: [{ secretRef: { name } }, { configMapRef: { name: "map" } }] });
const pods = (spec: object) => ({ kind: "Deployment", spec: { template: { spec } } });
const cron = (spec: object) => ({ kind: "CronJob", spec: { jobTemplate: { spec: { template: { spec } } } } });

suite("Secrets that pods need", {
  ...table(
    [
      ["none without pods", { kind: "Service", spec: {} }, []],
      ["their env's", pods({ containers: [env("a")] }), ["a"]],
      [
        "an init container's, each once",
        pods({ initContainers: [env("b")], containers: [env("a"), env("b")] }),
        ["a", "b"],
      ],
      ["what they are pulled with", pods({ containers: [], imagePullSecrets: [{ name: "r" }] }), ["r"]],
      ["of a CronJob", cron({ containers: [env("a")] }), ["a"]],
      ["nothing of what is no name", pods({ containers: [{ envFrom: [{ secretRef: {} }, null] }] }), []],
    ] as const,
    (_title, object, names) => assert.equal([...secretsOf(object)].sort(), names),
  ),
});
