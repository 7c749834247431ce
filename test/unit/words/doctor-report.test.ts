// How the doctor's findings are printed, and what docs/doctor.md says of their JSON.
import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";
import type { Found } from "../../../src/core/doctor/index.ts";
import { findingLines, titleOf } from "../../../src/core/words/doctor-report.ts";
import { suite } from "../suite.ts";

const found: readonly Found[] = [
  { check: "node", about: "server", name: null, verdict: "ok", why: "v18.19.0 at /usr/bin/node", mend: null },
  {
    check: "programs",
    about: "server",
    name: null,
    verdict: "warning",
    why: "kubectl is not what was installed on this server last week",
    mend: "sudo rm /usr/bin/kubectl && sudo dokku plugin:install-dependencies",
  },
];

suite("the doctor's report", {
  "broken between words; what mends it stays whole": () =>
    assert.equal(findingLines(found, 60), [
      "ok       node      v18.19.0 at /usr/bin/node",
      "warning  programs  kubectl is not what was installed on this",
      "                   server last week",
      "                   sudo rm /usr/bin/kubectl && sudo dokku plugin:install-dependencies",
    ]),
  "a wide terminal has it on a line": () => assert.is(findingLines(found, 200).length, 3),
  titles: () =>
    assert.equal(
      [
        titleOf({ about: "server", name: null }),
        titleOf({ about: "cluster", name: null }),
        titleOf({ about: "cluster", name: "east" }),
        titleOf({ about: "app", name: "shop" }),
      ],
      ["This server", "Cluster of the default kubeconfig", "Cluster east", "shop"],
    ),
  "its JSON is as documented": () => {
    const page = readFileSync(new URL("../../../docs/doctor.md", import.meta.url), "utf8");
    const [, part = ""] = /<!-- doctor:.*?-->([\s\S]*)<!-- \/doctor -->/.exec(page) ?? [];
    const documented = [...part.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name);
    assert.equal(documented.sort(), ["verdict", ...Object.keys(found[0] ?? {}).map((key) => `checks[].${key}`)].sort());
  },
  "each check is documented": async () => {
    const page = readFileSync(new URL("../../../docs/doctor.md", import.meta.url), "utf8");
    const { ofAnswers, ofApp, ofCluster, ofSite } = await import("../../../src/core/doctor/index.ts");
    const names = new Set([...ofSite, ...ofCluster, ...ofAnswers, ...ofApp].map(({ name }) => name));
    assert.equal(
      [...names].filter((name) => !page.includes(`| \`${name}\` |`)),
      [],
    );
  },
});
