// Whether the nodes can run what was built.
import { at } from "../model/read.ts";
import { type Check, ok, unknown, warning, wrong } from "./check.ts";
import type { AppFacts } from "./facts.ts";

export const architecture: Check<AppFacts> = {
  name: "architecture",
  of: ({ record, architecture: image, answers }) => {
    if (record === null || answers === null) return [];
    if (image === null) return unknown("the image is not on this server, which could tell its architecture");
    if (answers.nodes === null) return unknown("nodes may not be read");
    const nodes = [...new Set(answers.nodes.map((node) => String(at(node, "status", "nodeInfo", "architecture"))))];
    const others = nodes.filter((one) => one !== image);
    if (others.length === 0) return ok(`image and nodes are ${image}`);
    const says = `the image is for ${image}, and ${others.length === nodes.length ? "all" : "some"} nodes are ${others.join(", ")}`;
    return others.length === nodes.length
      ? wrong(`${says}: no pod can start`)
      : warning(`${says}: a pod that comes there does not start`);
  },
};
