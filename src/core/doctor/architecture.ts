// Whether the nodes can run what was built.
import type { KubeObject, Manifest } from "../model/manifest.ts";
import { at, podsOf } from "../model/read.ts";
import { choosesNodes } from "../validate/rules/image-architecture.ts";
import { type Check, ok, unknown, warning, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const architecture: Check<AppFacts> = {
  name: "architecture",
  of: ({ record, architecture: image, manifests, answers }) => {
    if (record === null || answers === null) return [];
    if (image === null) return unknown("the image is not on this server, which could tell its architecture");
    if (answers.nodes === null) return unknown("nodes may not be read, or are too many");
    const selectors = selectorsOf(manifests);
    if (selectors.length === 0) return ok(`the image is ${image}, and the pods choose their nodes' architecture`);
    const fitting = answers.nodes.filter((node) => selectors.some((selector) => fits(node, selector)));
    if (fitting.length === 0) return unknown("no node has the labels that the pods ask for");
    const nodes = [...new Set(fitting.map((node) => String(at(node, "status", "nodeInfo", "architecture"))))];
    const others = nodes.filter((one) => one !== image);
    if (others.length === 0) return ok(`image and nodes are ${image}`);
    const says = `the image is for ${image}, and ${others.length === nodes.length ? "all" : "some"} nodes are ${others.join(", ")}`;
    return others.length === nodes.length
      ? wrong(`${says}: no pod can start`)
      : warning(`${says}: a pod that comes there does not start`);
  },
};

/** Labels of nodes that pods ask for, but of those that choose the architecture themselves; any node for what cannot be rendered. */
function selectorsOf(manifests: readonly Manifest[]): readonly Readonly<Record<string, unknown>>[] {
  const withPods = manifests.filter(({ object }) => podsOf(object) !== null);
  if (withPods.length === 0) return [{}];
  return withPods
    .filter(({ object }) => !choosesNodes(object))
    .map(
      ({ object }) => (at(podsOf(object)?.template, "spec", "nodeSelector") ?? {}) as Readonly<Record<string, unknown>>,
    );
}

const fits = ({ metadata }: KubeObject, selector: Readonly<Record<string, unknown>>) =>
  Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value);
