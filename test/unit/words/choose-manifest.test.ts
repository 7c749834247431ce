import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import type { Manifest } from "../../../src/core/model/manifest.ts";
import { computeProperties } from "../../../src/core/properties/table.ts";
import { render } from "../../../src/core/render/render.ts";
import { chooseManifest } from "../../../src/core/words/choose-manifest.ts";
import { app, process, templates } from "../fixtures.ts";
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

/** `NetworkPolicy` -> `network-policy` */
const dashed = (kind: string) => kind.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

suite("choose a manifest", {
  ...table(
    [
      ["its kind", "web", "Deployment", 2],
      ["in small letters", "worker", "deployment", 3],
      ["of two words", "web", "NetworkPolicy", 5],
      ["in small letters, of two words", "web", "networkpolicy", 5],
      ["as its template is called", "web", "network-policy", 5],
      ["as the list of templates has it", "web", "own/network-policy", 5],
      ["an own template with a name of its own", "web", "deny", 6],
      ["a template before a kind", "web", "secret", 1],
      ["a template whose name is no kind", "web", "registry-secret", 0],
    ] as const,
    (_title, type, kind, index) => assert.is(chooseManifest(manifests, "shop", type, kind), manifests[index]),
  ),
  "every object that there is, in every word for it": () => {
    const shop = app({ env: { A: "1" }, domains: ["a.test"], processes: [process("web", { quantity: 2 })] });
    const all = render(
      { ...shop, properties: computeProperties({ "pod-min-available": "1" }, {}) },
      templates({ "network-policy": "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: x\n" }),
    );
    assert.equal(
      all.flatMap(({ source, ref }) => {
        const template = source.template.replace(/^.*\/|\.yaml\.hbs$/g, "");
        const words = [template, ref.kind, ref.kind.toLowerCase(), dashed(ref.kind)];
        const wrong = words.filter((word) => chooseManifest(all, "shop", "web", word).ref !== ref);
        return wrong.map((word) => `${word} of ${ref.kind}`);
      }),
      [],
    );
    assert.is(all.length, 6);
  },
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
