// npm run bench: measures the sections that are asked for, by default all but the long ones; prints a table, one JSON object with --json, or
// with --compare FILE both this run and the earlier one whose JSON that is.
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { deploy } from "./deploy.ts";
import { doctor } from "./doctor.ts";
import type { Figures } from "./measure.ts";
import { plan } from "./plan.ts";
import { memory, programs } from "./programs.ts";
import { reliability } from "./reliability/index.ts";
import { replicas } from "./replicas.ts";
import { comparison, readRun, runOf, table, written } from "./runs.ts";
import { scale } from "./scale.ts";
import { closeSite, openSite } from "./site.ts";
import { guard, start } from "./start.ts";
import { status } from "./status.ts";
import { overhead, timeline } from "./timeline.ts";
import { validate } from "./validate.ts";

const measures: Readonly<Record<string, () => Figures | Promise<Figures>>> = {
  guard,
  start,
  deploy,
  overhead,
  timeline,
  programs,
  status,
  doctor,
  plan,
  validate,
  memory,
  scale,
  replicas,
  reliability,
};
/** They take minutes, the better part of an hour, or are to be looked at. */
const ONLY_WHEN_ASKED = ["scale", "replicas", "reliability", "timeline"];

const asked = process.argv.slice(2);
const json = taken("--json", 1).length > 0;
const [, before] = taken("--compare", 2);
const unknown = asked.filter((word) => !(word in measures));
if (unknown.length > 0) {
  console.error(`bench: no section ${unknown.join(", ")}; there are ${Object.keys(measures).join(", ")}`);
  process.exit(2);
}
// Read before anything is measured: it may not be there.
const earlier = before === undefined ? null : readRun(readFileSync(before, "utf8"));

/** An option and what follows it, out of what is asked. */
function taken(option: string, words: number): readonly string[] {
  const index = asked.indexOf(option);
  return index < 0 ? [] : asked.splice(index, words);
}

const figures: Record<string, Figures[string]> = {};
openSite();
try {
  for (const [section, measure] of Object.entries(measures)) {
    if (asked.length > 0 ? !asked.includes(section) : ONLY_WHEN_ASKED.includes(section)) continue;
    if (!json) console.error(`measuring ${section} ...`);
    Object.assign(figures, await measure());
    // Figures of a busy machine differ more.
    if (!json) console.error(`measured ${section}; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  }
} finally {
  closeSite();
}

const run = runOf(figures);
if (json) console.log(written(run));
else for (const line of earlier === null ? table(run) : comparison(earlier, run)) console.log(line);
