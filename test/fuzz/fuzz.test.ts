// Many odd apps: each is refused in our own words, or becomes objects that say what was stored and nothing else.
//   FUZZ_SEED=N FUZZ_CASES=1 npm run fuzz    repeats the case that a failure names
import { isDeepStrictEqual } from "node:util";
import { load } from "js-yaml";
import * as assert from "uvu/assert";
import { entriesOf, sorts } from "../../src/core/dokku/metadata.ts";
import { SchedulerError } from "../../src/core/errors.ts";
import type { App, Process } from "../../src/core/model/app.ts";
import { toYamlJson } from "../../src/core/model/json.ts";
import type { KubeObject, Manifest } from "../../src/core/model/manifest.ts";
import { at, fields, list } from "../../src/core/model/read.ts";
import { optionsLeftOut } from "../../src/core/objects/docker-options.ts";
import { checksLeftOut } from "../../src/core/objects/healthchecks.ts";
import { isAutoscaled } from "../../src/core/objects/horizontal-pod-autoscaler.ts";
import { shellRemarks } from "../../src/core/objects/start-command.ts";
import { workloadFor } from "../../src/core/objects/workloads.ts";
import { issueReport } from "../../src/core/validate/report.ts";
import { suite } from "../unit/suite.ts";
import { SECRET } from "./apps.ts";
import { type Judged, judged } from "./releases.ts";

const FIRST = Number(process.env.FUZZ_SEED ?? 1);
const CASES = Number(process.env.FUZZ_CASES ?? 6_000);

type End = "refused" | "invalid" | "valid";

suite("fuzz", {
  "an odd app is refused cleanly, or becomes what was stored": () => {
    const counts: Record<End, number> = { refused: 0, invalid: 0, valid: 0 };
    let seed = FIRST;
    for (const one of judged(FIRST, FIRST + CASES, "default")) {
      try {
        counts[endOf(one)] += 1;
      } catch (error) {
        throw new Error(`FUZZ_SEED=${seed}: ${(error as Error).message}`, { cause: error });
      }
      seed += 1;
    }
    console.log(`${CASES} cases from seed ${FIRST}: ${JSON.stringify(counts)}`);
    if (CASES < 100) return;
    for (const [end, many] of Object.entries(counts)) assert.ok(many > CASES / 20, `only ${many} are ${end}`);
  },
});

function endOf({ app, refusal, manifests, release }: Judged): End {
  if (app === null) {
    if (!(refusal instanceof SchedulerError)) throw refusal;
    keepsSecrets([refusal.doing, ...refusal.because, refusal.next ?? ""]);
    return "refused";
  }
  keepsSecrets([...issueReport(manifests), ...optionsLeftOut(app), ...checksLeftOut(app), ...shellRemarks(app)]);
  if (release === null) return "invalid";
  for (const { object } of manifests) isFaithful(object);
  for (const process of app.processes) hasArrived(app, process, manifests);
  return "valid";
}

function keepsSecrets(lines: readonly string[]): void {
  const line = lines.find((text) => text.includes(SECRET));
  if (line !== undefined) throw new Error(`a value of the config stands in a message: ${line}`);
}

/** Who reads YAML reads what was validated, and no value has become a field. */
function isFaithful(object: KubeObject): void {
  const text = toYamlJson(object) ?? "";
  if (!isDeepStrictEqual(load(text), object)) throw new Error(`YAML reads another ${object.kind} than was validated`);
  if (/"host(Network|PID)":/.test(text)) throw new Error(`a value became a field of the ${object.kind}`);
}

/** What was stored of a process type stands in its Deployment. */
function hasArrived(app: App, process: Process, manifests: readonly Manifest[]): void {
  const { kind, hasScale } = workloadFor(app, process.type);
  const own = manifests.filter(({ ref, processType }) => ref.kind === kind && processType === process.type);
  const [workload] = own.map(({ object }) => object);
  const pod = at(workload, "spec", "template");
  const [container] = list(at(pod, "spec", "containers"));
  const scale = hasScale && !isAutoscaled(process) ? process.quantity : undefined;
  is("replicas", at(workload, "spec", "replicas"), scale);
  const stored = entriesOf([app.siteSettings.metadata, app.settings.metadata], "pod", process.type);
  for (const sort of sorts) has(`pod ${sort}`, at(pod, "metadata", sort), stored[sort]);
  const mounts = list(at(container, "volumeMounts")).map((mount) => at(mount, "mountPath"));
  is("mounts", app.mounts.filter(({ path }) => !mounts.includes(path)).length, 0);
  const name = at(list(at(container, "envFrom"))[0], "secretRef", "name");
  const secret = manifests.find(({ ref }) => ref.kind === "Secret" && ref.name === name)?.object;
  const { A: _, ...env } = app.env;
  const decoded = Object.entries(fields(at(secret, "data"))).map(([key, value]) => [key, decode(value)]);
  has("env", Object.fromEntries(decoded), env);
}

const decode = (value: unknown) => Buffer.from(String(value), "base64").toString();

function has(what: string, all: unknown, some: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(some)) {
    // What selects pods, and what tells how they are called, is ours.
    if (!OURS.includes(key)) is(`${what} ${key}`, fields(all)[key], value);
  }
}

const OURS = ["app", "process-type", "kubectl.kubernetes.io/default-container"];

function is(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new Error(`${what}: ${actual} instead of ${expected}`);
}
