// Where in a YAML text a value stands.
import { type EventType, loadAll, type State } from "js-yaml";
import { keysOf } from "../model/read.ts";
import { KUBECTL_SCHEMA } from "./kubectl-yaml.ts";

interface Node {
  /** From 0. */
  readonly row: number;
  value: unknown;
  /** Of a mapping: key, value, key, value. */
  readonly inner: Node[];
}

/** The row, from 0, of the key or entry that a JSON pointer leads to, or of the last that is there on its way. The text is read once. */
export function rowsOf(text: string): (pointer: string) => number {
  const tree = treeOf(text);
  return (pointer) => rowIn(tree, pointer);
}

function rowIn(tree: Node | null, pointer: string): number {
  let node = tree;
  let row = node?.row ?? 0;
  for (const key of keysOf(pointer)) {
    const next = node === null ? null : stepInto(whole(node), key);
    if (next === null) break;
    row = next.row;
    node = next.value;
  }
  return row;
}

function stepInto({ value, inner }: Node, key: string): { readonly row: number; readonly value: Node } | null {
  if (Array.isArray(value)) {
    const entry = inner[Number(key)];
    return entry === undefined ? null : { row: entry.row, value: entry };
  }
  const index = inner.findIndex((one, place) => place % 2 === 0 && String(one.value) === key);
  const [name, entry] = index === -1 ? [] : inner.slice(index, index + 2);
  return name === undefined || entry === undefined ? null : { row: name.row, value: entry };
}

/** js-yaml reads `[a]` as what may become a key first: then it is the one thing inside of itself. */
function whole(node: Node): Node {
  const [only, ...others] = node.inner;
  return only !== undefined && others.length === 0 && only.value === node.value ? whole(only) : node;
}

/** Null for a text without a value. Throws YAMLException. */
function treeOf(text: string): Node | null {
  const open: Node[] = [];
  let root: Node | null = null;
  const listener = (event: EventType, state: State) => {
    if (event === "open") {
      open.push({ row: state.line, value: null, inner: [] });
      return;
    }
    const node = open.pop();
    if (node === undefined) return;
    node.value = state.result;
    const parent = open.at(-1);
    if (parent === undefined) root ??= node.value === null ? null : node;
    else parent.inner.push(node);
  };
  loadAll(text, () => {}, { schema: KUBECTL_SCHEMA, listener });
  return root;
}
