// Our terminal, or our stdin, stdout and stderr, connected to a container; what it wrote without us comes from its log.
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { attachGap } from "../../core/one-off/attach-gap.ts";
import type { Outcome } from "../../edge/exec.ts";
import { attach, type ContainerPlace, readOutput } from "../../edge/kube/pods.ts";
import { warn } from "../../edge/log.ts";

/** Milliseconds after which a container that is silent has its log looked at: an attach takes no longer. */
const SILENCE = 1_500;
/** Milliseconds that what is already in the log may still be on its way to us. */
const LAG = 300;
/** Milliseconds: the log of a program that writes short lines all the time grows faster than it can be read. */
const ENOUGH = 10_000;
/** Milliseconds between kubectl's last words and its end. */
const LAST_WORDS = 1_000;
/** Milliseconds within which a kubectl that fails was never connected. */
const CONNECTED = 30_000;
/** Milliseconds between the end of a container and that of its streams. */
const FAREWELL = 10_000;
/** What keeps so many from a container that runs is no accident. */
const TRIES = 3;

/** All that one container writes, once. */
export class ContainerOutput {
  readonly #container: ContainerPlace;
  readonly #terminal: boolean;
  readonly #end: AbortSignal;
  #attached: Promise<void> | null = null;
  #tries = 0;
  /** How much of its log was shown, which only grows. */
  #shown = 0;

  /** `end` ends an attach. */
  constructor(container: ContainerPlace, terminal: boolean, end: AbortSignal) {
    this.#container = container;
    this.#terminal = terminal;
    this.#end = end;
  }

  /** Again where one did not come about: a node may know of a container's start, and of its end, later than others do. */
  attach(): void {
    if (this.#attached !== null || this.#tries === TRIES) return;
    this.#tries += 1;
    // A signal ends it too, and is for others to tell.
    this.#attached = this.#connect()
      .catch(() => null)
      .then((refused) => {
        if (refused === null) return;
        this.#attached = null;
        if (this.#tries === TRIES) warn(refused.trim());
      });
  }

  /** Once the container has ended. What an attach shows may take a little longer. */
  async finish(): Promise<void> {
    await Promise.race([this.#attached, sleep(FAREWELL, null, { ref: false })]);
    if (this.#attached === null) this.#show(await readOutput(this.#container));
  }

  /** Ends with the container: null, or kubectl's word where it was not connected to it. */
  async #connect(): Promise<string | null> {
    const { stdout, stderr, ended } = attach(this.#container, this.#terminal, this.#end);
    const errors = new Held(stderr as Readable);
    return stdout === null ? this.#atTerminal(errors, ended) : this.#apart(new Held(stdout), errors, ended);
  }

  /** kubectl has the terminal, which is raw then; its stderr has its own words alone. */
  async #atTerminal(words: Held, ended: Promise<Outcome>): Promise<string | null> {
    const began = Date.now();
    const isLost = ended.then(
      ({ exitCode }) => exitCode !== 0 && Date.now() - began < CONNECTED,
      () => false,
    );
    const log = await readOutput(this.#container, ENOUGH);
    if (!(await Promise.race([isLost, sleep(LAG, false)]))) this.#show(log, "\r\n");
    if (await isLost) return words.text;
    await words.pour(process.stderr);
    return null;
  }

  async #apart(output: Held, errors: Held, ended: Promise<Outcome>): Promise<string | null> {
    const held = [output, errors];
    const spoken = Promise.race([...held.map((stream) => stream.spoken), ended]);
    const silent = await Promise.race([spoken.then(() => false), sleep(SILENCE, true, { ref: false })]);
    if (silent) await this.#showHead(held);
    await spoken;
    // That may be kubectl's word, which it has a single one of.
    const isLastWord = () => output.text === "" && /^.*\n$/.test(errors.text);
    const outcome = isLastWord() ? await Promise.race([ended, sleep(LAST_WORDS, null, { ref: false })]) : null;
    if (outcome !== null && outcome.exitCode !== 0 && isLastWord()) return errors.text;
    await this.#showHead(held);
    await Promise.all([output.pour(process.stdout), errors.pour(process.stderr)]);
    await ended;
    return null;
  }

  /** What the streams have missed. */
  async #showHead(held: readonly Held[]): Promise<void> {
    const log = await readOutput(this.#container, ENOUGH);
    const headNow = () =>
      attachGap(
        log,
        held.map((stream) => stream.text),
      );
    if (headNow().length > this.#shown) await sleep(LAG);
    this.#show(headNow());
  }

  #show(log: string, newline = "\n"): void {
    process.stdout.write(log.slice(this.#shown).replaceAll("\n", newline), "latin1");
    this.#shown = Math.max(this.#shown, log.length);
  }
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
