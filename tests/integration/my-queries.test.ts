import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rulerOf } from "@/app/(enterprise)/my/_parts/days";
import { stepsOf } from "@/app/(enterprise)/my/_parts/progress";
import { promiseOf } from "@/app/(enterprise)/my/_parts/promise";
import { loadCalendar } from "@/db/calendar";
import { openNotification } from "@/db/my-acts";
import { findInvitation, listMyConsents } from "@/db/my-consents";
import { loadMyFile } from "@/db/my-file";
import { loadOutlook } from "@/db/my-outlook";
import { GROUP_STATES, groupOf, listMyClaims, listMyEvents, listMyNotices, loadMyClaim, pageMyClaims } from "@/db/my-queries";
import { publishWaiting } from "@/db/notices";
import { notify } from "@/db/notifications";
import { enterpriseProfiles, notifications } from "@/db/schema";
import type { Db } from "@/db/types";
import { CLAIM_STATE_IDS } from "@/lib/claim/states";
import { fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { claimToConfirm, settledReduction, step } from "../support/enterprise-fixtures";
import { claimInNotice, DAY, intoNotice, makeClaim, makeCompany, on, type Staff, seedOffice } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
});
afterAll(() => close());

const TODAY = on("2026-07-15");

test("every state has its one place among the four groups", () => {
  expect(Object.values(GROUP_STATES).flat().sort()).toEqual([...CLAIM_STATE_IDS].sort());
});

test("a company reads its own claims only; another's claim, events and notice are not there", async () => {
  const mine = await claimInNotice(db);
  const theirs = await claimInNotice(db);
  await publishWaiting(db, on("2026-07-13", "11:00"));
  const { company, claimId } = mine;
  expect((await listMyClaims(db, company.id)).map((one) => one.id)).toEqual([claimId]);
  expect(await loadMyClaim(db, company.id, theirs.claimId)).toBeNull();
  expect((await loadMyClaim(db, company.id, claimId))?.notice).toMatchObject({ startsOn: "2026-07-13", endsOn: "2026-07-16" });
  expect((await listMyEvents(db, company.id, [theirs.claimId])).get(theirs.claimId)).toEqual([]);
  expect(await listMyNotices(db, company.id, [theirs.claimId])).toEqual(new Map());
});

test("the list is filtered by group, sorted and paged in the database, its counts over all", async () => {
  const company = await makeCompany(db);
  const waiting = await claimToConfirm(db, { company, amountFen: fenFromYuan(1_000) });
  const small = await makeClaim(db, company, { amountFen: fenFromYuan(5) });
  const large = await makeClaim(db, company, { amountFen: fenFromYuan(9_000) });
  for (const id of [small, large]) await intoNotice(db, company, id);
  const query = { group: "open" as const, sort: "-amount", page: 1, pageSize: 1 };
  const first = await pageMyClaims(db, company.id, query);
  expect(first).toMatchObject({ total: 2, counts: { confirm: 1, open: 2, paid: 0, ended: 0 } });
  expect(first.rows.map((one) => one.id)).toEqual([large]);
  expect((await pageMyClaims(db, company.id, { ...query, page: 2 })).rows.map((one) => one.id)).toEqual([small]);
  expect((await pageMyClaims(db, company.id, { ...query, group: "confirm" })).rows.map((one) => one.id)).toEqual([waiting.claimId]);
});

test("an audit is not shown: the claim stays among the paid ones and the timeline goes on saying 已到账 once", async () => {
  const { company, claimId } = await settledReduction(db, staff);
  const auditor = { ...staff.checker, roles: ["auditor"], role: "auditor" };
  await step(db, claimId, "postAudit", { actor: auditor, at: on("2026-07-14", "15:00"), facts: { ground: "抽查" } });
  const [claim] = await listMyClaims(db, company.id);
  expect(groupOf(claim!.state)).toBe("paid");
  const at = on("2026-07-10");
  const events = [
    { from: "disbursing" as const, to: "settled" as const, at, reasonCode: null, reasonText: null },
    { from: "settled" as const, to: "postAudit" as const, at: TODAY, reasonCode: null, reasonText: "抽查" },
  ];
  const steps = stepsOf({ events, state: "postAudit", promised: null, notice: null, today: DAY });
  expect(steps).toMatchObject([{ title: "已到账", state: "done", note: "7月10日 10:00" }]);
});

