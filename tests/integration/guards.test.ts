import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerAccount } from "@/db/accounts";
import { exportBatch, importReturn } from "@/db/bank-exchange";
import { prepareBatch } from "@/db/disbursements";
import { closeDue, publishWaiting } from "@/db/notices";
import { raiseObjection } from "@/db/objections";
import { releaseBatch } from "@/db/payment-release";
import { auditLog, claimEvents, noticeLines, notices, paymentOrders } from "@/db/schema";
import { answerBankFile } from "@/inngest/bank/simulated-bank";
import { claimInNotice, makeClaim, makeCompany, on, refusedBy, stateOf } from "../support/fixtures";
import { type GuardScene, guardScene, insertEvent, insertOrder, PAYING } from "../support/guard-scene";

/** Every starred invariant is attacked with plain SQL, as somebody would who holds the database's password and none of our modules. */
let scene: GuardScene;
let { db, staff, signed, noticed, attack, attackTogether, emptyBatch } = {} as GuardScene;
beforeAll(async () => {
  scene = await guardScene();
  ({ db, staff, signed, noticed, attack, attackTogether, emptyBatch } = scene);
});
afterAll(() => scene.close());

test("I1: a budget is not overdrawn, its sums are not written by hand, and a frozen amount is neither deleted nor moved elsewhere", async () => {
  expect(await attack(sql`update budgets set amount_fen = 1 where policy_code = 'IND-001'`)).toBe("budgets_never_overdrawn");
  expect(await attack(sql`update budgets set reserved_fen = 0 where policy_code = 'IND-001'`)).toBe("budgets_sums_by_trigger");
  expect(await attack(sql`update budget_reservations set amount_fen = 900000000000 where claim_id = ${signed.claimId}`)).toBe("budgets_never_overdrawn");
  expect(await attack(sql`delete from budget_reservations where claim_id = ${signed.claimId}`)).toBe("budget_reservations_never_deleted");
  expect(await attack(sql`update budget_reservations set budget_id = (select id from budgets where policy_code = 'IND-002')`)).toMatch(
    /^budget_reservations_(fixed|own_budget)$/,
  );
  const { rows } = await (db.execute(sql`
    select b.reserved_fen = coalesce(sum(r.amount_fen) filter (where r.state = 'reserved'), 0) and b.paid_fen = coalesce(sum(r.amount_fen) filter (where r.state = 'paid'), 0) as equal
    from budgets b left join budget_reservations r on r.budget_id = b.id group by b.id`) as unknown as Promise<{ rows: { equal: boolean }[] }>);
  expect(rows.every((row) => row.equal)).toBe(true);
});

test("I2: one live claim per enterprise, policy, period and subject; what a claim is about never changes", async () => {
  const company = await makeCompany(db);
  await makeClaim(db, company, { subject: "title:SRDI_PROVINCIAL@2026-02-01" });
  expect(await refusedBy(() => makeClaim(db, company, { subject: "title:SRDI_PROVINCIAL@2026-02-01" }))).toBe("claims_one_live");
  for (const change of [
    sql`subject = 'x'`,
    sql`period = '2024'`,
    sql`policy_code = 'IND-002'`,
    sql`enterprise_id = ${company.id}`,
    sql`number = 'x'`,
    sql`fund_id = 'employment'`,
  ])
    expect(await attack(sql`update claims set ${change} where id = ${signed.claimId}`)).toBe("claims_identity_fixed");
  expect(await attack(sql`delete from claims where id = ${signed.claimId}`)).toBe("claims_append_only");
});

