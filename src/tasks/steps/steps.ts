// Runs steps; what one makes is its value. One that throws ends all: its error goes on as it is.
import { Listr, type ListrTask } from "listr2";
import { SchedulerError } from "../../core/errors.ts";
import { emit } from "../../edge/events.ts";
import { DokkuRenderer } from "./renderer.ts";
import { StepLine, type StepOutput } from "./step-line.ts";

export interface Step<T = void, Before = void> {
  readonly title: string;
  /** What a deploy's events call it, the title is for people; null for what is none of their steps. */
  readonly event: "read" | "canary" | "render" | "apply" | "hooks" | "rollout" | "prune" | "return" | null;
  readonly run: (out: StepOutput, before: Before) => Promise<T>;
}

export async function step<T>(step: Step<T>): Promise<T> {
  const line = new StepLine(step.title);
  try {
    const value = await timed(step, () => step.run(line));
    line.succeeded();
    return value;
  } catch (error) {
    line.failed();
    throw error;
  }
}

/** One after the other. Of two the second gets what the first made. */
export async function steps<A, B>(first: Step<A>, second: Step<B, A>): Promise<B>;
export async function steps(...list: readonly Step[]): Promise<void>;
export async function steps(...list: readonly Step<unknown, never>[]): Promise<unknown> {
  let value: unknown;
  const tasks = list.map(
    (step): ListrTask => ({
      title: step.title,
      task: async (_, out) => {
        value = await timed(step, () => step.run(out, value as never));
      },
    }),
  );
  // listr2's own signal handler would end the process with exit code 127.
  await new Listr(tasks, { renderer: DokkuRenderer, registerSignalListeners: false }).run();
  return value;
}

async function timed<T>({ title, event }: Pick<Step, "title" | "event">, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const end = (outcome: "succeeded" | "failed") => {
    const seconds = Math.round(performance.now() - began) / 1000;
    if (event !== null) emit("step", { step: event, outcome, seconds });
  };
  try {
    const value = await work();
    end("succeeded");
    return value;
  } catch (error) {
    end("failed");
    throw at(title, error);
  }
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
