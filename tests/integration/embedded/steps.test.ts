import { NonRetriableError } from "inngest";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Db } from "@/db/types";
import { drainRunner, resumeRun, runDetail, runnerStatus, stopEmbeddedRunner, UnsupportedFunction } from "@/inngest/embedded";
import { freshDatabase } from "@/tests/support/database";
import { diary, emptyRunner, eventually, faults, pause, startTrial, trialClient } from "./harness";

let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
});
beforeEach(() => emptyRunner(db));
afterEach(stopEmbeddedRunner);
afterAll(() => close());

const drain = () => drainRunner({ untilIdle: true });

test("a step that fails is tried again, and the steps before it are not", async () => {
  const client = trialClient();
  const { write, times, lines } = diary();
  let failures = 2;
  const fn = client.createFunction({ id: "retried", triggers: [{ event: "steps/retried" }] }, async ({ step, event }) => {
    const first = await step.run("first", () => write("first"));
    const second = await step.run("second", () => {
      write("second");
      if (failures-- > 0) throw new Error("not yet");
      return `${first}, then ${event.data["name"]}`;
    });
    write(second);
  });
  await startTrial(db, client, [fn]);
  await client.send({ name: "steps/retried", data: { name: "second" } });
  await eventually(() => lines.includes("first, then second"), drain);
  expect(times("first")).toBe(1);
  expect(times("second")).toBe(3);
  expect(times("first, then second")).toBe(1);
  expect(faults).toEqual([]);
});

test("parallel steps each run once, and a chain behind one of them goes on", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  const fn = client.createFunction({ id: "parallel", triggers: [{ event: "steps/parallel" }] }, async ({ step }) => {
    const chain = async () => {
      const a = await step.run("a", () => write("a"));
      return step.run("a2", () => write(`${a}2`));
    };
    const results = await Promise.all([chain(), step.run("b", () => write("b")), step.run("c", () => write("c"))]);
    await step.run("sum", () => write(results.join("+")));
  });
  await startTrial(db, client, [fn]);
  await client.send({ name: "steps/parallel" });
  await drain();
  expect(lines.toSorted()).toEqual(["a", "a2", "a2+b+c", "b", "c"]);
  expect(lines.at(-1)).toBe("a2+b+c");
  expect(faults).toEqual([]);
});

test("a sleep holds the run until its time and takes no place of the concurrency limit", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  const fn = client.createFunction({ id: "sleeper", triggers: [{ event: "steps/sleep" }], concurrency: 1 }, async ({ step, event }) => {
    if (event.data["sleeps"]) await step.sleep("wait", "400ms");
    await step.run("after", () => write(String(event.data["name"])));
  });
  await startTrial(db, client, [fn]);
  await client.send({ name: "steps/sleep", data: { name: "slept", sleeps: true } });
  await drain();
  await client.send({ name: "steps/sleep", data: { name: "awake", sleeps: false } });
  await drain();
  expect(lines).toEqual(["awake"]);
  expect((await runnerStatus(db)).asleep).toBe(1);
  await eventually(() => lines.length === 2, drain);
  expect(lines).toEqual(["awake", "slept"]);
});

test("events sent by a step begin other functions, once, though the step around it is tried again", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  let failures = 1;
  const parent = client.createFunction({ id: "fan-out", triggers: [{ event: "steps/fan" }] }, async ({ step }) => {
    await step.sendEvent(
      "fan",
      ["1", "2", "3"].map((part) => ({ name: "steps/part", data: { part } })),
    );
    await step.run("send by hand", async () => {
      await client.send({ name: "steps/part", data: { part: "4" } });
      if (failures-- > 0) throw new Error("after the sending");
    });
  });
  const child = client.createFunction({ id: "part", triggers: [{ event: "steps/part" }] }, ({ event, step }) =>
    step.run("note", () => write(String(event.data["part"]))),
  );
  await startTrial(db, client, [parent, child]);
  await client.send({ name: "steps/fan" });
  await eventually(async () => (await runnerStatus(db)).retrying === 0 && failures < 0, drain);
  await drain();
  expect(lines.toSorted()).toEqual(["1", "2", "3", "4"]);
});

