// When a cron task runs next, by the clocks of its zone.
import * as assert from "uvu/assert";
import { nextRun } from "../../../src/core/status/next-run.ts";
import { suite, table } from "../suite.ts";

/** `SCHEDULE ZONE`, now, then; null for never. What github.com/robfig/cron 3 answers too, which Kubernetes uses, but for `@every`. */
const ROWS: readonly [string, string, string | null][] = [
  ["* * * * * UTC", "2026-11-26T10:00:00Z", "2026-11-26T10:01:00Z"],
  ["* * * * * UTC", "2026-11-26T10:00:59.999Z", "2026-11-26T10:01:00Z"],
  ["*/15 * * * * UTC", "2026-11-26T10:46:00Z", "2026-11-26T11:00:00Z"],
  ["0 3 * * * UTC", "2026-11-26T03:00:00Z", "2026-11-27T03:00:00Z"],
  ["0 3 * * * Asia/Kolkata", "2026-11-26T00:00:00Z", "2026-11-26T21:30:00Z"],
  ["30 2 * * * Europe/Berlin", "2026-11-26T00:00:00Z", "2026-11-26T01:30:00Z"],
  ["0 0 1 1 * UTC", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"],
  ["0 12 * * mon-fri UTC", "2026-11-27T12:00:00Z", "2026-11-30T12:00:00Z"],
  ["0 12 * * 6,0 UTC", "2026-11-26T12:00:00Z", "2026-11-28T12:00:00Z"],
  ["0 0 13 * 5 UTC", "2026-11-26T12:00:00Z", "2026-11-27T00:00:00Z"],
  ["0 0 */10 * 5 UTC", "2026-11-28T00:00:00Z", "2026-12-01T00:00:00Z"],
  ["0 0 29 2 * UTC", "2026-11-26T00:00:00Z", "2028-02-29T00:00:00Z"],
  ["0 0 31 2 * UTC", "2026-11-26T00:00:00Z", null],
  ["@daily America/New_York", "2026-11-26T04:59:00Z", "2026-11-26T05:00:00Z"],
  ["@weekly UTC", "2026-11-26T10:00:00Z", "2026-11-29T00:00:00Z"],
  ["@every 1h UTC", "2026-11-26T10:00:00Z", null],
  ["0 0 * * * Mars/Base", "2026-11-26T10:00:00Z", null],
];

/** Where clocks are changed: an hour that does not come is passed over, one that comes twice counts twice. */
const CHANGES: readonly [string, string, string | null][] = [
  ["30 2 * * * Europe/Berlin", "2026-03-29T00:00:00Z", "2026-03-30T00:30:00Z"],
  ["30 0 * * * America/Santiago", "2026-09-05T23:00:00Z", "2026-09-07T03:30:00Z"],
  ["0 1 * * * America/Santiago", "2026-09-05T23:00:00Z", "2026-09-06T04:00:00Z"],
  ["30 2 25 * * Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"],
  ["30 23 * * * America/Santiago", "2026-04-05T02:30:00Z", "2026-04-05T03:30:00Z"],
];

const rows = (list: typeof ROWS) =>
  table(
    list.map((row): [string, typeof row] => [row.slice(0, 2).join(" at "), row]),
    (_, [words, now, then]) => {
      const zone = words.slice(words.lastIndexOf(" ") + 1);
      const next = nextRun(words.slice(0, -zone.length - 1), zone, Date.parse(now));
      assert.is(next?.replace(".000Z", "Z") ?? null, then);
    },
  );

suite("next run of a cron task", { ...rows(ROWS), ...rows(CHANGES) });
