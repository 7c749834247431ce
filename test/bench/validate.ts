// What validating costs, and how often we and the API server agree.
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { render } from "../../src/core/render/render.ts";
import { SchemaSet } from "../../src/core/validate/schema-set.ts";
import { validate as judge } from "../../src/core/validate/validate.ts";
import { app, HERE, process as processType, SCHEMAS, templates } from "../unit/fixtures.ts";
import { medians } from "./measure.ts";
import { namespace } from "./site.ts";

const OBJECTS = 20;

export function validate(): Record<string, number> {
  const processes = Array.from({ length: OBJECTS }, (_, index) => processType(`worker${index}`));
  const shop = app({ processes });
  const manifests = render(shop, templates()).slice(0, OBJECTS);
  if (manifests.length < OBJECTS) throw new Error(`only ${manifests.length} objects to validate`);
  const [warm = Number.NaN] = medians(50, () => {
    const begin = process.hrtime.bigint();
    const { release } = judge(shop, manifests, new SchemaSet(SCHEMAS, null));
    if (release === null) throw new Error("the objects are not valid");
    return Number(process.hrtime.bigint() - begin) / 1e6;
  });
  return {
    validate_ms: warm,
    validators_bytes_loaded: statSync(join(HERE, "../../schemas/kubernetes.tsv")).size,
    ...verdicts(),
  };
}

/** Of each case of test/verdicts. */
function verdicts(): Record<string, number> {
  const args = ["test/verdicts/verdicts.ts", namespace()];
  const stdout = execFileSync("node_modules/.bin/tsx", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return JSON.parse(stdout) as Record<string, number>;
}
