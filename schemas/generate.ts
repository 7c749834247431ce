// Writes kubernetes.tsv and custom/: `npx tsx schemas/generate.ts`. It needs Go, which fetches the modules of Kubernetes and of the others.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { widespreadLines } from "./custom-resources.ts";
import { kubernetesLines } from "./kubernetes.ts";

const HERE = dirname(fileURLToPath(import.meta.url));

const write = (file: string, lines: readonly string[]) => writeFileSync(join(HERE, file), lines.join("\n"));

write("kubernetes.tsv", kubernetesLines());
for (const [group, lines] of widespreadLines()) write(`custom/${group}.tsv`, lines);
