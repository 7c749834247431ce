// What a check of the doctor is: facts -> findings.

/** From the best to the worst. `unknown` is what nobody here can tell, and no reason to worry. */
export const VERDICTS = ["ok", "unknown", "warning", "wrong"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Finding {
  readonly verdict: Verdict;
  readonly why: string;
  /** The command that mends it; null where there is none. */
  readonly mend: string | null;
}

export interface Check<Facts> {
  readonly name: string;
  readonly of: (facts: Facts) => readonly Finding[];
}

export const ok = (why: string): readonly Finding[] => [{ verdict: "ok", why, mend: null }];
export const unknown = (why: string): readonly Finding[] => [{ verdict: "unknown", why, mend: null }];
export const warning = (why: string, mend: string | null = null): readonly Finding[] => [
  { verdict: "warning", why, mend },
];
export const wrong = (why: string, mend: string | null = null): readonly Finding[] => [{ verdict: "wrong", why, mend }];

/** Where what is found is a list: the one sentence where there is nothing. */
export const orOk = (findings: readonly Finding[], why: string): readonly Finding[] =>
  findings.length === 0 ? ok(why) : findings;

export const DAY = 86_400_000;
