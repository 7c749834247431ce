// How long rendering may take and how much it may print: a template that never ends would hold the app's lock, and us, for good.
import { type Context, createContext, Script } from "node:vm";

/** Milliseconds for all objects of an app; the built-in templates take some ten. */
const TIME = 2_000;
/** A machine that had no time for us for so long gives it now, or the wait is reported as a template's fault. */
const BUSY = 4 * TIME;
/** Characters: the API server takes no object over 3 MB. */
const SIZE = 5_000_000;
/** Blocks print into blocks, so that the same text is counted several times. */
const NESTED = 4;
/** Values in an object with each alias of YAML counted as often as it stands for one, and how deep they may lie in each other. */
const VALUES = 200_000;
const DEPTH = 100;

/** What a template does without end. The message goes on after the template's name. */
export class Unbounded extends Error {}

const CALL = new Script("act()");

/** Made once: it takes longer than most renderings. */
let room: Context | undefined;

/**
 * `act`, ended after `TIME`; once more and for longer where the machine let us compute for less than half of it.
 * Only V8 itself can stop a program that never returns. Throws Unbounded.
 */
export function inTime<T>(act: () => T): T {
  const before = process.cpuUsage();
  const first = within(TIME, act);
  if (first !== TIMED_OUT) return first;
  const { user, system } = process.cpuUsage(before);
  const wasBusy = user + system < (TIME / 2) * 1000;
  const second = wasBusy ? within(BUSY, act) : TIMED_OUT;
  if (second === TIMED_OUT) throw new Unbounded(`is not rendered after ${(wasBusy ? BUSY : TIME) / 1000} s`);
  return second;
}

const TIMED_OUT = Symbol();

function within<T>(timeout: number, act: () => T): T | typeof TIMED_OUT {
  try {
    room ??= createContext({});
    room.act = act;
    return CALL.runInContext(room, { timeout }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return TIMED_OUT;
  }
}

/** Counts what one template prints, piece by piece. */
export class Printed {
  #size = 0;

  reset(): void {
    this.#size = 0;
  }

  /** Throws Unbounded. */
  add(text: string): string {
    this.#size += text.length;
    if (text.length > SIZE || this.#size > NESTED * SIZE) throw new Unbounded(`prints more than ${SIZE / 1e6} MB`);
    return text;
  }
}

/** Throws Unbounded for a value that contains itself, or too many others. */
export function mustBeFinite(value: unknown): void {
  let values = 0;
  const visit = (inner: unknown, depth: number): void => {
    values++;
    if (depth > DEPTH)
      throw new Unbounded(`nests more than ${DEPTH} levels deep, or an alias (*) of it contains itself`);
    if (values > VALUES) throw new Unbounded(`has more than ${VALUES} values once its aliases (*) are written out`);
    if (typeof inner !== "object" || inner === null) return;
    for (const one of Object.values(inner)) visit(one, depth + 1);
  };
  visit(value, 0);
}
