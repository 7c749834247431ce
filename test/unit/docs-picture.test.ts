// The pictures of README are those of test/docs/picture.ts.
import { join } from "node:path";
import { pictureOf, themes } from "../docs/picture.ts";
import { HERE } from "./fixtures.ts";
import { golden } from "./goldens.ts";
import { suite } from "./suite.ts";

suite("the picture of a push", {
  "is that of its source, for a light page and a dark one": () => {
    for (const [name, colors] of Object.entries(themes))
      golden(join(HERE, `../../docs/push-${name}.svg`), pictureOf(colors));
  },
});
