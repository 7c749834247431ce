// Runs steps one after the other. The first that throws ends the list; its error goes on as it is.
import { Listr, type ListrTask } from "listr2";
import { SchedulerError } from "../../core/errors.ts";
import { emit } from "../../edge/events.ts";
import { DokkuRenderer } from "./renderer.ts";

export interface StepOutput {
  title: string;
  output: string;
}

export interface Step {
  readonly title: string;
  /** What a deploy's events call it; the title is for people. */
  readonly event?: "read" | "render" | "apply" | "hooks" | "rollout" | "prune" | "return";
  /** False leaves the step out; asked when its turn comes. */
  readonly when?: () => boolean;
  /** `step.output = line` prints below the step's line; `step.title = text` is what is printed at its end. */
  readonly run: (step: StepOutput) => Promise<void>;
}

export async function run(steps: readonly Step[]): Promise<void> {
  const tasks: ListrTask[] = steps.map(({ title, event, when, run }) => ({
    title,
    skip: () => !(when?.() ?? true),
    task: async (_, task) => {
      const began = performance.now();
      const end = (outcome: string) => {
        const seconds = Math.round(performance.now() - began) / 1000;
        if (event !== undefined) emit("step", { step: event, outcome, seconds });
      };
      await run(task).catch((error) => {
        end("failed");
        throw at(title, error);
      });
      end("succeeded");
    },
  }));
  // listr2's own signal handler would end the process with exit code 127.
  await new Listr(tasks, { renderer: DokkuRenderer, registerSignalListeners: false }).run();
}

/** An interruption says in which step it came. */
function at(title: string, error: unknown): unknown {
  if (!(error instanceof SchedulerError) || error.code !== "INTERRUPTED") return error;
  return new SchedulerError(
    "INTERRUPTED",
    `interrupted while ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    ["what was applied stays in the cluster, the lock is released"],
    "the next deploy continues from there",
  );
}
