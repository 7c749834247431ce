// What is bundled is listed beside the bundle with its licence, which allows that.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import * as assert from "uvu/assert";
import { HERE } from "./fixtures.ts";
import { suite } from "./suite.ts";

const ROOT = join(HERE, "../..");

/** A licence that is new here wants to be read first. */
const ALLOWED = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "Python-2.0"];

/** By the bundler's own list of what it took in. */
async function bundled(): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["src/main.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const inputs = Object.keys(metafile.inputs);
  return new Set(inputs.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []));
}

suite("licences", {
  "every bundled package stands in LEGAL.txt with a licence's text": async () => {
    const listed = readFileSync(join(ROOT, "bin/scheduler-kubernetes.LEGAL.txt"), "utf8").split(
      `\n\n${"-".repeat(80)}\n\n`,
    );
    const packages = [...(await bundled())].sort();
    assert.ok(packages.includes("handlebars"), packages.join());
    assert.equal([...new Set(listed.map((entry) => entry.split(" ")[0]))].sort(), packages);
    for (const entry of listed) {
      const [head = ""] = entry.split("\n");
      const [, licence = ""] = /\((.+)\)$/.exec(head) ?? [];
      assert.ok(ALLOWED.includes(licence), `${head}: may it be bundled?`);
      assert.match(entry, /permission|copyright/i, `${head} has no text of its licence`);
    }
  },
});
