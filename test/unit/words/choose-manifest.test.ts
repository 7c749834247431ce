import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { Manifest } from "../../../src/core/model/manifest.ts";
import { chooseManifest } from "../../../src/core/words/choose-manifest.ts";
import { suite, table } from "../suite.ts";

const manifest = (template: string, kind: string, processType: string | null) =>
  ({ source: { template: `/data/${template}.yaml.hbs`, origin: "site" }, ref: { kind }, processType }) as Manifest;

const manifests = [
  manifest("registry-secret", "Secret", null),
  manifest("secret", "Secret", null),
  manifest("deployment", "Deployment", "web"),
  manifest("deployment", "Deployment", "worker"),
  manifest("service", "Service", "web"),
  manifest("own/network-policy", "NetworkPolicy", null),
  manifest("own/deny", "NetworkPolicy", null),
];

suite("choose a manifest", {
  ...table(
    [
      ["its kind", "web", "Deployment", 2],
      ["in small letters", "worker", "deployment", 3],
      ["of two words", "web", "NetworkPolicy", 5],
      ["in small letters, of two words", "web", "networkpolicy", 5],
      ["as its template is called", "web", "network-policy", 5],
      ["an own template with a name of its own", "web", "deny", 6],
      ["a template before a kind", "web", "secret", 1],
      ["a template whose name is no kind", "web", "registry-secret", 0],
    ] as const,
    (_title, type, kind, index) => assert.is(chooseManifest(manifests, "shop", type, kind), manifests[index]),
  ),
  none: () => {
    try {
      chooseManifest(manifests, "shop", "worker", "network-polcy");
      assert.unreachable();
    } catch (error) {
      assert.instance(error, SchedulerError);
      assert.equal((error as SchedulerError).because, [
        "a deploy would not apply such an object, did you mean network-policy?",
        "there are:",
        "  (any) registry-secret",
        "  (any) secret",
        "  web deployment",
        "  worker deployment",
        "  web service",
        "  (any) network-policy",
        "  (any) deny",
      ]);
    }
  },
});
