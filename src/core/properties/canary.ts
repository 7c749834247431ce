// The property `canary`: the steps in which a new release of web gets a share of the requests before it gets all.
import { readDuration } from "../dokku/deploy-timeout.ts";

export interface CanaryStep {
  /** Of the requests that the release is to get: 1 to 99. */
  readonly percent: number;
  /** How long it has to serve them well. */
  readonly seconds: number;
  /** As typed, `10%:2m`. */
  readonly text: string;
}

const STEP = /^(?<percent>[1-9]\d?)%:(?<duration>\w+)$/;

/** None for `off` and where it is unset; null for another text. */
export function readCanary(text: string): readonly CanaryStep[] | null {
  if (text === "" || text === "off") return [];
  const steps: CanaryStep[] = [];
  for (const part of text.split(",")) {
    const { percent, duration = "" } = STEP.exec(part)?.groups ?? {};
    const seconds = readDuration(duration);
    const last = steps.at(-1)?.percent ?? 0;
    if (seconds === null || Number(percent) <= last) return null;
    steps.push({ percent: Number(percent), seconds, text: part });
  }
  return steps;
}
