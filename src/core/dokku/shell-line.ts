// Reads a line as a shell would: blanks, quotes, backslashes, and variables where they count.

export type Part =
  | { readonly kind: "blank" }
  /** `bare`: not in quotes, where a shell looks for operators. */
  | { readonly kind: "text"; readonly text: string; readonly bare: boolean }
  /** What begins something that a shell alone can do: `$(`, a backtick, `$1`. */
  | { readonly kind: "shell"; readonly text: string }
  | Variable;

export interface Variable {
  readonly kind: "variable";
  /** As it was typed, for a message. */
  readonly typed: string;
  readonly name: string;
  /** Of `${NAME:-word}`: `:-`; empty for `$NAME` and `${NAME}`. */
  readonly operator: string;
  readonly word: readonly Part[];
  readonly quoted: boolean;
}

export interface Line {
  readonly parts: readonly Part[];
  /** Where it could be read no further: a quote or brace stays open, or a `${...}` needs a shell. */
  readonly wrong: "open" | { readonly form: string } | null;
}

interface Cursor {
  readonly text: string;
  readonly tokens: Tokens;
  at: number;
  depth: number;
  wrong: Line["wrong"];
}

interface Tokens {
  readonly outside: RegExp;
  readonly inside: RegExp;
}

const OUTSIDE = String.raw`(?<blank>\s+)|(?<quote>")|'(?<single>[^']*)'|(?<unclosed>')|\\(?<escaped>[^])|`;
const INSIDE = String.raw`(?<quote>")|\\(?<escaped>["\\$\x60])|`;
const VARIABLES = String.raw`\$(?<name>[A-Za-z_]\w*)|(?<brace>\$\{)|(?<shell>\$\(\(?|\x60|\$[\d@*#?$!-])|`;
const ANSI = String.raw`(?<ansi>\$(?=["']))|`;
const PLAIN = String.raw`(?<plain>[^\s"'\\$\x60}]+|[^])`;

const TOKENS: Readonly<Record<"variables" | "literal", Tokens>> = {
  variables: {
    outside: new RegExp(`${OUTSIDE}${VARIABLES}${ANSI}${PLAIN}`, "y"),
    inside: new RegExp(`${INSIDE}${VARIABLES}${PLAIN}`, "y"),
  },
  literal: {
    outside: new RegExp(`${OUTSIDE}${PLAIN}`, "y"),
    inside: new RegExp(`${INSIDE}${PLAIN}`, "y"),
  },
};

/** `literal`: a `$` is a letter. */
export function readLine(text: string, dollars: keyof typeof TOKENS): Line {
  const cursor: Cursor = { text, tokens: TOKENS[dollars], at: 0, depth: 0, wrong: null };
  const parts: Part[] = [];
  read(cursor, null, false, parts);
  return { parts, wrong: cursor.wrong };
}

/** Up to the token `until`, which is `"` or `}`, or to the end. */
function read(cursor: Cursor, until: string | null, quoted: boolean, into: Part[]): void {
  const token = quoted ? cursor.tokens.inside : cursor.tokens.outside;
  while (cursor.at < cursor.text.length && cursor.wrong === null) {
    token.lastIndex = cursor.at;
    const match = token.exec(cursor.text);
    cursor.at = token.lastIndex;
    if (match?.[0] === until) return;
    const [kind = "", found = ""] = Object.entries(match?.groups ?? {}).find(([, group]) => group !== undefined) ?? [];
    STEPS[kind]?.(found, cursor, quoted, into);
  }
  if (until !== null) cursor.wrong ??= "open";
}

type Step = (found: string, cursor: Cursor, quoted: boolean, into: Part[]) => void;

const protectedText: Step = (text, _cursor, _quoted, into) => into.push({ kind: "text", text, bare: false });
const forShell: Step = (text, _cursor, _quoted, into) => into.push({ kind: "shell", text });

const STEPS: Readonly<Record<string, Step>> = {
  blank: (_found, _cursor, _quoted, into) => into.push({ kind: "blank" }),
  quote: (_found, cursor, quoted, into) => {
    // Quotes make a word even with nothing in them.
    protectedText("", cursor, quoted, into);
    read(cursor, '"', true, into);
  },
  single: protectedText,
  unclosed: (_found, cursor) => {
    cursor.wrong = "open";
  },
  escaped: protectedText,
  name: (name, _cursor, quoted, into) =>
    into.push({ kind: "variable", typed: `$${name}`, name, operator: "", word: [], quoted }),
  brace: readBraces,
  shell: forShell,
  ansi: forShell,
  plain: (text, _cursor, quoted, into) => into.push({ kind: "text", text, bare: !quoted }),
};

const HEAD = /(?<name>[A-Za-z_]\w*)(?<operator>:?[-+?]|(?=\}))/y;

/** Nobody types more of them into each other. */
const DEEPEST = 20;

function readBraces(_found: string, cursor: Cursor, quoted: boolean, into: Part[]): void {
  const start = cursor.at - 2;
  HEAD.lastIndex = cursor.at;
  const { name, operator } = HEAD.exec(cursor.text)?.groups ?? {};
  if (name === undefined || operator === undefined || cursor.depth === DEEPEST) {
    const end = cursor.text.indexOf("}", start);
    cursor.wrong = end < 0 ? "open" : { form: cursor.text.slice(start, end + 1) };
    return;
  }
  cursor.at = HEAD.lastIndex;
  const word: Part[] = [];
  cursor.depth += 1;
  read(cursor, "}", quoted, word);
  cursor.depth -= 1;
  into.push({ kind: "variable", typed: cursor.text.slice(start, cursor.at), name, operator, word, quoted });
}

export interface Word {
  readonly text: string;
  /** What of it stood outside of quotes; the rest is a NUL. */
  readonly bare: string;
}

/** A variable that is left makes no word. */
export function joinParts(parts: readonly Part[]): readonly Word[] {
  const words: Word[] = [];
  let isOpen = false;
  for (const part of parts) {
    if (part.kind === "blank") isOpen = false;
    if (part.kind === "blank" || part.kind === "variable") continue;
    const last = isOpen ? words.pop() : undefined;
    const bare = part.kind === "text" && part.bare ? part.text : "\0";
    words.push({ text: (last?.text ?? "") + part.text, bare: (last?.bare ?? "") + bare });
    isOpen = true;
  }
  return words;
}
