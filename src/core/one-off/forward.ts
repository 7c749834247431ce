// Which port of which pod `:port-forward` means.

export interface ForwardCall {
  /** `web` or `web.2`. */
  readonly process: string;
  /** `LOCAL:REMOTE` or one for both; null for the port that requests go to. */
  readonly ports: string | null;
}

/** What follows the app: a process, ports, or both; null when the second word is no port. */
export function readForwardCall([first, second]: readonly string[]): ForwardCall | null {
  if (second !== undefined) return first !== undefined && isPorts(second) ? { process: first, ports: second } : null;
  if (first === undefined) return { process: "web", ports: null };
  return isPorts(first) ? { process: "web", ports: first } : { process: first, ports: null };
}

const isPorts = (word: string) => /^(\d{1,5}:)?[1-9]\d{0,4}$/.test(word);
