// A step's line in Dokku's hand, with its time. On a terminal the line of the running step stands there live.
import { detail, endLive, liveStep, step } from "../../edge/log.ts";

export interface StepOutput {
  /** What is printed at the step's end. */
  title: string;
  /** Each one set is printed below the step's line. */
  output: string;
}

export class StepLine implements StepOutput {
  title: string;
  readonly #started = performance.now();
  #hasSpoken = false;

  constructor(title: string) {
    this.title = title;
    liveStep(title);
  }

  set output(line: string) {
    if (!this.#hasSpoken) step(this.title);
    this.#hasSpoken = true;
    detail(line);
  }

  succeeded(): void {
    step(`${this.title} (${((performance.now() - this.#started) / 1000).toFixed(1)} s)`);
  }

  failed(): void {
    if (this.#hasSpoken) endLive();
    else step(this.title);
  }
}