test("I3: an order is one per claim, of the claim's amount and fund, to a verified account of the same enterprise", async () => {
  const batchId = await emptyBatch("攻批-1");
  const other = await makeCompany(db);
  expect(await attack(insertOrder(batchId, signed, { amountFen: 20_000_001 }))).toBe("payment_orders_equal_claim");
  expect(await attack(insertOrder(batchId, signed, { fundId: "employment" }))).toBe("payment_orders_equal_claim");
  expect(await attack(insertOrder(batchId, signed, { accountId: other.accountId }))).toBe("payment_orders_account_of_enterprise");
  expect(await attack(insertOrder(batchId, signed, { enterpriseId: other.id, accountId: other.accountId }))).toBe("payment_orders_claim_of_enterprise");
  expect(await attack(insertOrder(batchId, signed, { createdAt: "2026-01-01T00:00:00Z" }))).toBe("payment_orders_account_effective");
  const pending = await registerAccount(db, {
    enterpriseId: signed.company.id,
    holderName: signed.company.name,
    bankName: "青禾农村商业银行",
    number: "62990000099999",
    kind: "corporate",
    personId: signed.company.owner.personId!,
    at: PAYING,
  });
  if (!pending.ok) throw new Error(pending.reason);
  expect(await attack(insertOrder(batchId, signed, { accountId: pending.value.id }))).toBe("payment_orders_account_effective");
  expect(await attack(sql`update bank_accounts set state = 'effective' where id = ${pending.value.id}`)).toMatch(
    /^bank_accounts_(one_effective|effective_is_verified)$/,
  );
  expect(await attackTogether(insertOrder(batchId, signed), insertOrder(batchId, signed))).toBe("payment_orders_one_live");
  expect(
    await attack(sql`insert into bank_accounts (enterprise_id, holder_name, bank_name, number_cipher, number_index, key_id, last4, kind, state, created_by, created_at)
    values (${other.id}, 'x', 'x', '6222020200112233445', 'x', 'x', '3445', 'corporate', 'pending', ${staff.maker.personId}, ${PAYING})`),
  ).toBe("bank_accounts_not_plain");
});

test("I4: no order while the notice runs, after a forged end, without a signature, or with an open objection", async () => {
  const batchId = await emptyBatch("攻批-2");
  expect(await attack(insertOrder(batchId, noticed))).toBe("payment_orders_claim_approved");
  expect(await attack(sql`update notices set state = 'closed', closed_on = ends_on where state = 'open'`)).toBe("notices_run_out_before_closing");
  expect(await attack(sql`update notices set ends_on = '2026-07-14' where state = 'open'`)).toBe("notices_frozen");
  expect(await attack(sql`update notices set content_hash = 'x'`)).toBe("notices_frozen");
  expect(await attack(sql`delete from notices`)).toMatch(/notices_frozen|notice_lines_notice_id/);
  expect(await attack(sql`update notice_lines set amount_fen = amount_fen + 1`)).toBe("notice_lines_frozen");
  expect(await attack(sql`update notice_lines set enterprise_name = '别的公司'`)).toBe("notice_lines_frozen");
  expect(await attack(sql`delete from notice_lines`)).toBe("notice_lines_frozen");
  expect(await attackTogether(sql`update claims set approval_id = null where id = ${signed.claimId}`, insertOrder(batchId, signed))).toBe(
    "payment_orders_signed",
  );
  expect(await attackTogether(sql`update claims set notice_done_on = null where id = ${signed.claimId}`, insertOrder(batchId, signed))).toBe(
    "payment_orders_notice_finished",
  );
  expect(await attackTogether(sql`update notice_lines set state = 'held' where claim_id = ${signed.claimId}`, insertOrder(batchId, signed))).toBe(
    "payment_orders_notice_finished",
  );
  expect(await attackTogether(sql`update budget_reservations set state = 'released' where claim_id = ${signed.claimId}`, insertOrder(batchId, signed))).toBe(
    "payment_orders_reserved",
  );
  const objection = sql`insert into objections (receipt_number, notice_line_id, claim_id, objector_cipher, contact_cipher, query_digest, content, state, received_at, due_on)
    values ('攻异-1', (select id from notice_lines where claim_id = ${signed.claimId}), ${signed.claimId}, 'x', 'x', 'x', 'x', 'open', ${PAYING}, '2026-07-24')`;
  expect(await attackTogether(objection, insertOrder(batchId, signed))).toBe("payment_orders_no_objection");
  expect(await attackTogether(insertOrder(batchId, signed), objection)).toBe("objections_before_payment");
  const misplaced = sql`insert into objections (receipt_number, notice_line_id, claim_id, objector_cipher, contact_cipher, query_digest, content, state, received_at, due_on)
    values ('攻异-2', (select id from notice_lines where claim_id = ${signed.claimId}), ${noticed.claimId}, 'x', 'x', 'x', 'x', 'open', ${PAYING}, '2026-07-24')`;
  expect(await attack(misplaced)).toBe("objections_line_of_claim");
});

