// A plan that a person keeps in a file, for nobody but its owner.
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { validators } from "../../schemas/file-validators.js";
import { SchedulerError } from "../core/errors.ts";
import type { SavedPlan } from "../core/plan/saved-plan.ts";
import { readText, writeText } from "./files.ts";
import { mustBeOutside } from "./outside.ts";

/** Throws BAD_USAGE for a path of Dokku's own, FILE_UNUSABLE. */
export async function writePlan(path: string, plan: SavedPlan): Promise<void> {
  await mustBeOutside(`keep the plan of ${plan.app} in ${path}`, path);
  const beside = join(dirname(path), `.${randomBytes(9).toString("hex")}`);
  await writeText(path, `${JSON.stringify(plan, null, 2)}\n`, beside);
}

/** Nothing that stands in it is told: it may be another file of Dokku's. Throws FILE_UNUSABLE. */
export async function readPlan(path: string): Promise<SavedPlan> {
  const plan = parsed((await readText(path)) ?? "");
  if (validators.plan(plan)) return plan as SavedPlan;
  throw new SchedulerError(
    "FILE_UNUSABLE",
    `read the plan ${path}`,
    ["there is no plan in it"],
    `make one with: dokku scheduler-kubernetes:plan APP --out ${path}`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
