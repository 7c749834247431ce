// Faults that the test cluster does not have, or not at will: written by hand from the constants of Kubernetes' source that are named.
import * as assert from "uvu/assert";
import { mayHeal } from "../../../src/core/diagnose/evidence.ts";
import { withoutNames } from "../../../src/core/diagnose/image.ts";
import { suite, table } from "../suite.ts";
import { POD, waits } from "./faults.ts";

suite("faults in Kubernetes' own words", {
  ...table(
    [
      // RunContainerError, and containerd's answer
      ["context deadline exceeded: unknown", "StartError", false, /^the container cannot start/],
      [
        'unable to start container process: exec: "timeout": not found',
        "StartError",
        true,
        /^the container cannot start/,
      ],
    ] as const,
    (message, reason, isFinal, says) => {
      const state = { waiting: { reason: "CrashLoopBackOff", message: "back-off" } };
      const lastState = { terminated: { reason, message, exitCode: 128 } };
      const [first] = waits({ restartCount: 2, state, lastState });
      assert.is(first?.isFinal, isFinal);
      assert.match(first?.says ?? "", says);
    },
  ),
  ...table(
    [
      // pkg/kubelet/util/manager: failed to sync
      [
        "failed to sync secret cache: timed out waiting for the condition",
        "CreateContainerConfigError",
        false,
        /cannot/,
      ],
      [
        "failed to sync configmap cache: timed out waiting for the condition",
        "CreateContainerConfigError",
        false,
        /can/,
      ],
      ['secret "timed out" not found', "CreateContainerConfigError", true, /cannot be created/],
      ["couldn't find key TIMEOUT in ConfigMap shop/env", "CreateContainerConfigError", true, /TIMEOUT/],
      // pkg/kubelet/kuberuntime: ErrPostStartHook
      ["PostStartHook failed", "PostStartHookError", true, /^the container cannot start: PostStartHook failed$/],
      // k8s.io/cri-api/pkg/errors: ErrSignatureValidationFailed, ErrRegistryUnavailable
      ["image pull failed for x:1: no", "SignatureValidationFailed", true, /^the nodes do not accept the signature of/],
      ["image pull failed for x:1 because not found", "RegistryUnavailable", false, /^the image \S+ cannot be pulled/],
      [
        'Back-off pulling image "x:1": SignatureValidationFailed: image pull failed for x:1',
        "ImagePullBackOff",
        true,
        /signature/,
      ],
      ['Back-off pulling image "x:1": RegistryUnavailable: denied', "ImagePullBackOff", false, /cannot be pulled/],
      // Docker Hub's answer to who pulls too much
      ["429 Too Many Requests - toomanyrequests: unauthenticated pull rate limit", "ErrImagePull", false, /rate limit/],
      ["Container image is not present with pull policy of Never", "ErrImageNeverPull", true, /pull policy/],
    ] as const,
    (message, reason, isFinal, says) => {
      const [first] = waits({ state: { waiting: { reason, message } } });
      assert.is(first?.isFinal, isFinal);
      assert.match(first?.says ?? "", says);
    },
  ),
  "a login to Amazon's registry that has expired": () => {
    const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/dokku/shop@sha256:0123";
    const message = `failed to pull and unpack image "${image}": unexpected status: 403 Forbidden: Your authorization token has expired. Reauthenticate and try again.`;
    const [first] = waits({ image, state: { waiting: { reason: "ErrImagePull", message } } });
    assert.is(first?.isFinal, true);
    assert.match(
      first?.says ?? "",
      /^the registry denies the cluster access to the image 123456789012\.\S+ \(.*token has expired/,
    );
    assert.match(
      first?.helps ?? "",
      /lasts 12 hours; log in again: aws ecr get-login-password --region eu-west-1 \| dokku registry:login --password-stdin 123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com AWS$/,
    );
  },
  ...table(
    [
      // pkg/controller/volume/attachdetach/reconciler: Multi-Attach error
      [
        'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) shop-web-1',
        "FailedAttachVolume",
        'a volume is still in use on another node, and can be attached to one node at a time: volume "pvc-1" Volume is already used by pod(s) shop-web-1',
      ],
      ['MountVolume.SetUp failed for volume "v" : failed to sync secret cache: timed out', "FailedMount", /^a volume/],
      ["network is not ready: cni plugin not initialized", "NetworkNotReady", /cni plugin not initialized$/],
      ["driver name ebs.csi.aws.com not found in the list of registered CSI drivers", "FailedMount", /^a volume/],
    ] as const,
    (message, reason, says) => {
      const event = { apiVersion: "v1", kind: "Event", metadata: { name: "e" }, reason, message };
      const events = [{ ...event, involvedObject: { name: POD } }];
      const [first] = waits({ state: { waiting: { reason: "ContainerCreating" } } }, { events, seconds: 90 });
      assert.is(first?.isFinal, false);
      if (typeof says === "string") assert.is(first?.says, says);
      else assert.match(first?.says ?? "", says);
    },
  ),
  "no name that somebody gave an image is taken for a registry's answer": () => {
    for (const host of ["", "10.0.0.1:403/", "401.example.com/"])
      for (const path of ["notfound", "access-denied", "denied/unauthorized", "manifest-unknown"])
        for (const tag of [":401", ":403", ":404", "", "@sha256:401"]) {
          const image = `${host}${path}${tag}`;
          const full = tag === "" ? `${image}:latest` : image;
          const asked = `failed to pull and unpack image "${full}": failed to resolve reference "${full}": `;
          const said = `${asked}failed to do request: Head "https://${host}v2/${path}/manifests/401": dial tcp 10.0.0.1:403: `;
          assert.is(
            /40[134]|denied|unknown|found|unauth/.test(withoutNames(`${said}i/o timeout`, image)),
            false,
            image,
          );
          assert.match(withoutNames(`${asked}${full}: not found`, image), /not found$/);
        }
  },
  ...table(
    [
      ["Internal error occurred: failed calling webhook", true],
      ["etcdserver: request timed out", true],
      ["the server was unable to return a response; please try again", true],
      ["net/http: TLS handshake timeout", true],
      ['exec: "i/o timeout": executable file not found', false],
      ["exceeded quota: small, requested: pods=1, used: pods=500, limited: pods=500", false],
      ["couldn't find key TIMEOUT in ConfigMap", false],
    ] as const,
    (message, expected) => assert.is(mayHeal(message), expected),
  ),
});
