import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { claimJobs, freeLeases, hasDueJobs, openRuns, pruneRunner, readRun, renewLease, settleJob } from "@/db/runner";
import type { Db } from "@/db/types";
import { runnerStatus } from "@/inngest/embedded";
import { freshDatabase } from "@/tests/support/database";
import { emptyRunner } from "./harness";

let db: Db;
let close: () => Promise<void>;

const start = new Date("2026-07-15T01:00:00.000Z");
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const event = { id: "e", name: "leases/any", data: {}, ts: start.getTime() };
const run = (id: string, functionId = "fn", limitKeys: string[] = []) => ({ id, functionId, idempotencyKey: id, events: [event], limitKeys, slot: null });
const claim = (token: string, seconds: number, options: { room?: number; limit?: number } = {}) =>
  claimJobs(db, {
    lease: { token, until: later(seconds + 60) },
    now: later(seconds),
    room: options.room ?? 10,
    functionIds: ["fn", "other"],
    limitOf: () => options.limit ?? Number.POSITIVE_INFINITY,
    hurry: false,
  });

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
});
beforeEach(() => emptyRunner(db));
afterAll(() => close());

test("a job belongs to one claimant until its lease runs out, then to the next, and the former's outcome is dropped", async () => {
  await openRuns(db, [run("r")], start);
  const [job] = await claim("a", 0);
  if (!job) throw new Error("nothing was claimed");
  expect(await claim("b", 59)).toEqual([]);
  expect((await claim("b", 61)).map(({ runId }) => runId)).toEqual(["r"]);
  const stale = { token: "a", until: later(200) };
  expect(await renewLease(db, job, stale)).toBe(false);
  await settleJob(db, job, { kind: "completed", output: "from a" }, stale, later(62));
  expect((await readRun(db, "r"))?.run.status).toBe("running");
  await settleJob(db, job, { kind: "completed", output: "from b" }, { token: "b", until: later(200) }, later(63));
  expect((await readRun(db, "r"))?.run).toMatchObject({ status: "completed", output: "from b" });
});

test("a renewed lease holds, and the owner of the database may free all leases", async () => {
  await openRuns(db, [run("r")], start);
  const [job] = await claim("a", 0);
  if (!job) throw new Error("nothing was claimed");
  expect(await renewLease(db, job, { token: "a", until: later(120) })).toBe(true);
  expect(await claim("b", 100)).toEqual([]);
  await freeLeases(db);
  expect(await claim("b", 100)).toHaveLength(1);
});

test("a crowded function hides no other, and limits count what other processes hold", async () => {
  const crowd = Array.from({ length: 300 }, (_, n) => run(`r${n}`, "fn", ["fn#0:"]));
  await openRuns(db, crowd, start);
  await openRuns(db, [run("lonely", "other")], later(1));
  expect((await claim("a", 2, { room: 3, limit: 1 })).map(({ runId }) => runId)).toEqual(["r0", "lonely"]);
  expect(await claim("b", 3, { room: 3, limit: 1 })).toEqual([]);
  expect(await hasDueJobs(db, { now: later(3), hurry: false, functionIds: ["fn"] })).toBe(true);
});

test("completed runs are forgotten after the retention, failed ones are kept", async () => {
  await openRuns(db, [run("good"), run("bad")], start);
  const lease = { token: "a", until: later(60) };
  for (const job of await claim("a", 0)) {
    const failed = { kind: "failed", error: { message: "no" }, followUps: [] } as const;
    await settleJob(db, job, job.runId === "bad" ? failed : { kind: "completed", output: null }, lease, later(1));
  }
  await pruneRunner(db, later(1));
  expect(await runnerStatus(db)).toMatchObject({ completed: 1, failed: 1, queued: 0, running: 0 });
  await pruneRunner(db, later(2));
  expect(await runnerStatus(db)).toMatchObject({ completed: 0, failed: 1 });
});
