// Our clock against the API server's.
import { type Check, ok, unknown, warning } from "./check.ts";
import type { Answers } from "./facts.ts";

/** Milliseconds. */
const MOST = 10_000;

export const clock: Check<Answers> = {
  name: "clock",
  of: ({ ahead }) => {
    if (ahead === null) return unknown("the API server does not tell the time");
    if (Math.abs(ahead) <= MOST) return ok("this server's and the API server's agree");
    const seconds = Math.round(Math.abs(ahead) / 1000);
    return warning(
      `the API server's is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} this server's: tokens and certificates end by it`,
      "sudo timedatectl set-ntp true",
    );
  },
};
