// npm run bench: measures the sections that are asked for, by default all but the long ones; prints a table, or one JSON object with --json.
import { loadavg } from "node:os";
import { deploy } from "./deploy.ts";
import { doctor } from "./doctor.ts";
import { SECTIONS } from "./figures.ts";
import { plan } from "./plan.ts";
import { memory, programs } from "./programs.ts";
import { reliability } from "./reliability/index.ts";
import { scale } from "./scale.ts";
import { closeSite, openSite } from "./site.ts";
import { guard, start } from "./start.ts";
import { status } from "./status.ts";
import { overhead, timeline } from "./timeline.ts";
import { validate } from "./validate.ts";

type Figures = Record<string, number>;
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
  reliability,
};
/** They take minutes, the better part of an hour, or are to be looked at. */
const ONLY_WHEN_ASKED = ["scale", "reliability", "timeline"];

const words = process.argv.slice(2);
const json = words.includes("--json");
const asked = words.filter((word) => word !== "--json");
const unknown = asked.filter((word) => !(word in measures));
if (unknown.length > 0) {
  console.error(`bench: no section ${unknown.join(", ")}; there are ${Object.keys(measures).join(", ")}`);
  process.exit(2);
}

const values: Record<string, number> = {};
openSite();
try {
  for (const [section, measure] of Object.entries(measures)) {
    if (asked.length > 0 ? !asked.includes(section) : ONLY_WHEN_ASKED.includes(section)) continue;
    if (!json) console.error(`measuring ${section} ...`);
    Object.assign(values, await measure());
    // Figures of a busy machine differ more.
    if (!json) console.error(`measured ${section}; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  }
} finally {
  closeSite();
}

if (json) {
  console.log(JSON.stringify(values, (_, value) => (typeof value === "number" ? Number(value.toFixed(3)) : value)));
} else {
  for (const { key, limit, meaning } of Object.values(SECTIONS).flat()) {
    const value = values[key];
    if (value === undefined) continue;
    const verdict = limit === null ? "" : value <= limit ? "ok" : "MISSED";
    const bound = limit === null ? "" : `<= ${limit}`;
    console.log(
      `${key.padEnd(32)} ${String(Number(value.toFixed(2))).padStart(8)}  ${bound.padEnd(8)} ${verdict.padEnd(7)} ${meaning}`,
    );
  }
}
