import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { monthsOf } from "@/app/(enterprise)/my/calendar/entries";
import { loadCalendar } from "@/db/calendar";
import { loadForwardCalendar } from "@/db/my-calendar";
import { enterpriseProfiles, enterprises, indicatorValues } from "@/db/schema";
import type { Db } from "@/db/types";
import { fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { claimToConfirm } from "../support/enterprise-fixtures";
import { type Company, makeCompany, on, seedOffice } from "../support/fixtures";

const TODAY = on("2026-07-15");
let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
});
afterAll(() => close());

const calendarOf = async (company: Company) => loadForwardCalendar(db, { enterpriseId: company.id, at: TODAY, calendar: await loadCalendar(db) });

const SMALL = { regStatus: "active", registrationRegion: "529901", enterpriseScale: "small" };

/** A provincial title of 1 March 2026 that runs out on 30 November 2026. */
async function withTitle(): Promise<Company> {
  const company = await makeCompany(db, { facts: { ...SMALL, titleCodes: ["SRDI_PROVINCIAL"], titleAwardDate: "2026-03-01" } });
  const titles = [{ code: "SRDI_PROVINCIAL", awarded: "2026-03-01" }];
  await db.update(enterpriseProfiles).set({ subjects: { titles } }).where(eq(enterpriseProfiles.enterpriseId, company.id));
  const [row] = await db.select({ sourceRowId: enterprises.sourceRowId }).from(enterprises).where(eq(enterprises.id, company.id));
  await db.insert(indicatorValues).values({
    enterpriseId: company.id,
    indicatorId: "titleCodes",
    period: "snapshot",
    subject: "SRDI_PROVINCIAL",
    state: "value",
    value: ["SRDI_PROVINCIAL"],
    validFrom: plainDate("2026-03-01"),
    validTo: plainDate("2026-11-30"),
    asOf: plainDate("2026-07-01"),
    datasetId: "titleRegistry",
    sourceRowId: row!.sourceRowId,
    sourceRowIds: [row!.sourceRowId],
    sensitivity: "public",
    recordedAt: on("2026-07-01"),
  });
  return company;
}

test("a certificate that runs out takes its subsidy with it: 200,000 yuan from 1 December", async () => {
  const ahead = await calendarOf(await withTitle());
  expect(ahead.turns).toMatchObject([{ day: "2026-12-01", kind: "lost", cause: "title", policyCode: "IND-001", amountFen: 20_000_000, taken: false }]);
  expect(ahead.losing).toEqual({ fen: 20_000_000, open: 0 });
  const [november, ...rest] = monthsOf(ahead);
  expect(rest).toEqual([]);
  expect(november?.name).toBe("2026年11月");
  expect(november?.entries.map(({ day, tone, title, note }) => [day, tone, title, note])).toEqual([
    ["2026-11-30", "todo", "专精特新中小企业有效期到", "下面的补贴要靠证书，请提前续期。"],
    ["2026-11-30", "loss", "证书过期就拿不到", "证书最后一天是2026年11月30日。到期以前续上，就还符合。"],
  ]);
  expect(november?.entries[1]?.policies).toEqual([{ code: "IND-001", name: "专精特新中小企业认定奖励", amount: "200,000.00元" }]);
});

test("twelve hires: 36,000 yuan until the policy ends on 31 December; claimed this year, only what would have come after", async () => {
  const facts = { ...SMALL, newHireContract12mCount: 12 };
  const free = await makeCompany(db, { facts });
  const [lost] = (await calendarOf(free)).turns;
  expect(lost).toMatchObject({ day: "2027-01-01", kind: "lost", cause: "policyEnds", policyCode: "EMP-002", amountFen: 3_600_000, taken: false });
  const busy = await makeCompany(db, { facts });
  await claimToConfirm(db, { company: busy, policyCode: "EMP-002", period: "2026", subject: "", amountFen: fenFromYuan(36_000) });
  const ahead = await calendarOf(busy);
  expect(ahead.turns).toMatchObject([{ day: "2027-01-01", taken: true }]);
  expect(ahead.losing.fen).toBe(0);
  const months = monthsOf(ahead);
  expect(months.map((month) => month.name)).toEqual(["2026年7月", "2026年12月"]);
  expect(months[0]?.entries).toMatchObject([{ tone: "todo", title: "确认截止", policies: [{ code: "EMP-002", amount: "36,000.00元" }] }]);
  expect(months[1]?.entries[0]?.policies).toEqual([{ code: "EMP-002", name: "小微企业吸纳就业补贴", amount: "这一期的已经办了" }]);
});

test("an enterprise sees its own days only, and none where nothing is known of it", async () => {
  const other = await makeCompany(db);
  await withTitle();
  const ahead = await calendarOf(other);
  expect([ahead.titles, ahead.deadlines, ahead.turns, monthsOf(ahead)]).toEqual([[], [], [], []]);
  await db.delete(enterpriseProfiles).where(eq(enterpriseProfiles.enterpriseId, other.id));
  expect((await calendarOf(other)).hasProfile).toBe(false);
});
