import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "@/db/types";
import { receiveUpload } from "@/db/uploads";
import { refreshStale } from "@/inngest/functions/uploads/refresh-stale";
import { identityCheckChar } from "@/lib/standards/identity-number";
import { freshDatabase } from "../support/database";
import { deliver } from "../support/deliveries";
import { on, seedOffice } from "../support/fixtures";

/** CMP-011: an identity number stands nowhere in the database, in whatever cell of a file it came. */
let db: Db;
let close: () => Promise<void>;
const numberOf = (serial: number): string => {
  const body = `52990119880${(serial % 9) + 1}15${String(100 + serial)}`;
  return body + identityCheckChar(body);
};
const PLACES = [
  "inColumn",
  "lower",
  "spaced",
  "inName",
  "inCompany",
  "unknownColumn",
  "noCompany",
  "wrongCheck",
  "fullWidth",
  "inTitle",
  "inRemark",
  "inHeader",
  "inFileName",
] as const;
/** One number for each place of the file. */
const of = Object.fromEntries(PLACES.map((place, index) => [place, numberOf(index + 1)])) as Record<(typeof PLACES)[number], string>;
const wide = (text: string) => text.replace(/[0-9A-Z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const off = (text: string) => `${text.slice(0, 17)}${text.endsWith("0") ? "1" : "0"}`;

const COMPANY = "91529901MADE00011M,青禾县示例食品有限公司";
const CONTRACTS = `劳动合同备案表（经办：${of.inTitle}）
统一社会信用代码,用人单位,姓名,证件号码,用工形式,合同开始,合同期限,内部备注${of.inHeader}
${COMPANY},赵一,${of.inColumn},劳动合同,2026-01-01,24,
${COMPANY},钱二,${of.lower.toLowerCase()},劳动合同,2026-01-01,24,
${COMPANY},孙三,${of.spaced.slice(0, 6)} ${of.spaced.slice(6, 14)} ${of.spaced.slice(14)},劳动合同,2026-01-01,24,
${COMPANY},${of.inName},,劳动合同,2026-01-01,24,
91529901MADE00011M,青禾县示例食品有限公司${of.inCompany},周五,${numberOf(20)},劳动合同,2026-01-01,24,
${COMPANY},吴六,${numberOf(21)},劳动合同,2026-01-01,24,原号${of.unknownColumn}
91529901MADE00099X,没有登记的企业,郑七,${of.noCompany},劳动合同,2026-01-01,24,
${COMPANY},王八,${off(of.wrongCheck)},劳动合同,2026-01-01,24,
${COMPANY},冯九,${wide(of.fullWidth)},劳动合同,2026-01-01,24,
备注：${of.inRemark} 已离职
`;
const REGISTER = `统一社会信用代码,企业名称,登记状态,成立日期,企业类型,登记机关区划代码,行业代码
${COMPANY},存续,2018-06-01,有限责任公司,529901,1392
`;

/** Every table that holds the text, as it is or as bytes, in any spelling that a person would read as the number. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = (await db.execute(sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`)) as unknown as {
    rows: { name: string }[];
  };
  const hex = Buffer.from(text, "utf8").toString("hex");
  const found: string[] = [];
  for (const { name } of rows) {
    const plain = sql`regexp_replace(upper(t::text), '[[:space:]-]', '', 'g')`;
    const { rows: hits } = (await db.execute(
      sql`select 1 from ${sql.identifier(name)} t where ${plain} like ${`%${text.toUpperCase()}%`} or t::text ilike ${`%${hex}%`} limit 1`,
    )) as unknown as { rows: unknown[] };
    if (hits.length > 0) found.push(name);
  }
  return found;
}

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  await deliver(db, { dataset: "bizRegistration", period: "snapshot", content: REGISTER });
});
afterAll(() => close());

test("the scan finds what is there", async () => {
  expect(await tablesWith("91529901MADE00011M")).toContain("enterprises");
});

test("contracts with identity numbers in every place leave none behind", async () => {
  const { rows, upload } = await deliver(db, { dataset: "laborContract", period: "2026-07-14", content: CONTRACTS });
  await refreshStale(db, on("2026-07-15"), 1000);
  expect([upload.state, rows.length]).toEqual(["applied", 12]);
  const file = { datasetId: "laborContract", period: "2026-07-15", channel: "api" as const, filename: `赵一${of.inFileName}.csv` };
  expect((await receiveUpload(db, { ...file, content: new TextEncoder().encode(CONTRACTS), at: on("2026-07-15") })).ok).toBe(true);
  const numbers = { ...of, wrongCheck: off(of.wrongCheck), inFullWidth: wide(of.fullWidth) };
  const found: Record<string, string[]> = {};
  for (const [place, number] of Object.entries(numbers)) found[place] = await tablesWith(number);
  expect(found).toEqual(Object.fromEntries(Object.keys(numbers).map((place) => [place, []])));
});
