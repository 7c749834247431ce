import * as assert from "uvu/assert";
import { SchedulerError } from "../../../src/core/errors.ts";
import {
  conflictLines,
  type State,
  stateOf,
  versionOf,
  whose,
  withHeader,
  withoutHeader,
} from "../../../src/core/render/copied.ts";
import { render } from "../../../src/core/render/render.ts";
import { app, templates } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const CONFLICT = "a: 1\n<<<<<<< the site\nb: 2\n=======\nb: 3\n>>>>>>> built-in 1.1.0\nc: 4\n<<<<<<< the site\n";

suite("copied templates", {
  "the header names the version, and goes again": () => {
    const copy = withHeader("service.yaml.hbs", "1.2.0", "kind: Service\n");
    assert.is(versionOf(copy), "1.2.0");
    assert.is(withoutHeader(copy), "kind: Service\n");
    assert.is(versionOf("kind: Service\n"), null);
    assert.is(withoutHeader("{{!-- mine --}}\nkind: Service\n"), "{{!-- mine --}}\nkind: Service\n");
  },
  "the header changes nothing that is printed": () => {
    const text = templates({}).objects.service?.text ?? "";
    const plain = render(app(), templates({})).map(({ object }) => object);
    const copied = render(app(), templates({ service: withHeader("service.yaml.hbs", "1.2.0", text) }));
    assert.equal(
      copied.map(({ object }) => object),
      plain,
    );
  },
  ...table(
    [
      ["as it was copied", "a", "a", "a", "current"],
      ["changed by the site alone", "b", "a", "a", "current"],
      ["the built-in has changed", "b", "a", "c", "behind"],
      ["nobody kept what was copied", "b", null, "c", "unknown"],
      ["a merge that is not ended", CONFLICT, "c", "c", "conflict"],
    ] as const,
    (_title, text: string, base: string | null, builtIn: string, wanted: State) =>
      assert.is(stateOf({ text, base, builtIn }), wanted),
  ),
  "where a merge left both texts": () => assert.equal(conflictLines(CONFLICT), [2, 8]),
  "and nothing is rendered from it": () => {
    try {
      render(app(), templates({ service: CONFLICT }));
      assert.unreachable("it rendered");
    } catch (error) {
      assert.instance(error, SchedulerError);
      const [first] = (error as SchedulerError).because;
      const message = "a merge left two texts here: keep one, and remove the lines <<<<<<<, ======= and >>>>>>>";
      assert.is(first, `site/service.yaml.hbs:2: ${message}`);
    }
  },
  "whose it is": () => assert.equal(["--global", "shop"].map(whose), ["the site", "shop"]),
});
