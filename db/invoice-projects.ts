import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { invoiceProjects } from "./schema";
import type { Db } from "./types";

/** 释放归项: with the end of a consent its lines stand free. */
export async function releaseLines(tx: Db, { enterpriseId, policyCode, at }: { enterpriseId: string; policyCode: string; at: Instant }): Promise<void> {
  await tx
    .update(invoiceProjects)
    .set({ releasedAt: at })
    .where(and(eq(invoiceProjects.enterpriseId, enterpriseId), eq(invoiceProjects.policyCode, policyCode), isNull(invoiceProjects.releasedAt)));
}

/** 已归项的发票行 of some enterprises: line → policy. */
export async function loadNamed(db: Db, enterpriseIds: readonly string[]): Promise<Map<string, Record<string, string>>> {
  const rows = await db
    .select({ enterpriseId: invoiceProjects.enterpriseId, line: invoiceProjects.line, policyCode: invoiceProjects.policyCode })
    .from(invoiceProjects)
    .where(and(inArray(invoiceProjects.enterpriseId, [...enterpriseIds]), isNull(invoiceProjects.releasedAt)));
  const found = new Map<string, Record<string, string>>();
  for (const { enterpriseId, line, policyCode } of rows) found.set(enterpriseId, { ...found.get(enterpriseId), [line]: policyCode });
  return found;
}

export type Naming = {
  readonly enterpriseId: string;
  readonly policyCode: string;
  readonly consentId: string;
  readonly lines: readonly string[];
  readonly personId: string;
  readonly at: Instant;
};

/** 归项: these lines belong to the policy's project from now on; what they were named for before is released. The caller has checked that they are free. */
export async function nameLines(tx: Db, { lines, at, personId, ...place }: Naming): Promise<number> {
  if (lines.length === 0) return 0;
  await tx
    .update(invoiceProjects)
    .set({ releasedAt: at })
    .where(and(eq(invoiceProjects.enterpriseId, place.enterpriseId), inArray(invoiceProjects.line, [...lines]), isNull(invoiceProjects.releasedAt)));
  const rows = await tx
    .insert(invoiceProjects)
    .values(lines.map((line) => ({ ...place, line, namedBy: personId, namedAt: at })))
    .returning({ id: invoiceProjects.id });
  return rows.length;
}
