// Splits text into words: a line as a shell would, and a list at its commas.
import { joinParts, readLine } from "./shell-line.ts";

export function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Words at blanks, with quotes and backslashes; a `$` is a letter. Null when a quote stays open. */
export function splitWords(line: string): readonly string[] | null {
  const { parts, wrong } = readLine(line, "literal");
  return wrong === null ? joinParts(parts).map(({ text }) => text) : null;
}

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** RFC 1123 label: namespaces, volumes, containers. */
export function isLabel(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

/** RFC 1123 subdomain: domains, and names of most Kubernetes objects. */
export function isDomain(text: string): boolean {
  return text.length <= 253 && text.split(".").every((label) => LABEL.test(label));
}

/** IPv4 without leading zeros, which some read as octal, or IPv6. */
export function isAddress(text: string): boolean {
  if (!text.includes(":")) return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
  return /^[0-9A-Fa-f:.]{2,45}$/.test(text) && URL.canParse(`http://[${text}]`);
}

/** Of addresses, as 10.0.0.0/8; what it begins with is the API server's to judge. */
export function isAddressRange(text: string): boolean {
  return /^[0-9A-Fa-f:.]+\/\d{1,3}$/.test(text);
}

/** Without the `char`s that it ends with; the first character stays. */
export function withoutEnd(text: string, char: string): string {
  let end = text.length;
  while (end > 1 && text[end - 1] === char) end--;
  return text.slice(0, end);
}

/** The size of a claim: a plain number is MB, which the original rendered as Mi; null when it is no size. */
export function claimSize(text: string): string | null {
  if (!/^(?=.*[1-9])\d+(\.\d+)?([kMGTPE]|[KMGTPE]i)?$/.test(text)) return null;
  return /[^\d.]/.test(text) ? text : `${text}Mi`;
}
