// The kubeconfig of an account: what is not about who we are stays.
import * as assert from "uvu/assert";
import { kubeconfigOf } from "../../../src/core/rights/kubeconfig.ts";
import { suite } from "../suite.ts";

suite("kubeconfig of an account", {
  "keeps the name of the context in use, and the cluster": () => {
    const cluster = { name: "east", cluster: { server: "https://east:6443" } };
    const seen = {
      clusters: [cluster],
      contexts: [{ name: "prod", context: { cluster: "east", user: "admin" } }],
      users: [{ name: "admin", user: { token: "old" } }],
      "current-context": "prod",
    };
    assert.equal(JSON.parse(kubeconfigOf({ namespace: "ops", name: "deployer" }, seen, "new")), {
      apiVersion: "v1",
      kind: "Config",
      clusters: [cluster],
      users: [{ name: "deployer", user: { token: "new" } }],
      contexts: [{ name: "prod", context: { cluster: "east", user: "deployer", namespace: "ops" } }],
      "current-context": "prod",
    });
  },
});
