import * as assert from "uvu/assert";
import {
  aside,
  endLive,
  gatherWarnings,
  header,
  liveStep,
  print,
  step,
  tell,
  warn,
  warnOnce,
} from "../../../src/edge/log.ts";
import { suite, table } from "../suite.ts";

interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string>>;
}

/** What `act` writes to stdout and stderr where both are such a terminal, or none. */
function shown(terminal: Partial<Terminal>, act: () => void): string {
  const { isTTY = false, columns = 30, rows = 5, env = {} } = terminal;
  const said: string[] = [];
  const before = [process.stdout, process.stderr].map((stream) => {
    const { isTTY, columns, rows, write } = stream;
    return () => Object.assign(stream, { isTTY, columns, rows, write });
  });
  const kept = { ...process.env };
  for (const name of ["FORCE_COLOR", "FORCE_TTY", "NO_COLOR", "DOKKU_QUIET_OUTPUT"]) delete process.env[name];
  Object.assign(process.env, { TERM: "xterm" }, env);
  for (const stream of [process.stdout, process.stderr])
    Object.assign(stream, { isTTY, columns, rows, write: (text: unknown) => said.push(String(text)) > 0 });
  try {
    act();
  } finally {
    endLive();
    for (const restore of before) restore();
    process.env = kept;
  }
  return said.join("");
}

/** In a pipe. */
const written = (act: () => void) => shown({}, act);

const TTY = { isTTY: true, env: { NO_COLOR: "1" } } as const;
const LONG = "it is much too long for one line";
const UP = "\r\x1b[1A\x1b[J";

function everything(): void {
  header("header");
  step("step");
  liveStep("live");
  tell("+ told");
  warn("warned");
  print("printed");
}

suite("lines of ours", {
  "warnings of work that keeps its own, whatever becomes of it": async () => {
    const kept: string[] = [];
    const work = (name: string) =>
      gatherWarnings(
        async () => {
          await null;
          warn(name);
          if (name === "b") throw new Error(name);
        },
        (lines) => kept.push(`${name}: ${lines.join()}`),
      );
    const both = await Promise.allSettled([work("a"), work("b")]);
    assert.equal(kept.sort(), ["a: a", "b: b"]);
    assert.equal(
      both.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
  },
  "what is said once is said, whoever has kept it before": async () => {
    const twice = async () => {
      for (let times = 0; times < 2; times += 1) warnOnce(["once"]);
    };
    let kept: readonly string[] = [];
    await gatherWarnings(twice, (lines) => {
      kept = lines;
    });
    assert.equal(kept, ["once"]);
    assert.is(
      written(() => void twice()),
      " !     once\n",
    );
    assert.is(
      written(() => void twice()),
      "",
    );
  },
  "show control characters of what others wrote": () => {
    assert.is(
      written(() => warn("clear\x1b[2J it\rall\u009b1A\ta\nb")),
      " !     clear\\x1b[2J it\\x0dall\\x9b1A\ta\n !     b\n",
    );
    assert.is(
      written(() => aside("größe ✓")),
      "       größe ✓\n",
    );
  },
  ...table(
    [
      ["in a pipe", {}, "=====> header\n-----> step\n+ told\n !     warned\nprinted\n"],
      ["in a quiet pipe", { env: { DOKKU_QUIET_OUTPUT: "1" } }, "+ told\n !     warned\nprinted\n"],
      [
        "in a pipe that takes colours",
        { env: { FORCE_COLOR: "1" } },
        "=====> header\n-----> step\n\x1b[32m+\x1b[0m told\n \x1b[31m!\x1b[0m     warned\nprinted\n",
      ],
      [
        "on a terminal",
        { isTTY: true },
        "=====> header\n-----> step\n-----> live ...\r\x1b[J\x1b[32m+\x1b[0m told\n \x1b[31m!\x1b[0m     warned\nprinted\n",
      ],
      [
        "on one without colours",
        TTY,
        "=====> header\n-----> step\n-----> live ...\r\x1b[J+ told\n !     warned\nprinted\n",
      ],
      [
        "on one that knows nothing",
        { isTTY: true, env: { TERM: "dumb" } },
        "=====> header\n-----> step\n+ told\n !     warned\nprinted\n",
      ],
      [
        "on a quiet one",
        { isTTY: true, env: { NO_COLOR: "1", DOKKU_QUIET_OUTPUT: "1" } },
        "+ told\n !     warned\nprinted\n",
      ],
    ] as const,
    (_title, terminal, wanted) => assert.is(shown(terminal, everything), wanted),
  ),
  "broken between words on a terminal, whole in a pipe": () => {
    assert.is(
      shown(TTY, () => warn(LONG)),
      " !     it is much too long for\n !       one line\n",
    );
    assert.is(
      shown(TTY, () => step(LONG)),
      "-----> it is much too long for\n         one line\n",
    );
    assert.is(
      shown({}, () => warn(LONG)),
      ` !     ${LONG}\n`,
    );
  },
  "live lines are cut to the terminal, so that each is one line to go back over": () =>
    assert.is(
      shown(TTY, () => {
        liveStep(LONG, [LONG]);
        liveStep(LONG, ["web 1/1 ready"]);
        step("done");
      }),
      [
        `-----> it is much too lon… ...\n       it is much too long fo…${UP}`,
        `-----> it is much too lon… ...\n       web 1/1 ready${UP}`,
        "-----> done\n",
      ].join(""),
    ),
  "no more live lines than the terminal has": () =>
    assert.is(
      shown(TTY, () => liveStep("all", ["a", "b", "c", "d", "e"])),
      "-----> all ...\n       a\n       b\n       c\r\x1b[3A\x1b[J",
    ),
});
