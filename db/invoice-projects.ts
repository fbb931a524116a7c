import "server-only";
import { and, eq, isNull } from "drizzle-orm";
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
