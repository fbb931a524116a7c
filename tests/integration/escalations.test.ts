import { and, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCalendar } from "@/db/calendar";
import type { Actor } from "@/db/claims";
import { sendReminders } from "@/db/escalations";
import { claims, memberships, notifications, people } from "@/db/schema";
import type { Db } from "@/db/types";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { claimToConfirm } from "../support/enterprise-fixtures";
import { type Company, DEPARTMENT, on, seedOffice } from "../support/fixtures";
import { makeCase, officer } from "../support/review-fixtures";

/** 超期催办 as it goes out: who is told, at which level, how often. A review that came on Wednesday 15 July is due on Monday 20 July, 18:00. */
let db: Db;
let close: () => Promise<void>;
let caseId: string;
let offered: { company: Company; claimId: string };
let second: Actor & { personId: string };

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  second = await officer(db, "second-handler", "handler", DEPARTMENT);
  await officer(db, "chief", "sectionChief", DEPARTMENT);
  await officer(db, "county-leader", "principalLeader", null);
  await officer(db, "platform", "systemAdmin", null);
  await officer(db, "stranger", "handler", "agriculture");
  await officer(db, "other-chief", "sectionChief", "agriculture");
  ({ id: caseId } = await makeCase(db, { enteredAt: on("2026-07-15", "09:30") }));
});
afterAll(() => close());

/** Runs the sweep, then tells who has got which new message of the claim. */
async function remind(day: string, time = "10:00", claimId = caseId): Promise<string[]> {
  const before = new Set((await db.select({ id: notifications.id }).from(notifications)).map(({ id }) => id));
  await sendReminders(db, { at: on(day, time), calendar: await loadCalendar(db) });
  const rows = await db
    .select({ id: notifications.id, kind: notifications.kind, username: people.username, enterpriseId: notifications.enterpriseId })
    .from(notifications)
    .leftJoin(people, eq(people.id, notifications.personId))
    .where(and(eq(notifications.claimId, claimId), like(notifications.kind, "reminder.%")));
  return rows
    .filter(({ id }) => !before.has(id))
    .map(({ kind, username, enterpriseId }) => `${kind.slice("reminder.".length)} ${username ?? (enterpriseId ? "enterprise" : "nobody")}`)
    .sort();
}

test("green says nothing; yellow reaches the department's handlers, once a day, and nobody at the weekend or after 18:00", async () => {
  expect(await remind("2026-07-16")).toEqual([]);
  expect(await remind("2026-07-17")).toEqual(["yellow handler", "yellow second-handler"]);
  expect(await remind("2026-07-17", "11:00")).toEqual([]);
  expect([await remind("2026-07-18"), await remind("2026-07-19")]).toEqual([[], []]);
  expect(await remind("2026-07-20", "13:00")).toEqual([]);
  expect(await remind("2026-07-20", "14:00")).toEqual(["yellow handler", "yellow second-handler"]);
  expect(await remind("2026-07-20", "18:30")).toEqual([]);
});

test("red climbs: on the first day to the leader in charge with a copy to the chief, then to the principal leader, then to the county office", async () => {
  expect(await remind("2026-07-21", "09:00")).toEqual(["red chief", "red handler", "red leader", "red second-handler"]);
  expect([await remind("2026-07-21", "10:00"), await remind("2026-07-21", "17:00")]).toEqual([[], []]);
  expect(await remind("2026-07-22", "09:00")).toEqual(["redOver1 handler", "redOver1 leader", "redOver1 second-handler"]);
  expect(await remind("2026-07-24", "09:00")).toEqual(["redOver3 county-leader", "redOver3 handler", "redOver3 platform", "redOver3 second-handler"]);
  expect(await remind("2026-07-28", "09:00")).toEqual(["redOver5 handler", "redOver5 platform", "redOver5 second-handler"]);
  expect((await db.select().from(notifications).where(like(notifications.kind, "reminder.redOver1")))[0]).toMatchObject({
    title: expect.stringMatching(/^已超期，请说明原因：/),
    body: expect.stringMatching(/，超期 2 个工作日。$/),
    href: `/review/cases/${caseId}`,
  });
});

test("a case that somebody has in hand is that person's; when the person has gone, it is everybody's again", async () => {
  await db.update(claims).set({ assignedTo: second.personId }).where(eq(claims.id, caseId));
  expect(await remind("2026-07-29", "09:00")).toEqual(["redOver5 platform", "redOver5 second-handler"]);
  await db
    .update(memberships)
    .set({ validTo: plainDate("2026-07-30") })
    .where(eq(memberships.personId, second.personId));
  expect(await remind("2026-07-30", "09:00")).toEqual(["redOver5 handler", "redOver5 platform"]);
});

test("the enterprise is reminded three and one working days before its time is over, and no officer because of it", async () => {
  offered = await claimToConfirm(db);
  const [row] = await db.select({ dueOn: claims.dueOn }).from(claims).where(eq(claims.id, offered.claimId));
  expect(row).toEqual({ dueOn: "2026-07-27" });
  expect(await remind("2026-07-21", "09:00", offered.claimId)).toEqual([]);
  expect(await remind("2026-07-22", "09:00", offered.claimId)).toEqual(["enterprise enterprise"]);
  expect(await remind("2026-07-22", "10:00", offered.claimId)).toEqual([]);
  expect(await remind("2026-07-24", "09:00", offered.claimId)).toEqual(["enterprise enterprise"]);
});
