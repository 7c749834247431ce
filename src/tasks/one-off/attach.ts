// Our terminal, or our stdin, stdout and stderr, connected to a container from its first byte on.
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { attachGap } from "../../core/one-off/attach-gap.ts";
import { attach, type ContainerPlace, readOutput } from "../../edge/kube/pods.ts";

/** Milliseconds after which a container that is silent has its log looked at: an attach takes no longer. */
const SILENCE = 1_500;
/** Milliseconds that what is already in the log may still be on its way to us. */
const LAG = 300;
/** Milliseconds: the log of a program that writes short lines all the time grows faster than it can be read. */
const ENOUGH = 10_000;

/** Ends with the container, or when `end` comes. */
export async function attachStreams(container: ContainerPlace, terminal: boolean, end: AbortSignal): Promise<void> {
  const { stdout, stderr, ended } = attach(container, terminal, end);
  if (stdout === null || stderr === null) {
    // kubectl has the terminal, which is raw by now: what the program wrote before is shown as soon as it is known.
    process.stdout.write((await readOutput(container, ENOUGH)).replaceAll("\n", "\r\n"), "latin1");
    await ended;
    return;
  }
  const held = [new Held(stdout), new Held(stderr)];
  const spoken = Promise.race([...held.map((stream) => stream.spoken), ended]);
  let shown = 0;
  const show = async () => {
    const log = await readOutput(container, ENOUGH);
    const headNow = () =>
      attachGap(
        log,
        held.map((stream) => stream.text),
      );
    if (headNow().length > shown) await sleep(LAG);
    const head = headNow();
    process.stdout.write(head.slice(shown), "latin1");
    shown = Math.max(shown, head.length);
  };
  const silent = await Promise.race([spoken.then(() => false), sleep(SILENCE, true, { ref: false })]);
  if (silent) await show();
  await spoken;
  await show();
  await Promise.all([held[0]?.pour(process.stdout), held[1]?.pour(process.stderr)]);
  await ended;
}

/** Keeps what a stream brings until it is known what came before. */
class Held {
  readonly spoken: Promise<unknown>;
  readonly #chunks: Buffer[] = [];
  readonly #stream: Readable;
  #target: Writable | null = null;
  readonly #ended: Promise<unknown>;

  constructor(stream: Readable) {
    this.#stream = stream;
    this.#ended = once(stream, "close");
    this.spoken = new Promise((resolve) => stream.once("data", resolve));
    stream.on("data", (chunk: Buffer) => {
      if (this.#target === null) this.#chunks.push(chunk);
      else if (!this.#target.write(chunk)) {
        stream.pause();
        this.#target.once("drain", () => stream.resume());
      }
    });
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("latin1");
  }

  async pour(target: Writable): Promise<void> {
    for (const chunk of this.#chunks) target.write(chunk);
    this.#target = target;
    if (!this.#stream.closed) await this.#ended;
  }
}