test("the same event id, and the same idempotency key, begin no second run", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  const byId = client.createFunction({ id: "by-id", triggers: [{ event: "steps/once" }] }, ({ event }) => void write(`id ${event.data["n"]}`));
  const byKey = client.createFunction(
    { id: "by-key", triggers: [{ event: "steps/keyed", if: "event.data.kind == 'full'" }], idempotency: 'event.data.upload + "/" + event.data.part' },
    ({ event }) => void write(`key ${event.data["upload"]}/${event.data["part"]}`),
  );
  await startTrial(db, client, [byId, byKey]);
  const { ids } = await client.send([
    { id: "one", name: "steps/once", data: { n: 1 } },
    { id: "one", name: "steps/once", data: { n: 2 } },
  ]);
  await client.send({ id: "one", name: "steps/once", data: { n: 3 } });
  for (const [part, kind] of [
    ["a", "full"],
    ["a", "full"],
    ["b", "full"],
    ["c", "partial"],
  ])
    await client.send({ name: "steps/keyed", data: { upload: "u", part, kind } });
  await drain();
  expect(ids).toEqual(["one", "one"]);
  expect(lines.toSorted()).toEqual(["id 1", "key u/a", "key u/b"]);
});

test("no more jobs run at once than the concurrency limit allows, per key", async () => {
  const client = trialClient();
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  const fn = client.createFunction(
    { id: "limited", triggers: [{ event: "steps/limited" }], concurrency: { limit: 1, key: "event.data.department" } },
    async ({ event, step }) => {
      await step.run("work", async () => {
        const key = String(event.data["department"]);
        now.set(key, (now.get(key) ?? 0) + 1);
        now.set("all", (now.get("all") ?? 0) + 1);
        for (const each of [key, "all"]) most.set(each, Math.max(most.get(each) ?? 0, now.get(each) ?? 0));
        await pause(15);
        for (const each of [key, "all"]) now.set(each, (now.get(each) ?? 0) - 1);
      });
    },
  );
  await startTrial(db, client, [fn]);
  await client.send(["tax", "tax", "tax", "customs", "customs"].map((department) => ({ name: "steps/limited", data: { department } })));
  await drain();
  expect(Object.fromEntries(most)).toEqual({ tax: 1, customs: 1, all: 2 });
});

test("a run that fails for good is recorded, shown, and begins its failure handler", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  const fn = client.createFunction(
    {
      id: "hopeless",
      triggers: [{ event: "steps/hopeless" }],
      retries: 1,
      onFailure: ({ error, event }) => void write(`${event.data.function_id}: ${error.message}`),
    },
    async ({ step }) => {
      await step.run("try", () => {
        write("try");
        throw new Error("the bank is closed");
      });
    },
  );
  const final = client.createFunction({ id: "final", triggers: [{ event: "steps/final" }] }, ({ step }) =>
    step.run("refuse", () => {
      write("refuse");
      throw new NonRetriableError("never");
    }),
  );
  await startTrial(db, client, [fn, final]);
  await client.send([{ name: "steps/hopeless" }, { name: "steps/final" }]);
  await eventually(() => lines.includes("trial-hopeless: the bank is closed"), drain);
  expect(lines.filter((line) => line === "try")).toHaveLength(2);
  expect(lines.filter((line) => line === "refuse")).toHaveLength(1);
  const status = await runnerStatus(db);
  expect(status.failed).toBe(2);
  expect(status.failures.map(({ functionId, error }) => [functionId, error?.message]).toSorted()).toEqual([
    ["trial-final", "never"],
    ["trial-hopeless", "the bank is closed"],
  ]);
});

