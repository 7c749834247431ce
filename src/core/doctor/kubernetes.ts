// The version of Kubernetes: known here, and cared for by its makers.
import { minorOf } from "../model/versions.ts";
import { type Check, ok, unknown, warning } from "./check.ts";
import type { Answers } from "./facts.ts";

/** Minor version -> its end of life, by kubernetes.io/releases. */
export const ENDS: Readonly<Record<string, string>> = {
  "1.31": "2025-11-11",
  "1.32": "2026-02-28",
  "1.33": "2026-06-28",
  "1.34": "2026-10-27",
  "1.35": "2027-02-28",
};

export const kubernetes: Check<Answers> = {
  name: "kubernetes",
  of: ({ version, now }) => {
    const [oldest = ""] = Object.keys(ENDS);
    const ends = ENDS[version];
    if (minorOf(version) < minorOf(oldest)) return warning(`Kubernetes ${version}: ${oldest} is the oldest tested`);
    if (ends === undefined) return unknown(`Kubernetes ${version}: its end of life is not known here`);
    return Date.parse(ends) < now
      ? warning(`Kubernetes ${version} has had no fixes since its end of life on ${ends}: upgrade the cluster`)
      : ok(`Kubernetes ${version}, which gets fixes until ${ends}`);
  },
};
