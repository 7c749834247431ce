// Rendered text -> one Kubernetes object. What is parsed here is what is validated and applied; the text goes no further.
import { loadAll, YAMLException } from "js-yaml";
import type { KubeObject } from "../model/manifest.ts";
import { type Fields, isMap } from "../model/read.ts";
import { mustBeFinite, Unbounded } from "./bounds.ts";
import { KUBECTL_SCHEMA } from "./kubectl-yaml.ts";

/** The text is no Kubernetes object; `row` of the text from 0, null when it is about the whole. */
export class NoObject extends Error {
  readonly row: number | null;

  constructor(message: string, row: number | null) {
    super(message);
    this.row = row;
  }
}

/** The one map that a text holds. Throws NoObject. */
export function parseMap(text: string): Fields {
  const documents = readYaml(text);
  if (documents.length !== 1) throw new NoObject(`renders ${documents.length} YAML documents, not one`, null);
  const [object] = documents;
  mustEnd(object, text);
  if (!isMap(object)) throw new NoObject("does not render a YAML object", null);
  return object;
}

/** Throws NoObject. */
export function parseObject(text: string): KubeObject {
  const object = parseMap(text);
  const { apiVersion, kind, metadata } = object;
  const named = isMap(metadata) && typeof metadata.name === "string" && metadata.name !== "";
  if (typeof apiVersion !== "string") throw new NoObject("renders an object without an apiVersion", null);
  if (typeof kind !== "string") throw new NoObject("renders an object without a kind", null);
  if (!named) throw new NoObject("renders an object without a metadata.name", null);
  return object as unknown as KubeObject;
}

/** Only an alias can make a value larger than its text. */
function mustEnd(object: unknown, text: string): void {
  try {
    mustBeFinite(object);
  } catch (error) {
    if (!(error instanceof Unbounded)) throw error;
    const row = text.split("\n").findIndex((line) => /(?:^|[\s[,])\*[^\s,\]}]+/.test(line));
    throw new NoObject(error.message, row === -1 ? null : row);
  }
}

function readYaml(text: string): readonly unknown[] {
  try {
    const documents: unknown[] = [];
    loadAll(text, (document) => documents.push(document ?? null), { schema: KUBECTL_SCHEMA });
    // As kubectl does: after a closing --- nothing need follow.
    return documents.filter((document) => document !== null);
  } catch (error) {
    if (error instanceof YAMLException)
      throw new NoObject(`does not render valid YAML: ${error.reason}`, error.mark?.line ?? null);
    throw error;
  }
}

/** Nothing but comments and lines between documents. */
export function isNothing(text: string): boolean {
  return text.split("\n").every((line) => /^\s*(?:#.*|---\s*)?$/.test(line));
}