test("a step's failure may be caught by the function, which then goes on", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  const fn = client.createFunction({ id: "forgiving", triggers: [{ event: "steps/forgiving" }], retries: 0 }, async ({ step }) => {
    const message = await step
      .run("fails", () => {
        throw new Error("no answer");
      })
      .catch((error: Error) => error.message);
    await step.run("goes on", () => write(`after ${message}`));
  });
  await startTrial(db, client, [fn]);
  await client.send({ name: "steps/forgiving" });
  await drain();
  expect(lines).toEqual(["after no answer"]);
});

test("a failed run that is taken up again goes on where it failed", async () => {
  const client = trialClient();
  const { write, lines } = diary();
  let closed = true;
  const fn = client.createFunction({ id: "resumed", triggers: [{ event: "steps/resumed" }], retries: 0 }, async ({ step }) => {
    await step.run("first", () => write("first"));
    await step.run("second", () => {
      if (closed) throw new Error("closed");
      write("second");
    });
  });
  await startTrial(db, client, [fn]);
  await client.send({ name: "steps/resumed" });
  await drain();
  const [failure] = (await runnerStatus(db)).failures;
  expect(failure?.error?.message).toBe("closed");
  closed = false;
  expect(await resumeRun(db, failure?.runId ?? "")).toBe(true);
  await drain();
  expect(lines).toEqual(["first", "second"]);
  expect(await runDetail(db, failure?.runId ?? "")).toMatchObject({
    run: { status: "completed", error: null },
    steps: [{ name: "first" }, { name: "second" }],
  });
  expect(await resumeRun(db, failure?.runId ?? "")).toBe(false);
});

test("a step kind that only a server can do fails the run and says so", async () => {
  const client = trialClient();
  const fn = client.createFunction({ id: "waiting", triggers: [{ event: "steps/waiting" }] }, async ({ step }) => {
    await step.waitForEvent("wait", { event: "steps/never", timeout: "1h" });
  });
  await startTrial(db, client, [fn]);
  await client.send({ name: "steps/waiting" });
  await drain();
  const failure = (await runnerStatus(db)).failures.find(({ functionId }) => functionId === "trial-waiting");
  expect(failure?.error?.message).toContain("WaitForEvent");
});

test.each([
  ["rateLimit", { rateLimit: { limit: 1, period: "1h" } }],
  ["cancelOn", { cancelOn: [{ event: "steps/stop" }] }],
  ["batchEvents", { batchEvents: { maxSize: 2, timeout: "5s" } }],
  ["optimizeParallelism", { optimizeParallelism: false }],
  ["concurrency of scope account", { concurrency: { limit: 1, scope: "account", key: "event.data.a" } }],
  ["expression", { idempotency: "size(event.data.list)" }],
  ["wildcard", { triggers: [{ event: "steps/*" }] }],
  ["jitter", { triggers: [{ cron: "0 1 * * *", jitter: "30s" }] }],
] as const)("the option %s is refused at start with the function's name", async (word, option) => {
  const client = trialClient();
  const fn = client.createFunction({ id: "too-much", triggers: [{ event: "steps/any" }], ...(option as object) }, () => undefined);
  const start = startTrial(db, client, [fn]);
  await expect(start).rejects.toThrow(UnsupportedFunction);
  await expect(start).rejects.toThrow(new RegExp(`too-much.*${word}`));
});

test("an unsigned request to the functions is refused, and nothing can be sent before the start", async () => {
  const client = trialClient();
  const { serve } = await import("inngest/edge");
  const fn = client.createFunction({ id: "guarded", triggers: [{ event: "steps/guarded" }] }, () => undefined);
  const body = JSON.stringify({ version: 2, event: { name: "steps/guarded", data: {} }, events: [], steps: {}, ctx: { run_id: "x", attempt: 0 } });
  const reply = await serve({ client, functions: [fn] })(
    new Request("http://localhost/api/inngest?fnId=trial-guarded&stepId=step", { method: "POST", body, headers: { host: "localhost" } }),
  );
  expect(reply.status).toBe(401);
  await expect(client.send({ name: "steps/guarded" })).rejects.toThrow("not started");
});
