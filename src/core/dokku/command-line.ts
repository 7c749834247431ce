// A command line that no shell reads: its words as the kubelet wants them, and what of it needs a shell.
import { joinParts, type Line, type Part, readLine, type Variable, type Word } from "./shell-line.ts";

/** What a container finds under a name. */
export interface Value {
  readonly isEmpty: boolean;
  readonly hasBlanks: boolean;
  /** `$(NAME)` for the kubelet, so that no value of the config stands in a manifest; or the value where it is no secret. */
  readonly reference: string;
}

/** Null for a name that is not set. */
export type Variables = (name: string) => Value | null;

export interface CommandLine {
  readonly words: readonly string[];
  /** Why nothing can be started like that; null when it can. */
  readonly wrong: string | null;
  /** What a shell would make something of, and is left as it is. */
  readonly remarks: readonly string[];
}

/** Text that the kubelet is to leave alone: it expands `$(NAME)`. */
export const literal = (word: string) => word.replaceAll("$", "$$$$");

/** The same line for a shell in the image. */
export const withShell = (text: string) => `sh -c '${text.trim().replaceAll("'", String.raw`'\''`)}'`;

interface Found {
  readonly parts: Part[];
  readonly remarks: string[];
  readonly forShell: string[];
  wrong: string | null;
}

export function readCommandLine(text: string, variables: Variables): CommandLine {
  const line = readLine(text, "variables");
  const found: Found = { parts: [], remarks: [], forShell: [], wrong: wrongOf(line, text) };
  for (const part of line.parts) expand(part, variables, found);
  const words = joinParts(found.parts);
  if (words.length === 0 && line.parts.some(({ kind }) => kind === "variable"))
    found.wrong ??= `is empty, because nothing in it is set: ${text.trim()}`;
  const forShell = [...new Set([...found.forShell, ...operators(words)])];
  const stays = forShell.length === 1 ? "stays as it is" : "stay as they are";
  return {
    words: words.map(({ text }) => text),
    wrong: found.wrong,
    remarks: [...(forShell.length === 0 ? [] : [`${forShell.join(" ")} ${stays}`]), ...new Set(found.remarks)],
  };
}

function wrongOf({ wrong }: Line, text: string): string | null {
  if (wrong === null) return null;
  if (wrong === "open") return `has an unclosed quote or brace: ${text}`;
  const assigned = /^(\$\{\w+:?)=/.exec(wrong.form);
  if (assigned !== null)
    return `has ${wrong.form}, and nothing can be assigned there: write ${assigned[1]}-${wrong.form.slice(assigned[0].length)}`;
  return `has ${wrong.form}, which needs a shell: write ${withShell(text)}`;
}

function expand(part: Part, variables: Variables, found: Found): void {
  if (part.kind === "variable") expandVariable(part, variables, found);
  else found.parts.push(part.kind === "blank" ? part : { ...part, text: literal(part.text) });
  if (part.kind === "shell") found.forShell.push(part.text);
}

function expandVariable(variable: Variable, variables: Variables, found: Found): void {
  const { name, operator, typed } = variable;
  const value = variables(name);
  const set = value === null || (operator.startsWith(":") && value.isEmpty) ? null : value;
  const kind = operator.at(-1);
  if (kind === "?" && set === null) found.wrong ??= missing(variable);
  else if (kind === (set === null ? "-" : "+")) {
    for (const part of variable.word) expand(notBare(part), variables, found);
  } else if (set !== null && kind !== "+") addValue(variable, set, found);
  else if (kind === undefined) found.remarks.push(`${typed} is not in the config and stands for nothing`);
}

const notBare = (part: Part): Part => (part.kind === "text" ? { ...part, bare: false } : part);

function missing({ name, typed, word }: Variable): string {
  const said = joinParts(word).map(({ text }) => text);
  return `has ${typed}, and the config has no ${name}${said.length === 0 ? "" : `: ${said.join(" ")}`}`;
}

/** Outside of quotes an empty value makes no word. */
function addValue({ typed, quoted }: Variable, { isEmpty, hasBlanks, reference }: Value, found: Found): void {
  if (isEmpty) return;
  if (hasBlanks && !quoted) found.remarks.push(`${typed} has blanks and stays one word`);
  found.parts.push({ kind: "text", text: reference, bare: false });
}

const OPERATOR = /^(?:&&|\|\|?|&$|&>|\d*(?:<<?|>>?)&?|;|#)/;

/** Words, or their ends, that would part or redirect commands; and a variable for one command, set in front of it. */
function operators(words: readonly Word[]): readonly string[] {
  const assigned = /^[A-Za-z_]\w*=/.exec(words[0]?.bare ?? "")?.[0];
  const found = words.flatMap(({ bare }) => OPERATOR.exec(bare)?.[0] ?? (bare.endsWith(";") ? ";" : []));
  return assigned === undefined ? found : [assigned, ...found];
}
