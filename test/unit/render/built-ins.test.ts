// The programs that the build makes of the built-in templates render what the templates do.
import * as assert from "uvu/assert";
import { precompiled } from "../../../precompile.ts";
import { type BuiltIn, builtIns } from "../../../src/core/render/built-ins.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, process as processType, templates } from "../fixtures.ts";
import { suite } from "../suite.ts";

const shop = app({ processes: [processType("web"), processType("worker")] });

async function withBuiltIns<T>(act: () => T): Promise<T> {
  const made = (await import(`data:text/javascript,${encodeURIComponent(precompiled())}`)) as {
    readonly builtIns: ReadonlyMap<string, BuiltIn>;
  };
  const known = builtIns as Map<string, BuiltIn>;
  for (const [text, program] of made.builtIns) known.set(text, program);
  try {
    return act();
  } finally {
    known.clear();
  }
}

const fresh = () => ({ ...templates() });

suite("built-in templates", {
  "there is a program for each, which renders the same": async () => {
    const compiled = render(shop, fresh());
    const known = await withBuiltIns(() => {
      const { objects, partials } = fresh();
      for (const { path, text } of [...Object.values(objects), ...Object.values(partials)])
        assert.ok(builtIns.has(text), path);
      return render(shop, fresh());
    });
    const shown = (manifests: typeof compiled) => manifests.map(({ ref, object }) => ({ ref, object }));
    assert.equal(shown(known), shown(compiled));
  },
  "a value that does not fit is found in its line": async () => {
    const line = (manifests: ReturnType<typeof render>) =>
      manifests.map(({ source }) => source.locate("/metadata/name"));
    assert.equal(await withBuiltIns(() => line(render(shop, fresh()))), line(render(shop, fresh())));
  },
  "a changed one is compiled": async () => {
    const changed = fresh();
    const { deployment } = changed.objects;
    const text = `${deployment?.text.replace("metadata:", "metadata: # mine")}`;
    const own = { ...changed, objects: { ...changed.objects, deployment: { ...deployment, text } } };
    await withBuiltIns(() => assert.is(render(shop, own as typeof changed).length, render(shop, fresh()).length));
  },
});
