// Where claims that name no StorageClass come from.
import { kubectlAt } from "../model/cluster.ts";
import { at } from "../model/read.ts";
import { type Check, ok, unknown, warning } from "./check.ts";
import type { Answers } from "./facts.ts";

const DEFAULT = "storageclass.kubernetes.io/is-default-class";

export const storageClass: Check<Answers> = {
  name: "storage-class",
  of: ({ cluster, storageClasses }) => {
    if (storageClasses === null) return unknown("StorageClasses may not be read");
    const found = storageClasses.find(({ metadata }) => metadata.annotations?.[DEFAULT] === "true");
    if (found !== undefined) {
      const grows = at(found, "allowVolumeExpansion") === true ? "can" : "cannot";
      return ok(`${found.metadata.name} is the default, and its claims ${grows} be made larger`);
    }
    const [first] = storageClasses;
    if (first === undefined) return warning("there is none: a claim waits until somebody makes its volume");
    return warning(
      "none is the default: a claim that names none waits for ever",
      `${kubectlAt(cluster)} annotate storageclass ${first.metadata.name} ${DEFAULT}=true`,
    );
  },
};
