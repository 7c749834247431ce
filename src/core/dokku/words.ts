// Splits text into words: a command line as a shell would, and a list at its commas.

export function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Text that the kubelet is to leave alone: it expands `$(NAME)`. */
export const literal = (word: string) => word.replaceAll("$", "$$$$");

const VARIABLE = String.raw`\$(?<name>[A-Za-z_]\w*)|\$\{(?<braced>[^}]*)\}|(?<open>\$\{)`;
const OUTSIDE = new RegExp(
  String.raw`(?<blank>\s+)|(?<quote>")|'(?<text>[^']*)'|(?<unclosed>')|\\(?<escaped>[^])|${VARIABLE}|(?<plain>[^])`,
  "y",
);
const INSIDE = new RegExp(String.raw`(?<quote>")|\\(?<escaped>["\\$\x60])|${VARIABLE}|(?<plain>[^])`, "y");

/**
 * Words as a shell would split them: quotes, backslashes, `$NAME` and `${NAME}` through `expand`; nothing else of a shell.
 * Every literal `$` becomes `$$`, which is how the kubelet is told to leave it alone.
 * Null when a quote or `${` stays open.
 */
export function splitWords(text: string, expand: (name: string) => string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let inside = false;
  for (let at = 0; at < text.length; ) {
    const token = inside ? INSIDE : OUTSIDE;
    token.lastIndex = at;
    const groups = token.exec(text)?.groups ?? {};
    at = token.lastIndex;
    const { blank, quote, unclosed, open, name, braced } = groups;
    if (unclosed !== undefined || open !== undefined) return null;
    if (blank !== undefined) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    if (quote !== undefined) inside = !inside;
    const variable = name ?? braced;
    const plain = groups.text ?? groups.escaped ?? groups.plain ?? "";
    const part: string = variable === undefined ? literal(plain) : expand(variable);
    // Outside of quotes an empty variable makes no word of its own.
    if (part !== "" || variable === undefined) word = (word ?? "") + part;
  }
  if (inside) return null;
  if (word !== null) words.push(word);
  return words;
}

/** Without the `char`s that it ends with; the first character stays. */
export function withoutEnd(text: string, char: string): string {
  let end = text.length;
  while (end > 1 && text[end - 1] === char) end--;
  return text.slice(0, end);
}
