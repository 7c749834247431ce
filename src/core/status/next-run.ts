// When a CronJob runs next: its status does not say, so its schedule is read by the rules of Kubernetes' own parser.
import { numbersOf } from "../objects/cron-schedule.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** 29 February comes within 8 years, or never on such a day of the week: the cluster looks 5 years ahead. */
const AHEAD = 5 * 366 * 24 * HOUR;

/** A moment as the clocks of a time zone show it. */
interface Shown {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

/** ISO 8601; null when it runs no more, and for `@every`, which counts from when the cluster's controller started. */
export function nextRun(schedule: string, timeZone: string, now: number): string | null {
  const numbers = numbersOf(schedule);
  const shownAt = clockOf(timeZone);
  if (numbers === null || shownAt === null) return null;
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = numbers;
  const isDay = dayOf(schedule, days, weekdays);
  let at = Math.floor(now / MINUTE + 1) * MINUTE;
  while (at < now + AHEAD) {
    const shown = shownAt(at);
    if (!months.includes(shown.month) || !isDay(shown)) at += toNextDay(shown);
    else if (!hours.includes(shown.hour)) at += (60 - shown.minute) * MINUTE;
    else if (!minutes.includes(shown.minute)) at += MINUTE;
    else return new Date(at).toISOString();
  }
  return null;
}

/** Where both days are named, either will do. */
function dayOf(schedule: string, days: readonly number[], weekdays: readonly number[]): (shown: Shown) => boolean {
  const [, , day = "*", , weekday = "*"] = schedule.startsWith("@") ? [] : schedule.trim().split(/\s+/);
  const isOpen = (field: string) => field.split(",").some((part) => /^[*?](\/1)?$/.test(part));
  const isEither = !isOpen(day) && !isOpen(weekday);
  return (shown) => {
    const [byDay, byWeekday] = [days.includes(shown.day), weekdays.map((one) => one % 7).includes(shown.weekday)];
    return isEither ? byDay || byWeekday : byDay && byWeekday;
  };
}

/** By hours in the evening, when the clocks may be changed: no hour of the next day is skipped. */
const toNextDay = ({ hour, minute }: Shown) => (Math.max(1, 21 - hour) * 60 - minute) * MINUTE;

/** Null for a zone that nobody knows. */
function clockOf(timeZone: string): ((time: number) => Shown) | null {
  let format: Intl.DateTimeFormat;
  try {
    const parts = { minute: "numeric", hour: "numeric", day: "numeric", month: "numeric", weekday: "short" } as const;
    format = new Intl.DateTimeFormat("en-US", { ...parts, timeZone, hourCycle: "h23" });
  } catch {
    return null;
  }
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const number = (name: string) => Number(parts[name]);
    const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(parts.weekday ?? "");
    return { minute: number("minute"), hour: number("hour"), day: number("day"), month: number("month"), weekday };
  };
}
