// npm run bench -- --docs FILE: the run whose JSON FILE is, in docs/performance.md.
import { readFileSync, writeFileSync } from "node:fs";
import { documented, readRun } from "./runs.ts";

const PAGE = "docs/performance.md";
const [, , file = ""] = process.argv;
writeFileSync(PAGE, documented(readFileSync(PAGE, "utf8"), readRun(readFileSync(file, "utf8"))));
