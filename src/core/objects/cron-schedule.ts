// A schedule as Dokku takes it -> as a CronJob does. Kubernetes has no 7 for Sunday, no @reboot and no zone within a schedule.
import { entryOf } from "../model/read.ts";

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Instead of numbers, from `min` on. */
  readonly names: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: readonly Field[] = [
  { name: "minute", min: 0, max: 59, names: [] },
  { name: "hour", min: 0, max: 23, names: [] },
  { name: "day of the month", min: 1, max: 31, names: [] },
  { name: "month", min: 1, max: 12, names: MONTHS },
  { name: "day of the week", min: 0, max: 7, names: DAYS },
];

/** Go counts nanoseconds in 63 bits, which are 292 years: six digits of hours fit. */
const EVERY = /^@every (\d{1,6}(\.\d+)?(h|m|s))+$/;

/** A string says what is wrong. */
export function readSchedule(text: string): { readonly schedule: string } | string {
  const schedule = text.trim();
  if (Object.hasOwn(SHORT, schedule) || EVERY.test(schedule)) return { schedule };
  if (schedule.startsWith("@"))
    return `Kubernetes does not know ${schedule}; it knows ${Object.keys(SHORT).join(", ")} and @every 1h30m`;
  if (/^(CRON_)?TZ=/.test(schedule)) return "a schedule cannot set a time zone: the Dokku server's is used";
  const fields = schedule.split(/\s+/);
  if (fields.length !== FIELDS.length)
    return `it has ${fields.length} fields, it needs 5: ${FIELDS.map(({ name }) => name).join(", ")}`;
  const read = FIELDS.map((field, index) => readField(fields[index] ?? "", field));
  const wrong = read.find((field) => typeof field === "string");
  if (typeof wrong === "string") return wrong;
  return { schedule: read.map((field) => (field as { readonly text: string }).text).join(" ") };
}

const SHORT: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Which minutes, hours, days of the month, months and days of the week it names; null for `@every` and for what is none. */
export function numbersOf(schedule: string): readonly (readonly number[])[] | null {
  const fields = (entryOf(SHORT, schedule) ?? schedule).toLowerCase().trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return null;
  const read = FIELDS.map((field, index) => {
    const ranges = (fields[index] ?? "").split(",").map((part) => readRange(part, field));
    return ranges.includes(null) ? null : ranges.flatMap((range) => range ?? []);
  });
  return read.includes(null) ? null : (read as readonly (readonly number[])[]);
}

function readField(text: string, field: Field): { readonly text: string } | string {
  const parts = text.toLowerCase().split(",");
  const ranges = parts.map((part) => readRange(part, field));
  if (ranges.includes(null)) {
    const names = field.names.length === 0 ? "" : ` or ${field.names.join(", ")}`;
    return `"${text}" is no ${field.name}: it takes *, numbers from ${field.min} to ${field.max}${names}, ranges 1-5 and steps */2 with commas between them`;
  }
  const days = ranges.flatMap((range) => range ?? []);
  if (field.names !== DAYS || !days.includes(7)) return { text };
  return { text: [...new Set(days.map((day) => day % 7))].sort().join(",") };
}

/** The numbers that `*`, `a`, `a-b`, each with `/step`, stand for; null when it is not one of them. */
function readRange(part: string, { min, max, names }: Field): readonly number[] | null {
  const [, from = "", to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const number = (word: string) => (names.includes(word) ? min + names.indexOf(word) : /^\d+$/.test(word) ? +word : -1);
  const isAny = from === "*" || from === "?";
  const first = isAny ? min : number(from);
  // Sunday ends a week as well as it begins it, but an open range has each day once.
  const open = names === DAYS ? 6 : max;
  const end = names === DAYS && to === "sun" ? 7 : number(to ?? "");
  const last = to !== undefined ? end : isAny || step !== undefined ? open : first;
  if (first < min || last > max || first > last || step === "0" || (isAny && to !== undefined)) return null;
  const every = Number(step ?? 1);
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => first + index * every);
}
