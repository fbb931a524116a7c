import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { businessNow, setBusinessNow } from "@/db/clock";
import type { Db } from "@/db/types";
import { advanceBusinessClock, drainRunner, runnerStatus, startEmbeddedRunner, stopEmbeddedRunner, UnsupportedFunction } from "@/inngest/embedded";
import { type Instant, instant, instantAt, plainDate, toShanghaiIso } from "@/lib/kernel/plain-date";
import { freshDatabase } from "@/tests/support/database";
import { diary, emptyRunner, faults, pause, startTrial, trialClient } from "./harness";

let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
});
beforeEach(async () => {
  await emptyRunner(db);
  await setBusinessNow(db, at("2026-07-15", "09:00"));
});
afterEach(stopEmbeddedRunner);
afterAll(() => close());

const at = (day: string, time: string) => instantAt(plainDate(day), time);
const shown = (time: string | number) => toShanghaiIso(instant(time)).slice(5, 16);

/** Two functions of the same slot, whose first begins a third by an event, and one of the morning. */
function office(now: (db: Db) => Promise<Instant> = businessNow) {
  const client = trialClient();
  const { write, lines } = diary();
  const collect = client.createFunction({ id: "collect", triggers: [{ cron: "TZ=Asia/Shanghai 0 1 * * *" }] }, async ({ event, step }) => {
    await step.run("collect", async () => {
      await pause(10);
      write(`collect ${shown(event.ts ?? 0)} at ${shown(await now(db))}`);
    });
    await step.sendEvent("tell", { name: "office/collected" });
  });
  const link = client.createFunction({ id: "link", triggers: [{ event: "office/collected" }] }, ({ step }) =>
    step.run("link", async () => {
      await pause(10);
      write(`link at ${shown(await now(db))}`);
    }),
  );
  const match = client.createFunction({ id: "match", triggers: [{ cron: "TZ=Asia/Shanghai 0 1 * * *" }] }, ({ event, step }) =>
    step.run("match", async () => write(`match ${shown(event.ts ?? 0)} at ${shown(await now(db))}`)),
  );
  const remind = client.createFunction({ id: "remind", triggers: [{ cron: "TZ=Asia/Shanghai 30 8 * * 1-5" }] }, ({ event, step }) =>
    step.run("remind", async () => write(`remind ${shown(event.ts ?? 0)} at ${shown(await now(db))}`)),
  );
  return { client, functions: [collect, link, match, remind], lines };
}

test("moving the clock stops at every slot, in order, and what runs there sees the slot's time", async () => {
  const { client, functions, lines } = office();
  await startTrial(db, client, functions);
  await advanceBusinessClock(at("2026-07-17", "08:45"));
  expect(lines).toEqual([
    "collect 07-16T01:00 at 07-16T01:00",
    "link at 07-16T01:00",
    "match 07-16T01:00 at 07-16T01:00",
    "remind 07-16T08:30 at 07-16T08:30",
    "collect 07-17T01:00 at 07-17T01:00",
    "link at 07-17T01:00",
    "match 07-17T01:00 at 07-17T01:00",
    "remind 07-17T08:30 at 07-17T08:30",
  ]);
  expect(await businessNow(db)).toBe(at("2026-07-17", "08:45"));
  expect((await runnerStatus(db)).crons.map(({ functionId, lastSlot }) => [functionId, shown(lastSlot.getTime())])).toEqual([
    ["trial-collect", "07-17T01:00"],
    ["trial-match", "07-17T01:00"],
    ["trial-remind", "07-17T08:30"],
  ]);
  expect(faults).toEqual([]);
});

test("a weekday schedule keeps to the weekdays of the county, not to those of UTC", async () => {
  const { client, functions, lines } = office();
  await startTrial(db, client, functions);
  // 2026-07-17 is a Friday; at 08:30 in Shanghai it is the same day in UTC, at 01:00 the day before.
  await advanceBusinessClock(at("2026-07-20", "09:00"));
  expect(lines.filter((line) => line.startsWith("remind")).map((line) => line.slice(7, 12))).toEqual(["07-16", "07-17", "07-20"]);
  expect(lines.filter((line) => line.startsWith("match"))).toHaveLength(5);
});

