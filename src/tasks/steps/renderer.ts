// Prints a listr2 task list: the line of each step, one below the other.
import {
  type ListrRenderer,
  type ListrRendererFactory,
  ListrTaskEventType,
  type ListrTaskObject,
  ListrTaskState,
} from "listr2";
import { StepLine } from "./step-line.ts";

type Task = ListrTaskObject<unknown, ListrRendererFactory, ListrRendererFactory>;

export class DokkuRenderer implements ListrRenderer {
  static nonTTY = true;
  static rendererOptions = {};
  static rendererTaskOptions = {};
  readonly #tasks: readonly Task[];

  constructor(tasks: readonly Task[]) {
    this.#tasks = tasks;
  }

  render(): void {
    for (const task of this.#tasks) task.on(ListrTaskEventType.STATE, (state) => start(task, state));
  }

  end(): void {}
}

function start(task: Task, state: ListrTaskState): void {
  if (state !== ListrTaskState.STARTED) return;
  const line = new StepLine(task.title ?? "");
  task.on(ListrTaskEventType.TITLE, (title) => {
    line.title = title;
  });
  task.on(ListrTaskEventType.OUTPUT, (text) => {
    line.output = text;
  });
  task.on(ListrTaskEventType.STATE, (state) => {
    if (state === ListrTaskState.COMPLETED) line.succeeded();
    if (state === ListrTaskState.FAILED) line.failed();
  });
}
