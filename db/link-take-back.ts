import "server-only";
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { nameKey } from "@/lib/pipeline/link/name-key";
import { enterpriseAliases, type enterprises, type LinkTrace, type RowBefore, uploadRows, uploads } from "./schema";
import type { Db } from "./types";

type Row = typeof uploadRows.$inferSelect;
type Enterprise = Pick<typeof enterprises.$inferSelect, "id" | "uscc" | "name">;

/** Puts a record back into the queue as it stood before, and lets the record that it had replaced stand again. */
async function requeue(tx: Db, row: Row, { id, ...before }: RowBefore): Promise<void> {
  await tx
    .update(uploadRows)
    .set({ ...before, fate: "quarantined", record: null, recordKey: null, supersededBy: null, resolvedAt: null, resolvedBy: null, resolution: null })
    .where(eq(uploadRows.id, id));
  // A later delivery may have replaced it meanwhile: then that one stands for both
  await tx.update(uploadRows).set({ supersededBy: row.supersededBy }).where(eq(uploadRows.supersededBy, id));
  const counter = `${row.fate}Rows` as "acceptedRows" | "correctedRows" | "duplicateRows";
  await tx
    .update(uploads)
    .set({ quarantinedRows: sql`${uploads.quarantinedRows} + 1`, [counter]: sql`${uploads[counter]} - 1` })
    .where(eq(uploads.id, row.uploadId));
}

const ADOPTED = ["accepted", "corrected", "duplicate"] as const;

/** Rows that followed by themselves because the meter was known by then. */
async function followers(tx: Db, account: string, { id, uscc, name }: Enterprise, after: number): Promise<{ row: Row; before: RowBefore }[]> {
  const rows = await tx
    .select()
    .from(uploadRows)
    .where(
      and(
        eq(uploadRows.enterpriseId, id),
        gt(uploadRows.id, after),
        eq(uploadRows.linkFate, "auto"),
        inArray(uploadRows.fate, [...ADOPTED]),
        sql`trim(${uploadRows.raw}->>'meterAccountNo') = ${account} and coalesce(${uploadRows.raw}->>'uscc', '') = ''`,
      ),
    )
    .for("update");
  const reason = { field: "accountName", pattern: "OLD_NAME", code: "LINK_REVIEW", message: "户号原先对应的企业已撤回认定，请重新核对这一行属于哪一家。" };
  const asked = {
    enterpriseId: null,
    uscc: null,
    linkFate: "review" as const,
    linkConfidence: 0.5,
    linkCandidates: [uscc],
    corrections: null,
    reasons: [reason],
  };
  return rows.filter((row) => nameKey(row.raw["accountName"] ?? "") !== nameKey(name)).map((row) => ({ row, before: { ...asked, id: row.id } }));
}

/** 撤回是同一家: every row that the answer settled waits again. Returns the ids of those that did; others have been settled anew meanwhile. */
export async function takeBackSame(tx: Db, { rows, account }: LinkTrace, enterprise: Enterprise): Promise<number[]> {
  const before = new Map(rows.map((row) => [row.id, row]));
  const settled = await tx
    .select()
    .from(uploadRows)
    .where(and(inArray(uploadRows.id, [...before.keys()]), eq(uploadRows.enterpriseId, enterprise.id), inArray(uploadRows.fate, [...ADOPTED])))
    .orderBy(uploadRows.id)
    .for("update");
  const back = settled.flatMap((row) => {
    const one = before.get(row.id);
    return one ? [{ row, before: one }] : [];
  });
  const first = rows[0]?.id ?? 0;
  if (account !== null) {
    back.push(...(await followers(tx, account, enterprise, first)).filter(({ row }) => !before.has(row.id)));
    await tx
      .delete(enterpriseAliases)
      .where(
        and(
          eq(enterpriseAliases.enterpriseId, enterprise.id),
          eq(enterpriseAliases.kind, "meterAccount"),
          eq(enterpriseAliases.key, account),
          eq(enterpriseAliases.sourceRowId, first),
        ),
      );
  }
  for (const one of back) await requeue(tx, one.row, one.before);
  return back.map(({ row }) => row.id);
}

/** 撤回不是同一家: the candidate is offered again where the row still waits, without those that are ruled out on their own account. */
export async function takeBackApart(tx: Db, { rows }: LinkTrace, ruledOut: readonly string[]): Promise<number[]> {
  const restored: number[] = [];
  for (const { id, linkFate, linkConfidence, linkCandidates, reasons } of rows) {
    const [row] = await tx
      .update(uploadRows)
      .set({ linkFate, linkConfidence, linkCandidates: linkCandidates?.filter((one) => !ruledOut.includes(one)) ?? null, reasons })
      .where(and(eq(uploadRows.id, id), eq(uploadRows.fate, "quarantined"), sql`${uploadRows.resolvedAt} is null`))
      .returning({ id: uploadRows.id });
    if (row) restored.push(row.id);
  }
  return restored;
}
