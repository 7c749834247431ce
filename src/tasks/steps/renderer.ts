// Prints a listr2 task list in Dokku's hand: one line a step with its time. On a terminal the running step's line stands there live.
import {
  type ListrRenderer,
  type ListrRendererFactory,
  ListrTaskEventType,
  type ListrTaskObject,
  ListrTaskState,
} from "listr2";
import { detail, endLine, liveStep, step } from "../../edge/log.ts";

type Step = ListrTaskObject<unknown, ListrRendererFactory, ListrRendererFactory>;

export class DokkuRenderer implements ListrRenderer {
  static nonTTY = true;
  static rendererOptions = {};
  static rendererTaskOptions = {};
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  render(): void {
    for (const task of this.#steps) show(task);
  }

  end(): void {}
}

function show(task: Step): void {
  let started = 0;
  let spoken = false;
  task.on(ListrTaskEventType.STATE, (state) => {
    if (state === ListrTaskState.STARTED) {
      started = performance.now();
      liveStep(task.title ?? "");
    }
    if (state === ListrTaskState.COMPLETED)
      step(`${task.title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (state === ListrTaskState.SKIPPED) endLine();
    if (state === ListrTaskState.FAILED && !spoken) step(`${task.title}`);
  });
  task.on(ListrTaskEventType.OUTPUT, (line) => {
    // What a step says stands below its line.
    if (!spoken) step(`${task.title}`);
    spoken = true;
    detail(line);
  });
  task.on(ListrTaskEventType.CLOSED, endLine);
}
