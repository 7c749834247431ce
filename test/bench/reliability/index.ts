// What goes wrong while everything goes on: requests lost, deploys struck down, deploys side by side.
import { canary } from "./canary.ts";
import { kills } from "./kills.ts";
import { parallel } from "./parallel.ts";
import { requests } from "./requests.ts";

const parts: Readonly<Record<string, () => Record<string, number> | Promise<Record<string, number>>>> = {
  requests,
  kills,
  parallel,
  canary,
};

/** All of it, or the parts that PARTS names. */
export async function reliability(): Promise<Record<string, number>> {
  const wanted = process.env.PARTS?.split(" ") ?? Object.keys(parts);
  const figures: Record<string, number> = {};
  for (const name of wanted) Object.assign(figures, await parts[name]?.());
  return figures;
}
