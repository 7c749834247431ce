import * as assert from "uvu/assert";
import { clusterWide, isCustom, isUnknown, unserved } from "../../../src/core/plan/custom.ts";
import { GATEWAY_API } from "../../../src/core/plan/gateway.ts";
import { render } from "../../../src/core/render/render.ts";
import { schemas, templates } from "../fixtures.ts";
import { releases } from "../releases.ts";
import { suite, table } from "../suite.ts";

const rendered = (name: string, site = {}) => {
  const app = releases[name];
  assert.ok(app);
  return render(app, templates(site));
};
const NETWORK = "networking.k8s.io/v1";
const CERT_MANAGER = "cert-manager.io/v1";
const TRAEFIK = "traefik.io/v1alpha1";

suite("a kind of templates alone", {
  ...table(
    [
      ["that belongs to no namespace", "example.com/v1", false, true],
      ["that belongs to one", "example.com/v1", true, false],
      ["that other clusters have for all", "example.com/v2", false, false],
    ] as const,
    (_title, apiVersion, namespaced, isRefused) => {
      const ref = { apiVersion: "example.com/v1", kind: "Gadget", namespace: "default", name: "shared" };
      const [first] = rendered("plain");
      assert.ok(first);
      const error = clusterWide("shop", [{ ...first, ref }], [{ apiVersion, kind: "Gadget", namespaced }], schemas);
      assert.is(error !== null, isRefused);
      if (isRefused) assert.match(error?.because[0] ?? "", "a Gadget is not namespaced, so it cannot belong to an app");
    },
  ),
  "the definitions tell the scope of ours": () =>
    assert.not(rendered("cert-manager").some(({ ref }) => isUnknown(ref, schemas))),
});

suite("custom resources", {
  "a release without them asks nobody": () => {
    for (const name of Object.keys(releases)) {
      const versions = rendered(name)
        .map(({ ref }) => ref)
        .filter(isCustom)
        .map(({ apiVersion }) => apiVersion);
      // The class of that one is traefik.
      const allowed = [
        CERT_MANAGER,
        name === "autoscaling" ? "keda.sh/v1alpha1" : "",
        name.startsWith("gateway-") ? GATEWAY_API : "",
        name === "ingress-per-app" ? TRAEFIK : "",
      ];
      assert.ok(
        versions.every((version) => allowed.includes(version)),
        `${name}: ${versions.join(" ")}`,
      );
    }
    assert.not(rendered("plain").some(({ ref }) => isCustom(ref)));
  },
  "that are served stop nobody": () =>
    assert.is(unserved("shop", rendered("cert-manager"), new Set([NETWORK, CERT_MANAGER]), [], schemas), null),
  "of Traefik, where they are not installed": () => {
    const error = unserved("shop", rendered("ingress-per-app"), new Set([NETWORK, CERT_MANAGER]), [], schemas);
    assert.equal(error?.because, [
      "the cluster does not know traefik.io/v1alpha1 Middleware (templates/middleware.yaml.hbs)",
      "Traefik's own kinds are not installed there",
      "nothing was applied",
    ]);
    assert.match(error?.next ?? "", "annotations-set shop ingress traefik.ingress.kubernetes.io/router.middlewares");
  },
  "of KEDA, where it is not installed": () => {
    const error = unserved("shop", rendered("autoscaling"), new Set([NETWORK]), [], schemas);
    assert.ok(error?.because.includes("KEDA is not installed there"));
    assert.match(
      error?.next ?? "",
      /autoscale-rule-remove shop PROCESS-TYPE keda; triggers of app\.json stand in its form/,
    );
  },
  "of cert-manager, where it is not installed": () => {
    const error = unserved("shop", rendered("cert-manager"), new Set([NETWORK]), [], schemas);
    assert.equal(error?.because, [
      "the cluster does not know cert-manager.io/v1 ClusterIssuer (templates/cluster-issuer.yaml.hbs)",
      "the cluster does not know cert-manager.io/v1 Certificate (templates/certificate.yaml.hbs)",
      "cert-manager is not installed there",
      "nothing was applied",
    ]);
    assert.match(error?.next ?? "", /dokku scheduler-kubernetes:set shop cert-manager-enabled false$/);
  },
  "of a site's own template": () => {
    const text = "apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: x";
    const error = unserved("shop", rendered("plain", { service: text }), new Set([CERT_MANAGER]), [], schemas);
    assert.equal(error?.because, [
      "the cluster does not know example.com/v1 Thing (site/service.yaml.hbs)",
      "nothing was applied",
    ]);
  },
  "of a misspelt kind, the nearest one": () => {
    const text = "apiVersion: apps/v1\nkind: Deploymnet\nmetadata:\n  name: x";
    const kinds = ["DaemonSet", "Deployment"].map((kind) => ({ apiVersion: "apps/v1", kind, namespaced: true }));
    const error = unserved("shop", rendered("plain", { service: text }), new Set(), kinds, schemas);
    assert.is(
      error?.because[0],
      "the cluster does not know apps/v1 Deploymnet (site/service.yaml.hbs), did you mean Deployment?",
    );
    const right = text.replace("Deploymnet", "DaemonSet");
    assert.is(unserved("shop", rendered("plain", { service: right }), new Set(), kinds, schemas), null);
  },
});
