import { type SQL, sql } from "drizzle-orm";
import { signApproved } from "@/db/approvals";
import { closeDue, publishWaiting } from "@/db/notices";
import type { Db } from "@/db/types";
import { freshDatabase } from "./database";
import { type Company, claimInNotice, on, refusedBy, type Staff, seedOffice } from "./fixtures";

export const MONDAY = on("2026-07-13", "11:00");
export const FRIDAY = on("2026-07-17", "00:20");
export const PAYING = on("2026-07-17", "10:00");

type Placed = { readonly company: Company; readonly claimId: string };

/** What the starred invariants are attacked in: one claim signed and ready to be paid, one in public notice. */
export type GuardScene = {
  readonly db: Db;
  readonly close: () => Promise<void>;
  readonly staff: Staff;
  readonly signed: Placed;
  readonly noticed: Placed;
  /** Name of the constraint that refuses a statement; "accepted" when nothing does. */
  readonly attack: (statement: SQL) => Promise<string | undefined>;
  /** Several statements as one transaction: deferred checks speak at its end. */
  readonly attackTogether: (...statements: SQL[]) => Promise<string | undefined>;
  /** A batch of the county treasury, made by the maker. */
  readonly emptyBatch: (number: string) => Promise<string>;
};

export async function guardScene(): Promise<GuardScene> {
  const { db, close } = await freshDatabase();
  const staff = await seedOffice(db);
  const signed = await claimInNotice(db);
  await publishWaiting(db, MONDAY);
  await closeDue(db, FRIDAY);
  await signApproved(db, { claimIds: [signed.claimId], actor: staff.leader, opinion: "同意", at: on("2026-07-17", "09:30") });
  const noticed = await claimInNotice(db, { at: on("2026-07-20") });
  await publishWaiting(db, on("2026-07-20", "11:00"));
  return {
    db,
    close,
    staff,
    signed,
    noticed,
    attack: (statement) => refusedBy(() => db.execute(statement)),
    attackTogether: (...statements) =>
      refusedBy(() =>
        db.transaction(async (tx) => {
          for (const statement of statements) await tx.execute(statement);
        }),
      ),
    emptyBatch: (number) => emptyBatch(db, staff, number),
  };
}

async function emptyBatch(db: Db, staff: Staff, number: string): Promise<string> {
  const { rows } = (await db.execute(sql`
    insert into payment_batches (number, fund_id, state, order_count, total_fen, maker_id, made_at, due_on)
    values (${number}, 'countyTreasury', 'prepared', 1, 20000000, ${staff.maker.personId}, ${PAYING}, '2026-07-21') returning id`)) as unknown as {
    rows: { id: string }[];
  };
  return rows[0]!.id;
}

let orders = 0;
/** A payment order as an attacker would write it, over a claim of the scene. */
export const insertOrder = (
  batchId: string,
  who: { company: Company; claimId: string },
  change: { amountFen?: number; fundId?: string; accountId?: string; enterpriseId?: string; createdAt?: string } = {},
) => {
  orders += 1;
  const { amountFen = 20_000_000, fundId = "countyTreasury", accountId = who.company.accountId, enterpriseId = who.company.id, createdAt = PAYING } = change;
  return sql`
    insert into payment_orders (number, batch_id, fund_id, claim_id, enterprise_id, account_id, amount_fen, state, idempotency_key, remark, created_at)
    values (${`攻-${orders}`}, ${batchId}, ${fundId}, ${who.claimId}, ${enterpriseId}, ${accountId}, ${amountFen}, 'prepared', ${`attack-${orders}`}, 'x', ${createdAt})`;
};

/** A move of a claim without the claim. */
export const insertEvent = (
  claimId: string,
  seq: number,
  from: string,
  to: string,
  auditSeq: SQL = sql`(select seq from audit_heads where chain = 'business')`,
) => sql`
  insert into claim_events (claim_id, seq, from_state, to_state, actor_role, at, detail, audit_seq)
  values (${claimId}, ${seq}, ${from}, ${to}, 'system', ${PAYING}, '{}', ${auditSeq})`;
