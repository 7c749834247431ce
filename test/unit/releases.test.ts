import { join } from "node:path";
import { dump } from "js-yaml";
import * as assert from "uvu/assert";
import { render } from "../../src/core/render/render.ts";
import { issueReport } from "../../src/core/validate/report.ts";
import { schemaIssues } from "../../src/core/validate/schema.ts";
import { validate } from "../../src/core/validate/validate.ts";
import { app, HERE, schemas, schemasOf, templates } from "./fixtures.ts";
import { golden } from "./goldens.ts";
import { releases } from "./releases.ts";
import { suite, table } from "./suite.ts";

const apps = Object.entries(releases);
suite("releases", {
  ...table(apps, (name, app) => {
    const { release, manifests } = validate(app, render(app, templates()), schemas);
    assert.equal(issueReport(manifests), []);
    assert.ok(release);
    const documents = manifests.map(({ object }) => dump(object, { lineWidth: -1, noRefs: true }));
    golden(join(HERE, "goldens", `${name}.yaml`), documents.join("---\n"));
  }),
  "hold against every supported minor of Kubernetes": () => {
    assert.ok(schemas.newest - schemas.oldest >= 6);
    const sets = Array.from({ length: schemas.newest - schemas.oldest + 1 }, (_, i) => schemasOf(schemas.oldest + i));
    for (const [name, app] of apps)
      for (const manifest of render(app, templates()))
        for (const set of sets)
          assert.equal(schemaIssues(manifest, set), [], `${name}: ${manifest.ref.kind} of 1.${set.minor}`);
  },
  "cannot be changed from within a value": () => {
    const injected = releases.injection;
    assert.ok(injected);
    const keyed = { ...injected, env: { "A\n  b: x\nhostNetwork: true": "x" } };
    const objects = render(keyed, templates()).map(({ object }) => JSON.stringify(object));
    assert.is(objects.length, render(app({ env: { A: "x" } }), templates()).length);
    for (const object of objects) assert.not.match(object, /"hostNetwork":|"hostPID":/);
  },
  "do not depend on the order of the env": () => {
    const name = (env: Record<string, string>) => {
      const app = releases.plain;
      assert.ok(app);
      return render({ ...app, env }, templates())[0]?.ref.name;
    };
    assert.is(name({ A: "1", B: "2" }), name({ B: "2", A: "1" }));
    assert.is.not(name({ A: "1", B: "2" }), name({ A: "1", B: "3" }));
    assert.is.not(name({ A: "1,B" }), name({ "A,1": "B" }));
  },
});
