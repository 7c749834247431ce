// YAML as kubectl reads it, which is go-yaml's mixture of 1.1 and 1.2: `yes` is true, 0400 is octal, a date is text.
import { FAILSAFE_SCHEMA, Type, YAMLException } from "js-yaml";

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
]);

const INTEGER = /^[-+]?(?:0x[\da-f]+|0b[01]+|0o?[0-7]+|[1-9]\d*|0)$/i;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;
const INFINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Underscores may stand between digits; what begins with none of these is text. */
const digits = (text: string) => (/^[-+.\d]/.test(text) ? text.replaceAll("_", "") : "");

function integer(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const plain = text.replace(/^[-+]/, "");
  const octal = /^0o?([0-7]+)$/i.exec(plain)?.[1];
  return sign * (octal === undefined ? Number(plain) : Number.parseInt(octal, 8));
}

const isScalar = (value: unknown): value is string => typeof value === "string";

const nothing = new Type("tag:yaml.org,2002:null", {
  kind: "scalar",
  resolve: (text: unknown) => text === null || ["", "~", "null", "Null", "NULL"].includes(String(text)),
  construct: () => null,
});

/** `<<: *other` */
const merge = new Type("tag:yaml.org,2002:merge", {
  kind: "scalar",
  resolve: (text: unknown) => text === null || text === "<<",
});

const bool = new Type("tag:yaml.org,2002:bool", {
  kind: "scalar",
  resolve: (text: unknown) => isScalar(text) && BOOLEANS.has(text),
  construct: (text: string) => BOOLEANS.get(text),
});

const int = new Type("tag:yaml.org,2002:int", {
  kind: "scalar",
  resolve: (text: unknown) => isScalar(text) && INTEGER.test(digits(text)) && Number.isFinite(integer(digits(text))),
  construct: (text: string) => integer(digits(text)),
});

const float = new Type("tag:yaml.org,2002:float", {
  kind: "scalar",
  resolve: (text: unknown) =>
    isScalar(text) && (INFINITE.test(text) || (FLOAT.test(digits(text)) && Number.isFinite(Number(digits(text))))),
  construct: (text: string) => {
    if (INFINITE.test(text)) throw new YAMLException(`${text} is a number that no JSON has: put it in quotes`);
    return Number(digits(text));
  },
});

export const KUBECTL_SCHEMA = FAILSAFE_SCHEMA.extend({ implicit: [nothing, bool, int, float, merge] });

/** Whether a text without quotes would be something else to kubectl. */
export const otherForKubectl = (text: unknown): boolean =>
  [nothing, bool, int, float, merge].some((type) => type.resolve(text));