test("the promise adds the limits of the steps to come, in working days from the day of asking", async () => {
  const calendar = await loadCalendar(db);
  const limits = { manualReviewWorkingDays: 3, noticeWorkingDays: 5, disbursementWorkingDays: 2 };
  const base = { benefitKind: "cash", confirmStage: "before", reviewed: false, dueOn: plainDate("2026-07-27"), limits } as const;
  // Wednesday 15 July: check Thu 16, notice five days to Thu 23, approval Fri 24, payment Mon 27 and Tue 28.
  expect(promiseOf(calendar, { ...base, state: "pendingConfirm" }, DAY)).toMatchObject({ by: "2026-07-28", late: false, provisional: false });
  expect(promiseOf(calendar, { ...base, state: "pendingConfirm", reviewed: true }, DAY)?.by).toBe("2026-07-31");
  expect(promiseOf(calendar, { ...base, state: "approved", dueOn: plainDate("2026-07-14") }, DAY)).toMatchObject({ by: "2026-07-17", late: true });
  expect(promiseOf(calendar, { ...base, state: "supplement" }, DAY)).toBeNull();
  const reduction = promiseOf(calendar, { ...base, benefitKind: "taxReduction", state: "pendingConfirm" }, DAY);
  expect(reduction?.steps.map((one) => one.state)).toEqual(["autoCheck", "manualReview"]);
});

test("the ruler draws a weekend as one notch, today by its word and the due day last", async () => {
  const cells = rulerOf(await loadCalendar(db), plainDate("2026-07-15"), plainDate("2026-07-21"), DAY);
  expect(cells.map((cell) => cell.label)).toEqual(["今天", "16", "17", "休", "20", "21日"]);
  expect(cells.map((cell) => cell.kind)).toEqual(["today", "future", "future", "rest", "future", "future"]);
  expect(cells.map((cell) => cell.due ?? false)).toEqual([false, false, false, false, false, true]);
});

test("还差一点: eight new hires of ten asked for are told as two more, with what they would bring", async () => {
  const company = await makeCompany(db, {
    facts: {
      regStatus: "active",
      registrationRegion: "529901",
      enterpriseScale: "small",
      newHireContract12mCount: { "2025": 8 },
    },
  });
  const calendar = await loadCalendar(db);
  const outlook = await loadOutlook(db, { enterpriseId: company.id, mine: [], at: TODAY, calendar });
  const hire = outlook.near.find((miss) => miss.gap.indicator === "newHireContract12mCount");
  expect(hire?.gap).toMatchObject({ direction: "more", distance: "2", target: "10", text: "再招 2 人" });
  expect(hire).toMatchObject({ amountFen: fenFromYuan(30_000), have: "8", lost: [] });
  const { claimId } = await claimToConfirm(db, { company, policyCode: hire!.policyCode, period: "once", subject: "persons:1" });
  const mine = await listMyClaims(db, company.id);
  expect(mine.map((one) => one.id)).toEqual([claimId]);
  const after = await loadOutlook(db, { enterpriseId: company.id, mine, at: TODAY, calendar });
  expect(after.near.some((miss) => miss.policyCode === hire!.policyCode)).toBe(false);
});

test("a company without a file has an outlook without guesses", async () => {
  const company = await makeCompany(db);
  await db.delete(enterpriseProfiles).where(eq(enterpriseProfiles.enterpriseId, company.id));
  const outlook = await loadOutlook(db, { enterpriseId: company.id, mine: [], at: TODAY, calendar: await loadCalendar(db) });
  expect(outlook).toEqual({ near: [], invitations: [], hints: [], waiting: [], titles: [], hasProfile: false });
});

test("the file lists every indicator under its dimension, unknown ones as such", async () => {
  const company = await makeCompany(db);
  const file = await loadMyFile(db, company.id);
  expect(file?.head).toMatchObject({ name: company.name, uscc: company.uscc });
  expect(file?.dimensions.map((one) => one.code)).toEqual(["D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D11", "D12"]);
  const data = file!.dimensions.flatMap((one) => one.data);
  expect(data).toHaveLength(56);
  expect(data.every((datum) => datum.value === undefined && datum.departmentName !== "")).toBe(true);
  expect(await loadMyFile(db, "00000000-0000-4000-8000-000000000000")).toBeNull();
});

test("a consent is listed for its own enterprise; an invitation that was never made does not open", async () => {
  const company = await makeCompany(db);
  expect(await listMyConsents(db, company.id, TODAY)).toEqual([]);
  expect(await findInvitation(db, company.id, "AGR-001")).toBeNull();
});

test("a message is opened by its reader only, and read once", async () => {
  const company = await makeCompany(db);
  const stranger = await makeCompany(db);
  await notify(db, [{ enterpriseId: company.id, kind: "claim.offered", title: "一笔补贴", body: "请确认", href: "/my", dedupeKey: "my-queries" }], TODAY);
  const [message] = await db.select().from(notifications).where(eq(notifications.enterpriseId, company.id));
  const mailbox = { personId: company.owner.personId!, enterpriseId: company.id };
  expect(await openNotification(db, { personId: stranger.owner.personId!, enterpriseId: stranger.id }, message!.id, TODAY)).toBeNull();
  expect(await openNotification(db, mailbox, message!.id, TODAY)).toEqual({ href: "/my" });
  await openNotification(db, mailbox, message!.id, on("2026-07-16"));
  const [read] = await db.select().from(notifications).where(eq(notifications.id, message!.id));
  expect(new Date(read!.readAt!).toISOString()).toBe(new Date(TODAY).toISOString());
});
