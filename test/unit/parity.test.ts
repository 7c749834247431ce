// The objects of the original plugin, recorded from it, beside ours for the same app: every difference is named here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { readMounts } from "../../src/core/dokku/claims.ts";
import { storesOf } from "../../src/core/dokku/metadata.ts";
import type { KubeObject } from "../../src/core/model/manifest.ts";
import { computeProperties } from "../../src/core/properties/table.ts";
import { render } from "../../src/core/render/render.ts";
import { app, HERE, process, tagged, templates } from "./fixtures.ts";
import { suite } from "./suite.ts";

const original = (name: string): KubeObject =>
  JSON.parse(readFileSync(join(HERE, "fixtures/original", `${name}.json`), "utf8")) as KubeObject;

const amounts = {
  limit: { cpu: "1", memory: "64", "nvidia-gpu": null },
  reserve: { cpu: "100m", memory: "32", "nvidia-gpu": null },
};

/** The app that the recorded objects were made for. */
const shop = app({
  namespace: { name: "store", managed: false },
  image: tagged("127.0.0.1:5000/dokku/shop:1"),
  env: {
    GIT_REV: "773a4fd1f0a77f7b77a27553e9ea8b64c430f34d",
    GREETING: "hello world",
    MULTI: "line1\nline2",
    QUOTED: `a "b" c`,
  },
  processes: [
    process("web", { command: "/bin/sh /app/web.sh", ...amounts }),
    process("worker", { command: "/bin/sleep 100000", ...amounts }),
  ],
  domains: ["shop.dokku.me", "shop.example.test"],
  mounts: readMounts("shop-data:/data\n"),
  settings: {
    nginx: {},
    limits: {},
    values: {},
    metadata: storesOf(
      {
        "deployment-annotations": "example.com/owner team-a\n",
        "pod-annotations": "pod.kubernetes.io/lifetime 86400s\n",
        "service-annotations": "example.com/svc yes\n",
      },
      "app",
    ),
  },
  ingressMetadata: { annotations: { "nginx.ingress.kubernetes.io/affinity": "cookie" }, labels: {} },
  properties: computeProperties(
    { namespace: "store", imagePullSecrets: "registry-credential", "service-process-types": "worker" },
    {},
  ),
});

const ours = (kind: string, name: string): KubeObject => {
  const found = render(shop, templates()).find(({ ref }) => ref.kind === kind && ref.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found.object;
};

/** JSON pointers of what differs: `+` only we have it, `-` only the original has it, `~` both, with other values. */
function differences(theirs: unknown, our: unknown, path = ""): readonly string[] {
  const isTree = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
  if (!isTree(theirs) || !isTree(our)) return theirs === our ? [] : [`~ ${path}`];
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(our)])];
  return keys
    .flatMap((key) => {
      const inner = `${path}/${key.replaceAll("/", "~1")}`;
      if (!(key in theirs)) return [`+ ${inner}`];
      if (!(key in our)) return [`- ${inner}`];
      return differences(theirs[key], our[key], inner);
    })
    .sort();
}

const RECOMMENDED = ["instance", "managed-by", "name", "part-of"].map((name) => `app.kubernetes.io~1${name}`);
const labels = (path: string) => RECOMMENDED.map((name) => `+ ${path}/labels/${name}`);
const CONTAINER = "/spec/template/spec/containers/0";

/** Why we differ, one reason for each group. */
const DEPLOYMENT = [
  // The original takes no namespace into the object.
  "+ /metadata/namespace",
  // The recommended labels, never in the selector.
  ...labels("/metadata"),
  ...labels("/spec/template/metadata"),
  // So that `kubectl logs` and `exec` need not be told which, with a sidecar.
  "+ /spec/template/metadata/annotations/kubectl.kubernetes.io~1default-container",
  // The env is in a Secret of its own.
  `+ ${CONTAINER}/envFrom`,
  // The start command keeps the image's ENTRYPOINT.
  `- ${CONTAINER}/command`,
  `~ ${CONTAINER}/args/0`,
  `+ ${CONTAINER}/args/1`,
  // Written out, so that it can be changed to Recreate and back; web never has fewer pods than asked for.
  "+ /spec/strategy",
  // Who is told to leave serves until everybody knows.
  `+ ${CONTAINER}/lifecycle`,
  // And has as long to end as `ps:set stop-timeout-seconds` says, after that.
  "+ /spec/template/spec/terminationGracePeriodSeconds",
  // One node that fails should not take every pod.
  "+ /spec/template/spec/topologySpreadConstraints",
  // Service links would put an env variable of every Service into the container.
  "+ /spec/template/spec/enableServiceLinks",
  // A pod that dies soon after it got ready is no good release: it has to stay up as long as Dokku waits on Docker.
  "+ /spec/minReadySeconds",
];

/** Nobody gets a request before it listens. */
const READY = `+ ${CONTAINER}/readinessProbe`;

const EXPOSED = [
  // PORT is the only variable that stands in the Deployment.
  `~ ${CONTAINER}/env/0/name`,
  `~ ${CONTAINER}/env/0/value`,
  ...[1, 2, 3].map((index) => `- ${CONTAINER}/env/${index}`),
];

/** Written out, as udp is. */
const PROTOCOL = `+ ${CONTAINER}/ports/0/protocol`;

const same = (kind: string, file: string, name: string, expected: readonly string[]) =>
  assert.equal(differences(original(file), ours(kind, name)), [...expected].sort());

suite("parity with the original", {
  "web's Deployment": () =>
    same("Deployment", "web-deployment", "shop-web", [...DEPLOYMENT, ...EXPOSED, READY, PROTOCOL]),
  "worker's Deployment": () =>
    same("Deployment", "worker-deployment", "shop-worker", [
      ...DEPLOYMENT,
      ...EXPOSED,
      // The container says which port its Service means.
      `+ ${CONTAINER}/ports`,
    ]),
  "web's Service": () => same("Service", "web-service", "shop-web", ["+ /metadata/namespace", ...labels("/metadata")]),
  "worker's Service": () =>
    same("Service", "worker-service", "shop-worker", ["+ /metadata/namespace", ...labels("/metadata")]),
  // The annotation that names the class has been replaced by a field.
  "the Ingress": () =>
    same("Ingress", "ingress", "app-ingress", [
      "- /metadata/annotations/kubernetes.io~1ingress.class",
      "+ /metadata/labels",
      "+ /spec/ingressClassName",
    ]),
  "what can never be changed is the same": () => {
    const selector = (object: KubeObject) => (object.spec as { selector: unknown }).selector;
    for (const type of ["web", "worker"]) {
      assert.equal(selector(ours("Deployment", `shop-${type}`)), selector(original(`${type}-deployment`)));
      assert.equal(selector(ours("Service", `shop-${type}`)), selector(original(`${type}-service`)));
    }
  },
});
