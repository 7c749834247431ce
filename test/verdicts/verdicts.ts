// tsx test/verdicts/verdicts.ts NAMESPACE [EACH]: asks us and the API server about every EACH-th case of mutations.ts (all of them), prints where the
// two differ, and one JSON object with the counts. The server is asked for what a deploy asks it: a server-side apply, as a dry run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { toYamlJson } from "../../src/core/model/json.ts";
import type { KubeObject } from "../../src/core/model/manifest.ts";
import { targetsOf } from "../../src/core/objects/index.ts";
import { renderTargets } from "../../src/core/render/render.ts";
import { rulesAbout } from "../../src/core/validate/rules/table.ts";
import type { SchemaSet } from "../../src/core/validate/schema-set.ts";
import { validate } from "../../src/core/validate/validate.ts";
import { app, schemasOf, templates } from "../unit/fixtures.ts";
import { cases, type Mutation } from "./mutations.ts";

const AT_ONCE = 6;

interface Verdict {
  /** Null where it is accepted. */
  readonly refusal: string | null;
}

interface OurVerdict extends Verdict {
  /** What is refused though the API server takes it, because something else breaks of it, is no wrong verdict. */
  readonly isOfServer: boolean;
}

interface Judged extends Mutation {
  readonly ours: OurVerdict;
  readonly servers: Verdict;
}

/** The API server cuts the number to 32 bits, and takes what is left. */
const CUT = ["Job spec.podFailurePolicy.rules[0].onExitCodes.values[0] = 30000000000"];

const [namespace = "", each = "1"] = process.argv.slice(2);
const shop = app({ namespace: { name: namespace, managed: false } });
const texts = templates();

async function judge(server: string, schemas: SchemaSet, mutation: Mutation): Promise<Judged> {
  return {
    ...mutation,
    ours: ourVerdict(schemas, mutation.object),
    servers: await serversVerdict(server, mutation.object),
  };
}

function ourVerdict(schemas: SchemaSet, object: KubeObject): OurVerdict {
  const own = { mutated: { path: "mutated.yaml.hbs", origin: "site" as const, text: toYamlJson(object) ?? "" } };
  try {
    const target = targetsOf(shop, ["mutated"]).filter(({ isOwn }) => isOwn);
    const { manifests } = validate(shop, renderTargets(target, { ...texts, own }), schemas);
    const errors = manifests.flatMap(({ issues }) => issues.filter(({ severity }) => severity === "error"));
    if (errors.length === 0) return { refusal: null, isOfServer: false };
    const refusal = errors.map(({ path, message }) => `${path} ${message}`).join("; ");
    return { refusal, isOfServer: errors.some(({ rule }) => rule === null || rulesAbout[rule].weight === "server") };
  } catch (error) {
    return { refusal: (error as Error).message, isOfServer: true };
  }
}

async function serversVerdict(server: string, object: KubeObject): Promise<Verdict> {
  const { apiVersion, kind, metadata } = object;
  const group = apiVersion.includes("/") ? `apis/${apiVersion}` : `api/${apiVersion}`;
  const plural = `${kind.toLowerCase()}s`.replace(/ys$/, "ies").replace(/sss$/, "sses");
  const query = "dryRun=All&fieldManager=verdicts&force=true&fieldValidation=Strict";
  const body = JSON.stringify({ ...object, metadata: { ...metadata, namespace } });
  const answer = await fetch(`${server}/${group}/namespaces/${namespace}/${plural}/${metadata.name}?${query}`, {
    method: "PATCH",
    headers: { "Content-Type": "application/apply-patch+yaml" },
    body,
  });
  const said = (await answer.json()) as { readonly message?: string };
  // Some values of another type than their field's are answered with 500: the conversion failed.
  const isVerdict = answer.ok || [400, 403, 409, 422, 500].includes(answer.status);
  if (!isVerdict) throw new Error(`${body}: ${answer.status} ${said.message}`);
  return { refusal: answer.ok ? null : (said.message ?? "") };
}

/** In order, AT_ONCE of them at once. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

const proxy = spawn("kubectl", ["proxy", "--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const [line] = (await once(proxy.stdout, "data")) as [Buffer];
  const server = `http://${/127\.0\.0\.1:\d+/.exec(String(line))?.[0]}`;
  const { minor } = (await (await fetch(`${server}/version`)).json()) as { readonly minor: string };
  const schemas = schemasOf(Number.parseInt(minor, 10));
  const all = cases(namespace).filter(({ what }) => !CUT.includes(what));
  const chosen = all.filter(({ isWhole }, index) => isWhole || index % Number(each) === 0);
  const judged = await inTurn(chosen, (one) => judge(server, schemas, one));
  const odd = judged.find(({ isWhole, ours, servers }) => isWhole && (ours.isOfServer || servers.refusal !== null));
  if (odd !== undefined) throw new Error(`${odd.what}: ${odd.servers.refusal ?? odd.ours.refusal}`);
  const missed = judged.filter(({ ours, servers }) => ours.refusal === null && servers.refusal !== null);
  const wrong = judged.filter(({ ours, servers }) => ours.isOfServer && servers.refusal === null);
  for (const { what, servers } of missed) console.error(`missed: ${what}: ${servers.refusal}`);
  for (const { what, ours } of wrong) console.error(`wrongly refused: ${what}: ${ours.refusal}`);
  const agree = judged.length - missed.length - wrong.length;
  console.log(JSON.stringify({ agree, missed: missed.length, wrongly_refused: wrong.length }));
} finally {
  proxy.kill();
}