test("I5: a ledger transaction balances within each fund; ledger and audit log are append-only", async () => {
  const line = (fundId: string, amount: number) =>
    sql`insert into ledger_entries (transaction_id, fund_id, account, amount_fen, memo, at) values ('00000000-0000-4000-8000-000000000001', ${fundId}, 'bank', ${amount}, 'x', ${PAYING})`;
  expect(await attack(line("countyTreasury", 1))).toBe("ledger_balances");
  expect(await attackTogether(line("countyTreasury", 1), line("employment", -1))).toBe("ledger_balances");
  expect(await attackTogether(line("countyTreasury", 2), line("countyTreasury", -1))).toBe("ledger_balances");
  expect(await attack(sql`update ledger_entries set amount_fen = 0`)).toBe("ledger_entries_append_only");
  expect(await attack(sql`delete from ledger_entries`)).toBe("ledger_entries_append_only");
  expect(await attack(sql`truncate ledger_entries`)).toBe("ledger_entries_append_only");
  expect(await attack(sql`delete from audit_log`)).toBe("audit_log_append_only");
});

test("I6: only moves of the table, one after the other; handler, checker and approver are three persons, maker and releaser two", async () => {
  const { version, state } = await stateOf(db, noticed.claimId);
  expect(state).toBe("notice");
  const jump = (to: string) => sql`update claims set state = ${to}, version = version + 1 where id = ${noticed.claimId}`;
  expect(await attackTogether(jump("disbursing"), insertEvent(noticed.claimId, version + 1, "notice", "disbursing"))).toBe("claim_events_legal_move");
  expect(await attackTogether(jump("disbursing"), insertEvent(noticed.claimId, version + 1, "approved", "disbursing"))).toBe("claim_events_follow");
  expect(await attackTogether(jump("approved"), insertEvent(noticed.claimId, version + 2, "notice", "approved"))).toBe("claim_events_follow");
  const { personId: one } = staff.handler;
  for (const pair of [
    sql`handler_id = ${one}, checker_id = ${one}`,
    sql`handler_id = ${one}, chief_id = ${one}`,
    sql`handler_id = ${one}, approver_id = ${one}`,
    sql`checker_id = ${one}, approver_id = ${one}`,
    sql`chief_id = ${one}, approver_id = ${one}`,
  ])
    expect(await attack(sql`update claims set ${pair} where id = ${noticed.claimId}`)).toBe("claims_four_eyes");
  const batchId = await emptyBatch("攻批-3");
  expect(await attack(sql`update payment_batches set state = 'released', releaser_id = maker_id where id = ${batchId}`)).toBe("payment_batches_two_persons");
  expect(await attack(sql`update payment_batches set state = 'exported' where id = ${batchId}`)).toMatch(/^payment_batches_(released_by_somebody|fixed)$/);
});

test("I7: a state without an event, an event without a state or without its own audit row does not commit", async () => {
  const { version } = await stateOf(db, noticed.claimId);
  expect(await attack(sql`update claims set state = 'approved' where id = ${noticed.claimId}`)).toBe("claims_state_has_event");
  expect(await attack(sql`update claims set version = version + 1 where id = ${noticed.claimId}`)).toBe("claims_state_has_event");
  expect(await attack(insertEvent(noticed.claimId, version + 1, "notice", "approved", sql`999999`))).toMatch(/^claim_events_(audit_row|match_claim)$/);
  const used = await db.select({ auditSeq: claimEvents.auditSeq }).from(claimEvents).where(eq(claimEvents.claimId, signed.claimId));
  expect(await attack(insertEvent(noticed.claimId, version + 1, "notice", "approved", sql`${used[0]?.auditSeq}`))).toBe("claim_events_audit");
  expect(await attack(sql`update claim_events set to_state = 'settled'`)).toBe("claim_events_append_only");
  expect(await attack(sql`delete from claim_events`)).toBe("claim_events_append_only");
  const events = await db.select().from(claimEvents);
  const rows = await db.select().from(auditLog).where(eq(auditLog.subjectType, "claim"));
  const moves = rows.filter((row) => row.chain === "business" && row.action.startsWith("claim."));
  expect(moves.map((row) => row.seq).sort((a, b) => a - b)).toEqual(events.map((event) => event.auditSeq).sort((a, b) => a - b));
});

