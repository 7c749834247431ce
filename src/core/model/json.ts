// JSON that every reader of YAML takes, kubectl among them: it reads what it gets on stdin as YAML.

/** Undefined for what has no JSON: a function, or nothing. */
export function toYamlJson(value: unknown, indent = 0): string | undefined {
  const json = JSON.stringify(value, null, indent) as string | undefined;
  // YAML wants these escaped and JSON does not.
  return json?.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
