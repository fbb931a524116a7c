import { and, eq } from "drizzle-orm";
import { loadCalendar } from "@/db/calendar";
import { matchContext, matchEnterprises } from "@/db/matching";
import { acceptInvitation } from "@/db/my-acts";
import { refreshContext, refreshProfiles } from "@/db/profiles";
import { claims, uploadRows, uploads } from "@/db/schema";
import type { Db } from "@/db/types";
import { fenFromYuan } from "@/lib/kernel/fen";
import { type Instant, plainDate } from "@/lib/kernel/plain-date";
import { type Company, makeCompany, on } from "./fixtures";

let serial = 0;

/** A delivery that was taken in and applied, with the rows that belong to one company. */
async function delivered(db: Db, datasetId: string, period: string, company: Company | null, records: readonly Record<string, unknown>[]): Promise<void> {
  serial += 1;
  const at = on("2026-03-02");
  const counts = { totalRows: records.length, acceptedRows: records.length };
  const [upload] = await db
    .insert(uploads)
    .values({
      datasetId,
      period,
      channel: "connector",
      filename: `${datasetId}-${serial}.json`,
      contentSha256: `bytes-${serial}`,
      byteSize: 1,
      state: "applied",
      asOf: plainDate("2026-03-02"),
      receivedAt: at,
      ...counts,
    })
    .returning({ id: uploads.id });
  if (records.length === 0) return;
  await db.insert(uploadRows).values(
    records.map((record, index) => ({
      uploadId: upload!.id,
      datasetId,
      row: index + 1,
      fate: "accepted" as const,
      raw: {},
      record,
      recordKey: `${serial}-${index}`,
      period,
      enterpriseId: company?.id ?? null,
      linkFate: "exact" as const,
      linkConfidence: 1,
    })),
  );
}

/** Feeds of the negative list and of the invoices have spoken, without naming anybody. */
export async function hearFeeds(db: Db): Promise<void> {
  for (const datasetId of ["publicCredit", "regulatoryRecord"]) await delivered(db, datasetId, "snapshot", null, []);
  for (const datasetId of ["taxPayment", "taxCredit"]) await delivered(db, datasetId, "2025", null, []);
  await delivered(db, "vatInvoice", "2025-12-31", null, []);
}

export type Line = { readonly no: string; readonly yuan: number; readonly tag?: string; readonly status?: string };

/** Invoice lines of 2025, bought as equipment for processing and cold storage unless told otherwise. */
export const deliverInvoices = (db: Db, company: Company, lines: readonly Line[]) =>
  delivered(
    db,
    "vatInvoice",
    "2025-12-31",
    company,
    lines.map(({ no, yuan, tag = "农产品加工冷链设备", status = "正常" }) => ({
      invoiceNo: no,
      lineNo: 1,
      invoiceDate: "2025-09-03",
      goodsName: `*食品机械*设备 ${no}`,
      sellerName: "青禾县机械试验厂",
      amountExclTax: fenFromYuan(yuan),
      amountInclTax: fenFromYuan(yuan * 1.13),
      purposeTag: tag,
      invoiceStatus: status,
    })),
  );

/** A registered company of an industry, known to the register and clean on every list. */
export async function registeredCompany(db: Db, industryCode: string): Promise<Company> {
  const company = await makeCompany(db);
  const record = { regStatus: "active", registrationRegion: "529901", industryCode, establishedDate: "2018-06-01", entityType: "company_ltd" };
  await delivered(db, "bizRegistration", "snapshot", company, [record]);
  return company;
}

/** What a night does for one company. */
export async function night(db: Db, company: Company, at: Instant): Promise<readonly string[]> {
  await refreshProfiles(db, await refreshContext(db, at), [company.id]);
  const { opened } = await matchEnterprises(db, await matchContext(db, at, await loadCalendar(db)), [company.id]);
  return opened.map((one) => one.claimId);
}

export const ownerOf = ({ owner }: Company) => {
  if (owner.personId === null) throw new Error("the owner is a person");
  return { ...owner, personId: owner.personId };
};

export async function allowed(db: Db, company: Company, policyCode: string, at: Instant, lines?: readonly string[]) {
  const act = { enterpriseId: company.id, policyCode, actor: ownerOf(company), at, calendar: await loadCalendar(db), ...(lines && { lines }) };
  return acceptInvitation(db, act);
}

export const claimsOf = (db: Db, company: Company, policyCode: string) =>
  db
    .select()
    .from(claims)
    .where(and(eq(claims.enterpriseId, company.id), eq(claims.policyCode, policyCode)))
    .orderBy(claims.number);
