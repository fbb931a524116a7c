import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exportBatch, importReturn } from "@/db/bank-exchange";
import { prepareBatch } from "@/db/disbursements";
import { ledgerOverview } from "@/db/ledger-views";
import { releaseBatch } from "@/db/payment-release";
import { ledgerEntries, paymentOrders } from "@/db/schema";
import type { Db } from "@/db/types";
import { answerBankFile } from "@/inngest/bank/simulated-bank";
import { freshDatabase } from "../support/database";
import { on, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { granted, PAYING, signedClaims } from "../support/paid-claims";
import { fingerprint } from "../support/wrong-input";

/** A payment is cut off at each place where it writes: nothing of it stays, and the next try does it once. */
let db: Db;
let close: () => Promise<void>;
let staff: Staff;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  await db.execute(sql`create function cut_off() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$`);
});
afterAll(() => close());

/** Runs an act that dies at its first write to a table. */
async function cutOffAt(table: string, act: () => Promise<unknown>): Promise<void> {
  const before = await fingerprint(db);
  await db.execute(sql.raw(`create trigger zz_cut_off after insert or update on ${table} for each row execute function cut_off()`));
  await expect(act(), table).rejects.toThrow();
  await db.execute(sql.raw(`drop trigger zz_cut_off on ${table}`));
  expect(await fingerprint(db), `${table}: something stayed`).toBe(before);
}

const POINTS = {
  prepare: ["claims", "claim_events", "payment_batches", "payment_orders", "audit_log"],
  release: ["payment_batches", "audit_log"],
  send: ["bank_files", "payment_orders", "ledger_entries", "payment_batches", "audit_log"],
  book: ["budget_reservations", "payment_orders", "ledger_entries", "claims", "claim_events", "payment_batches", "bank_files", "audit_log"],
} as const;

test("making, releasing, sending and booking a batch: cut off anywhere, never half, never twice, never lost", async () => {
  const made = await signedClaims(db, staff, 2);
  const claimIds = made.map((one) => one.claimId);
  const prepare = () => prepareBatch(db, { claimIds, actor: staff.maker, at: PAYING });
  for (const table of POINTS.prepare) await cutOffAt(table, prepare);
  const batchId = granted(await prepare()).batches[0]?.batchId ?? "";
  const release = () => releaseBatch(db, { batchId, actor: staff.releaser, at: PAYING });
  for (const table of POINTS.release) await cutOffAt(table, release);
  granted(await release());
  const send = () => exportBatch(db, { batchId, actor: staff.maker, at: PAYING, format: "countyCsv" });
  for (const table of POINTS.send) await cutOffAt(table, send);
  const file = granted(await send());
  const text = answerBankFile(file.text, [{ payee: made[1]?.company.last4 ?? "" }]);
  const book = () => importReturn(db, { batchId, filename: "r.csv", text, actor: staff.maker, at: on("2026-07-20", "15:00") });
  for (const table of POINTS.book) await cutOffAt(table, book);
  expect(granted(await book())).toMatchObject({ duplicate: false, reconciled: true });
  expect(granted(await book())).toMatchObject({ duplicate: true, paid: [], returned: [] });
  expect([(await stateOf(db, claimIds[0] ?? "")).state, (await stateOf(db, claimIds[1] ?? "")).state]).toEqual(["settled", "paymentFailed"]);
  expect((await db.select().from(paymentOrders)).map((order) => order.state).sort()).toEqual(["paid", "returned"]);
  const paid = (await db.select().from(ledgerEntries)).filter((entry) => entry.account === "granted");
  expect(paid.map((entry) => [entry.claimId, entry.amountFen])).toEqual([[claimIds[0], 20_000_000]]);
  expect(await ledgerOverview(db)).toMatchObject({ totalFen: 0, unbalanced: 0 });
});
