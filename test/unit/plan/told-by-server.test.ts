import * as assert from "uvu/assert";
import type { KubeObject, Manifest } from "../../../src/core/model/manifest.ts";
import { NOTHING_FIRST } from "../../../src/core/plan/deployments.ts";
import { askable, asPrepared, isUnanswerable, prepared, withSources } from "../../../src/core/plan/told-by-server.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process, templates } from "../fixtures.ts";
import { suite } from "../suite.ts";

const own = `apiVersion: v1\nkind: Service\nmetadata:\n  name: x\n  annotations:\n    a.b/c: "1"\nspec:\n  clusterIP: 192.0.2.1\n  ports:\n    - port: 80\n      name: a\n`;
const manifests = render(app({ processes: [process("web")] }), templates({ extra: own }));

const web = manifests.find(({ ref }) => ref.kind === "Deployment") as Manifest;
const deployment = { ...web.object, spec: { ...(web.object.spec as object), replicas: 4 } };
const specOf = (object: KubeObject | undefined) => object?.spec as { replicas?: number; strategy?: object };

suite("what the API server is asked before its Deployments are prepared", {
  "a count that an autoscaler takes over is as it is": () => {
    const asked = (patch: object) =>
      asPrepared([web], { ...NOTHING_FIRST, handOvers: [{ target: web.ref, patch }] }, [deployment])[0]?.object;
    assert.is(specOf(asked({})).replicas, 4);
    assert.is(specOf(asked({ spec: { replicas: 2 } })).replicas, 2);
  },
  "a strategy that becomes Recreate is not sent, and stands in the answer": () => {
    const first = { ...NOTHING_FIRST, recreate: [web.ref] };
    const wanted = { ...web, object: { ...web.object, spec: { strategy: { type: "Recreate" }, paused: true } } };
    assert.equal(asPrepared([wanted], first, [])[0]?.object.spec, { paused: true });
    assert.equal(specOf(prepared([wanted.object, deployment], first)[1]).strategy, { type: "Recreate" });
  },
  "nothing else is touched": () => {
    assert.equal(asPrepared([web], NOTHING_FIRST, [deployment]), [web]);
    assert.equal(prepared([deployment], NOTHING_FIRST), [deployment]);
  },
});

suite("what the API server says of a release", {
  "comes with the line of the field that it names": () => {
    const said = 'The Service "x" is invalid: spec.ports[0].name: Invalid value: "a": must be something else';
    assert.equal(withSources([said], manifests), [
      said,
      "  in site/extra.yaml.hbs:11",
      "      10 |     - port: 80",
      "    > 11 |       name: a",
      "      12 |",
    ]);
  },
  "of a field that no template prints: the nearest": () =>
    assert.equal(
      withSources(['The Service "x" is invalid: spec.clusterIPs: Invalid value: []string{"192.0.2.1"}'], manifests)[1],
      "  in site/extra.yaml.hbs:7",
    ),
  "of a field that it derives from one of a patch: the patch as well": () => {
    const patch = { of: "service", processType: null, origin: "site", path: "site/patches/service.yaml" } as const;
    const patched = { ...templates(), patches: [{ ...patch, text: "spec:\n  clusterIP: 192.0.2.1" }] };
    const made = render(app({ processes: [process("web")] }), patched);
    const said = (field: string) => withSources([`The Service "shop-web" is invalid: ${field}: Invalid value`], made);
    assert.is(said("spec.clusterIPs[0]").at(-1), "  patched by site/patches/service.yaml");
    assert.equal(said("spec.clusterIP").slice(1), [
      "  in site/patches/service.yaml:2",
      "      1 | spec:",
      "    > 2 |   clusterIP: 192.0.2.1",
    ]);
  },
  "a key with dots": () =>
    assert.equal(
      withSources(['Service "x" is invalid: metadata.annotations[a.b/c]: Invalid value: "1"'], manifests)[1],
      "  in site/extra.yaml.hbs:6",
    ),
  "of an object that several lines could mean, or none: no place": () => {
    for (const said of ["exceeded quota: q", 'deployments.apps "nobody" is forbidden'])
      assert.equal(withSources([said], manifests), [said]);
  },
  "is asked for all but what is in a namespace that is not there": () => {
    const made = render(
      app({ processes: [process("web")], namespace: { name: "store", managed: true } }),
      templates({}),
    );
    const kinds = (live: readonly KubeObject[]) => [...new Set(askable(made, live).map(({ ref }) => ref.kind))];
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "store" } };
    assert.equal(kinds([]), ["Namespace"]);
    assert.is(askable(made, [namespace]).length, made.length);
    assert.is(made.length > 2, true);
  },
  "a webhook that takes no dry run is no answer": () => {
    assert.is(isUnanswerable(['admission webhook "a.example.com" does not support dry run']), true);
    assert.is(isUnanswerable(['admission webhook "a.example.com" denied the request: no']), false);
  },
  "is asked for where a template is not ours": () => {
    assert.is(
      manifests.some(({ source }) => source.touched),
      true,
    );
    assert.is(
      render(app(), templates()).some(({ source }) => source.touched),
      false,
    );
  },
});
