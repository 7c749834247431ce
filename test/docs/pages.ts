// What a page of the documentation holds in fenced blocks, and what is typed in those marked `console`.

export interface Block {
  /** What stands behind the fence; "" where nothing does. */
  readonly language: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
  /** In a comment of the page: run, and not shown. */
  readonly isHidden: boolean;
}

export interface Step {
  readonly line: number;
  readonly command: string;
  readonly expected: readonly string[];
  /** The page shows `^C` at the end of what it prints. */
  readonly isInterrupted: boolean;
}

const FENCE = /^\s*```(\S*)/;
const COMMENT = /^<!-- (console)$/;

/** The fenced blocks of a page in Markdown, and those hidden in a comment that begins with `<!-- console`. */
export function blocksOf(text: string): readonly Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const hidden = COMMENT.exec(lines[at] as string);
    const opened = hidden ?? FENCE.exec(lines[at] as string);
    if (opened === null) continue;
    const isEnd = (line: string) => (hidden === null ? FENCE.test(line) : line === "-->");
    const length = lines.slice(at + 1).findIndex(isEnd);
    if (length < 0) throw new Error(`line ${at + 1}: the block has no end`);
    const inside = lines.slice(at + 1, at + 1 + length);
    blocks.push({ language: opened[1] as string, line: at + 2, lines: inside, isHidden: hidden !== null });
    at += length + 1;
  }
  return blocks;
}

/** `$ ` begins a command, `> ` directly below continues it, everything else is what it prints. */
export function stepsOf({ lines, line }: Block): readonly Step[] {
  const steps: { line: number; command: string[]; expected: string[] }[] = [];
  lines.forEach((text, index) => {
    const last = steps[steps.length - 1];
    if (text.startsWith("$ ")) steps.push({ line: line + index, command: [text.slice(2)], expected: [] });
    else if (last === undefined) throw new Error(`line ${line + index}: a console block begins with a line \`$ \``);
    else if (text.startsWith("> ") && last.expected.length === 0) last.command.push(text.slice(2));
    else last.expected.push(text);
  });
  return steps.map(({ command, expected, ...step }) => {
    const isInterrupted = expected[expected.length - 1] === "^C";
    return {
      ...step,
      command: command.join("\n"),
      expected: isInterrupted ? expected.slice(0, -1) : expected,
      isInterrupted,
    };
  });
}

/** What differs from run to run: seconds, and how many blanks a table has. */
const alike = (line: string) =>
  line
    .replace(/\b\d+\.\d s\b/g, "N s")
    .replace(/\s+/g, " ")
    .trimEnd();

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** `...` is any text of a line; alone on a line, any number of lines. Where nothing is expected, anything may be said. */
export function isLike(actual: string, expected: readonly string[]): boolean {
  if (expected.length === 0) return true;
  const pattern = expected.map((line) =>
    line.trim() === "..." ? "(?:.*\\n)*?" : `${alike(line).split("...").map(escaped).join(".*")}\\n`,
  );
  return new RegExp(`^${pattern.join("")}$`).test(
    actual
      .trimEnd()
      .split("\n")
      .map((line) => `${alike(line)}\n`)
      .join(""),
  );
}

/** A command that fails is shown with what Dokku says then. The exit code of doctor is what it thinks of the site. */
export const mayFail = ({ command, expected }: Step) =>
  command.includes("scheduler-kubernetes:doctor") || expected.some((line) => line.startsWith(" !     "));