test("slots missed while nothing ran are caught up one by one, each knowing its own time", async () => {
  let clock = at("2026-07-15", "09:00");
  const now = () => Promise.resolve(clock);
  const start = (trial: ReturnType<typeof office>) =>
    startEmbeddedRunner({ db, client: trial.client, functions: trial.functions, businessNow: now, ownsDatabase: true, settings: { pollMs: 3_600_000 } });
  await start(office(now));
  await drainRunner();
  await stopEmbeddedRunner();
  clock = at("2026-07-17", "09:00");
  const later = office(now);
  await start(later);
  await drainRunner({ untilIdle: true });
  const seen = "at 07-17T09:00";
  expect(later.lines).toEqual([
    `collect 07-16T01:00 ${seen}`,
    `link ${seen}`,
    `match 07-16T01:00 ${seen}`,
    `remind 07-16T08:30 ${seen}`,
    `collect 07-17T01:00 ${seen}`,
    `link ${seen}`,
    `match 07-17T01:00 ${seen}`,
    `remind 07-17T08:30 ${seen}`,
  ]);
  await drainRunner();
  expect(later.lines).toHaveLength(8);
  await expect(advanceBusinessClock(at("2026-07-18", "09:00"))).rejects.toThrow("cannot be moved");
});

test("a failing slot is tried again before the clock moves on", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  let failures = 1;
  const sweep = client.createFunction({ id: "sweep", triggers: [{ cron: "TZ=Asia/Shanghai 0 6 * * *" }] }, ({ step }) =>
    step.run("sweep", async () => {
      if (failures-- > 0) throw new Error("not yet");
      write(shown(await businessNow(db)));
    }),
  );
  await startTrial(db, client, [sweep], { backoffMs: () => 3_600_000 });
  await advanceBusinessClock(at("2026-07-17", "09:00"));
  expect(lines).toEqual(["07-16T06:00", "07-17T06:00"]);
});

test("a sweep that is named so stands in once for all its missed slots, the others do not", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  const tell = (id: string, cron: string) =>
    client.createFunction({ id, triggers: [{ cron: `TZ=Asia/Shanghai ${cron}` }] }, ({ event, step }) =>
      step.run("tell", () => write(`${id} ${shown(event.ts ?? 0)}`)),
    );
  await startTrial(db, client, [tell("outbox", "*/10 * * * *"), tell("deadlines", "0 1 * * *")], { collapseMissed: ["outbox"] });
  await advanceBusinessClock(at("2026-07-17", "09:05"));
  expect(lines).toEqual(["outbox 07-16T01:00", "deadlines 07-16T01:00", "outbox 07-17T01:00", "deadlines 07-17T01:00", "outbox 07-17T09:00"]);
});

test("a schedule counts from the day it is first known, and again from the day it comes back", async () => {
  const { client, functions, lines } = office();
  const [collect, link, match, remind] = functions;
  if (!(collect && link && match && remind)) throw new Error("the office has four functions");
  await startTrial(db, client, [collect, link, match, remind]);
  await startTrial(db, client, [collect, link, match]);
  await advanceBusinessClock(at("2026-07-16", "09:00"));
  await startTrial(db, client, [collect, link, match, remind]);
  await advanceBusinessClock(at("2026-07-17", "09:00"));
  expect(lines.filter((line) => line.startsWith("remind"))).toEqual(["remind 07-17T08:30 at 07-17T08:30"]);
});

test("the clock never goes back, and a malformed schedule is refused with the function's name", async () => {
  const { client, functions } = office();
  await startTrial(db, client, functions);
  await expect(advanceBusinessClock(at("2026-07-14", "09:00"))).rejects.toThrow("never goes back");
  const wrong = client.createFunction({ id: "wrong", triggers: [{ cron: "TZ=Asia/Shanghai 0 25 * * *" }] }, () => undefined);
  await expect(startTrial(db, client, [wrong])).rejects.toThrow(UnsupportedFunction);
  await expect(startTrial(db, client, [wrong])).rejects.toThrow("trial-wrong");
});
