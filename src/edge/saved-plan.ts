// A plan that a person keeps in a file, for nobody but its owner.
import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { validators } from "../../schemas/file-validators.js";
import { SchedulerError } from "../core/errors.ts";
import type { SavedPlan } from "../core/plan/saved-plan.ts";
import { readText, writeText } from "./files.ts";
import { mustBeOutside } from "./outside.ts";

/** Throws BAD_USAGE for a path of Dokku's own, FILE_UNUSABLE. */
export async function writePlan(path: string, plan: SavedPlan): Promise<void> {
  const doing = `keep the plan of ${plan.app} in ${path}`;
  await mustBeOutside(doing, path);
  // Dokku may write files of which who types the command may not.
  const there = await planText(path, doing);
  if (there) planIn(there, doing);
  const beside = join(dirname(path), `.${randomBytes(9).toString("hex")}`);
  await writeText(path, `${JSON.stringify(plan, null, 2)}\n`, beside);
}

/** Nothing that stands in it is told: it may be another file of Dokku's. Throws FILE_UNUSABLE. */
export async function readPlan(path: string): Promise<SavedPlan> {
  const doing = `read the plan ${path}`;
  const text = await planText(path, doing);
  if (text === null) throw unusable(doing, "there is no such file");
  return planIn(text, doing);
}

function planIn(text: string, doing: string): SavedPlan {
  const plan = parsed(text);
  if (validators.plan(plan)) return plan as SavedPlan;
  throw unusable(doing, "there is no plan in it");
}

/** Bytes; a plan has some hundred for each object. */
const MOST = 4_000_000;

/** Null when there is no such file. Throws FILE_UNUSABLE for one that never ends, or that no plan is as long as. */
async function planText(path: string, doing: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found !== null && (!found.isFile() || found.size > MOST)) throw unusable(doing, "there is no plan in it");
  return readText(path);
}

function unusable(doing: string, why: string): SchedulerError {
  const next = "make one in a new file with: dokku scheduler-kubernetes:plan APP --out FILE";
  return new SchedulerError("FILE_UNUSABLE", doing, [why], next);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
