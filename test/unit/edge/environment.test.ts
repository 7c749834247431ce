// What kubectl and kubedog get to see of the shell that a command was typed in.
import * as assert from "uvu/assert";
import { environmentFor } from "../../../src/edge/environment.ts";
import { suite, table } from "../suite.ts";

/** One variable of the caller, and whether the programs that talk to a cluster get it as it is. */
const CASES: readonly [string, boolean][] = [
  ["PATH", true],
  ["LC_ALL", true],
  ["HTTPS_PROXY", true],
  ["no_proxy", true],
  ["SSL_CERT_FILE", true],
  ["HOME", false],
  ["KUBECONFIG", false],
  ["KUBERC", false],
  ["KUBERNETES_SERVICE_HOST", false],
  ["KUBERNETES_SERVICE_PORT", false],
  ["KUBERNETES_EXEC_INFO", false],
  ["KUBECTL_REMOTE_COMMAND_WEBSOCKETS", false],
  ["KUBECACHEDIR", false],
  ["KUBEDOG_KUBE_CONTEXT", false],
  ["KUBEDOG_KUBE_CONFIG_BASE64", false],
  ["AWS_PROFILE", false],
  ["GOOGLE_APPLICATION_CREDENTIALS", false],
  ["XPATH", false],
];

suite("environment of programs", {
  ...table(CASES, (name, isKept) => {
    for (const program of ["kubectl", "kubedog"])
      assert.is(environmentFor(program, { [name]: "the caller's" })[name] === "the caller's", isKept, program);
    assert.is(environmentFor("plugn", { [name]: "the caller's" })[name], "the caller's");
  }),
  "HOME is the dokku user's": () => assert.is(environmentFor("kubectl", {}).HOME, "/home/dokku"),
});
