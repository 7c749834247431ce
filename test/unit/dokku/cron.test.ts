// What Dokku's cron entries become: ids, schedules, maintenance.
import * as assert from "uvu/assert";
import { cronTasks } from "../../../src/core/dokku/cron.ts";
import { cronJobName } from "../../../src/core/objects/cron-job.ts";
import { readSchedule } from "../../../src/core/objects/cron-schedule.ts";
import { suite, table } from "../suite.ts";

const good: readonly (readonly [schedule: string, becomes: string])[] = [
  ["* * * * *", "* * * * *"],
  [" */5  1-5,7 1/2 JAN-mar mon ", "*/5 1-5,7 1/2 JAN-mar mon"],
  ["@daily", "@daily"],
  ["@hourly", "@hourly"],
  ["@every 1h30m", "@every 1h30m"],
  ["0 0 * * 7", "0 0 * * 0"],
  ["0 0 * * 5-7", "0 0 * * 0,5,6"],
  ["0 0 * * fri-sun", "0 0 * * 0,5,6"],
  ["0 0 * * sun,7,3", "0 0 * * 0,3"],
  ["0 0 * * 1-7/2", "0 0 * * 0,1,3,5"],
  ["0 0 ? * 1/2", "0 0 ? * 1/2"],
];

const bad: readonly (readonly [schedule: string, says: string])[] = [
  ["", "it has 1 fields, it needs 5: minute, hour, day of the month, month, day of the week"],
  ["* * * * * *", "it has 6 fields"],
  ["@every 99999999h", "Kubernetes does not know @every 99999999h"],
  ["60 * * * *", '"60" is no minute: it takes *, numbers from 0 to 59, ranges'],
  ["* 5-1 * * *", '"5-1" is no hour'],
  ["* * 0 * *", '"0" is no day of the month'],
  ["* * * foo *", '"foo" is no month: it takes *, numbers from 1 to 12 or jan, feb,'],
  ["* * * * 8", '"8" is no day of the week'],
  ["*/0 * * * *", '"*/0" is no minute'],
  ["1,,2 * * * *", '"1,,2" is no minute'],
  ["@reboot", "Kubernetes does not know @reboot; it knows @yearly,"],
  ["@Daily", "it knows @yearly"],
  ["TZ=UTC 0 0 * * *", "cannot set a time zone"],
];

const NOTHING = { own: {}, global: {}, resources: {} };

suite("cron: schedules", {
  ...table<(typeof good)[number]>(good, (text, becomes) => assert.equal(readSchedule(text), { schedule: becomes })),
  ...table<(typeof bad)[number]>(bad, (text, says) => {
    const wrong = readSchedule(text);
    assert.type(wrong, "string");
    assert.ok(String(wrong).includes(says), String(wrong));
  }),
});

suite("cron: tasks", {
  "have the ids of a real Dokku": () => {
    const cron = [{ command: "echo cronjob", schedule: "0 3 * * *" }];
    const [task] = cronTasks({ app: "tr2", appJson: { cron }, ...NOTHING });
    assert.is(task?.id, "22drudqw5fdo2lcn24aghd3c4piaf39t1ucgoiuihd3hcfe");
    assert.is(task?.concurrencyPolicy, "allow");
  },
  "rest when the entry, the task, the app or the site does": () => {
    const cron = [
      { command: "a", schedule: "@daily" },
      { command: "b", schedule: "@daily", maintenance: true },
    ];
    const rests = (own: Record<string, string>, global: Record<string, string> = {}) =>
      cronTasks({ ...NOTHING, app: "shop", appJson: { cron }, own, global }).map(({ suspended }) => suspended);
    const [id] = cronTasks({ app: "shop", appJson: { cron }, ...NOTHING }).map((task) => task.id);
    assert.equal(rests({}), [false, true]);
    assert.equal(rests({ maintenance: "true" }), [true, true]);
    assert.equal(rests({}, { maintenance: "true" }), [true, true]);
    assert.equal(rests({ maintenance: "false" }, { maintenance: "true" }), [false, true]);
    assert.equal(rests({ [`maintenance.${id}`]: "true" }), [true, true]);
  },
  "are one when they stand there twice": () => {
    const cron = [
      { command: "a", schedule: "@daily" },
      { command: "a", schedule: "@daily" },
    ];
    assert.is(cronTasks({ app: "shop", appJson: { cron }, ...NOTHING }).length, 1);
  },
  "have names within 52 characters": () => {
    assert.match(cronJobName("shop", "abc"), /^shop-cron-[0-9a-f]{10}$/);
    const long = cronJobName(`${"a".repeat(35)}.${"b".repeat(30)}`, "abc");
    assert.match(long, /^a{27}-[0-9a-f]{8}-cron-[0-9a-f]{10}$/);
    assert.ok(cronJobName("a".repeat(70), "abc").length <= 52);
  },
});