test("an order that lives cannot be rewritten, revived or deleted, nor its claim's amount changed; money settles nothing without a paid order", async () => {
  const { claimId, company } = signed;
  const prepared = await prepareBatch(db, { claimIds: [claimId], actor: staff.maker, at: on("2026-07-20", "10:00") });
  if (!prepared.ok) throw new Error(prepared.reason);
  const batchId = prepared.value.batches[0]?.batchId ?? "";
  const other = await makeCompany(db);
  for (const change of [sql`amount_fen = 1`, sql`account_id = ${other.accountId}`, sql`number = 'x'`, sql`idempotency_key = 'x'`, sql`fund_id = 'employment'`])
    expect(await attack(sql`update payment_orders set ${change} where claim_id = ${claimId}`)).toBe("payment_orders_fixed");
  expect(await attack(sql`delete from payment_orders`)).toBe("payment_orders_append_only");
  expect(await attack(sql`update claims set amount_fen = 1 where id = ${claimId}`)).toBe("claims_amount_fixed");
  const { version } = await stateOf(db, claimId);
  const settle = sql`update claims set state = 'settled', version = version + 1 where id = ${claimId}`;
  expect(
    await attackTogether(
      settle,
      insertEvent(
        claimId,
        version + 1,
        "disbursing",
        "settled",
        sql`(select max(seq) from audit_log a where chain = 'business' and not exists (select 1 from claim_events e where e.audit_seq = a.seq))`,
      ),
    ),
  ).toBe("claims_settled_has_order");

  expect((await releaseBatch(db, { batchId, actor: staff.releaser, at: on("2026-07-20", "11:00") })).ok).toBe(true);
  const file = await exportBatch(db, { batchId, actor: staff.maker, at: on("2026-07-20", "11:30") });
  if (!file.ok) throw new Error(file.reason);
  expect(await attack(sql`update payment_orders set state = 'prepared' where claim_id = ${claimId}`)).toBe("payment_orders_finished");
  const text = answerBankFile(file.value.text);
  expect(await importReturn(db, { batchId, filename: "r.csv", text, actor: staff.maker, at: on("2026-07-20", "16:00") })).toMatchObject({
    ok: true,
    value: { reconciled: true },
  });
  expect(await attack(sql`update payment_orders set state = 'returned' where claim_id = ${claimId}`)).toBe("payment_orders_finished");
  expect(
    await attack(
      sql`insert into bank_files (direction, filename, sha256, line_count, total_fen, content_cipher, at) select direction, 'again', sha256, line_count, total_fen, 'x', at from bank_files where direction = 'in'`,
    ),
  ).toBe("bank_files_once");
  expect(await stateOf(db, claimId)).toMatchObject({ state: "settled" });
  expect((await db.select().from(paymentOrders).where(eq(paymentOrders.enterpriseId, company.id))).map((order) => order.state)).toEqual(["paid"]);
});

test("payment and objection at the same moment: one of the two wins, never both", async () => {
  for (let round = 0; round < 5; round++) {
    const made = await claimInNotice(db, { at: on("2026-07-20") });
    await publishWaiting(db, on("2026-07-20", "12:00"));
    const [line] = await db.select().from(noticeLines).where(eq(noticeLines.claimId, made.claimId));
    const closing = on("2026-07-24", "00:20");
    const [, raised] = await Promise.all([
      closeDue(db, closing),
      raiseObjection(db, {
        noticeLineId: line!.id,
        name: "李明华",
        contact: "13800000000",
        content: "该企业近一年没有正常生产经营。",
        at: on("2026-07-23", "18:00"),
      }),
    ]);
    const { state } = await stateOf(db, made.claimId);
    expect(state).toBe(raised.ok ? "objection" : "approved");
  }
  expect((await db.select().from(notices)).length).toBeGreaterThan(0);
});
