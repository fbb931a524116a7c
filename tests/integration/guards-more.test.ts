import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { raiseObjection } from "@/db/objections";
import { noticeLines } from "@/db/schema";
import { on, stateOf } from "../support/fixtures";
import { type GuardScene, guardScene, insertEvent, insertOrder, PAYING } from "../support/guard-scene";

/** Every starred invariant is attacked with plain SQL, as somebody would who holds the database's password and none of our modules. */
let scene: GuardScene;
let { db, staff, signed, noticed, attack, attackTogether, emptyBatch } = {} as GuardScene;
beforeAll(async () => {
  scene = await guardScene();
  ({ db, staff, signed, noticed, attack, attackTogether, emptyBatch } = scene);
});
afterAll(() => scene.close());

test("I1: an upsert does not count twice, a claim draws on its own policy's budget, and a budget begins empty and stays what it was given for", async () => {
  await db.execute(sql`insert into budget_reservations (claim_id, budget_id, amount_fen, state, at)
    select claim_id, budget_id, amount_fen, state, at from budget_reservations on conflict (claim_id) do nothing`);
  const { rows } = (await db.execute(sql`select reserved_fen::int as sum from budgets where policy_code = 'IND-001'`)) as unknown as {
    rows: { sum: number }[];
  };
  expect(rows[0]?.sum).toBe(20_000_000);
  const elsewhere = sql`update budget_reservations set state = 'reserved', budget_id = (select id from budgets where policy_code = 'IND-002') where claim_id = ${signed.claimId}`;
  expect(await attackTogether(sql`update budget_reservations set state = 'released' where claim_id = ${signed.claimId}`, elsewhere)).toBe(
    "budget_reservations_own_budget",
  );
  const handmade = sql`insert into budgets (policy_code, year, fund_id, document_number, amount_fen, reserved_fen, paid_fen, created_at) values ('IND-001', 2030, 'countyTreasury', 'x', 100, 50, 50, ${PAYING})`;
  expect(await attack(handmade)).toBe("budgets_sums_by_trigger");
  expect(await attack(sql`update budgets set policy_code = 'IND-003', year = 2031 where policy_code = 'IND-001'`)).toBe("budgets_fixed");
});

test("I3: an account is not rewritten, and an order goes step by step with its batch", async () => {
  const { accountId } = signed.company;
  expect(await attack(sql`update bank_accounts set number_cipher = 'v1.x.y', number_index = 'z' where id = ${accountId}`)).toBe("bank_accounts_fixed");
  expect(await attack(sql`update bank_accounts set holder_name = 'x' where id = ${accountId}`)).toBe("bank_accounts_fixed");
  expect(await attack(sql`update bank_accounts set verified_by = 'x' where id = ${accountId}`)).toBe("bank_accounts_fixed");
  const batchId = await emptyBatch("攻批-9");
  expect(await attackTogether(insertOrder(batchId, signed), sql`update payment_orders set state = 'paid' where claim_id = ${signed.claimId}`)).toBe(
    "payment_orders_in_steps",
  );
  expect(await attackTogether(insertOrder(batchId, signed), sql`update payment_orders set state = 'sent' where claim_id = ${signed.claimId}`)).toBe(
    "payment_orders_in_steps",
  );
  expect(await attack(sql`update payment_batches set total_fen = 1 where id = ${batchId}`)).toBe("payment_batches_fixed");
  expect(await attack(sql`update payment_batches set maker_id = ${staff.secondMaker.personId} where id = ${batchId}`)).toBe("payment_batches_fixed");
  expect(await attack(sql`delete from payment_batches where id = ${batchId}`)).toBe("payment_batches_fixed");
});

test("I4: a notice begins open, its lines do not end early, an order is not back-dated, and an objection is decided once by somebody", async () => {
  const forged = sql`insert into notices (number, title, department_id, policy_code, starts_on, ends_on, end_provisional, working_days, content_hash, state, closed_on, published_at)
    values ('x', 'x', 'miit', 'IND-001', '2026-07-13', '2026-07-16', false, 3, 'x', 'closed', '2026-07-17', ${PAYING})`;
  expect(await attack(forged)).toBe("notices_begin_open");
  expect(await attack(sql`update notice_lines set ends_on = '2020-01-01' where claim_id = ${noticed.claimId}`)).toBe("notice_lines_frozen");
  expect(
    await attackTogether(
      sql`update notice_lines set state = 'cancelled' where claim_id = ${noticed.claimId}`,
      sql`update notice_lines set state = 'listed' where claim_id = ${noticed.claimId}`,
    ),
  ).toBe("notice_lines_frozen");
  const batchId = await emptyBatch("攻批-10");
  expect(await attack(insertOrder(batchId, signed, { createdAt: on("2026-07-16", "12:00") }))).toBe("payment_orders_notice_finished");
  const lineId = (await db.select().from(noticeLines).where(eq(noticeLines.claimId, noticed.claimId)))[0]!.id;
  const raised = await raiseObjection(db, {
    noticeLineId: lineId,
    name: "李明华",
    contact: "13800000000",
    content: "该企业近一年没有正常生产经营。",
    at: on("2026-07-21"),
  });
  expect(raised.ok).toBe(true);
  for (const statement of [
    sql`delete from objections`,
    sql`update objections set state = 'dismissed'`,
    sql`update objections set content = 'x'`,
    sql`update objections set claim_id = ${signed.claimId}`,
  ])
    expect(await attack(statement)).toBe("objections_fixed");
});

test("I6 + I7: the signature is the approver's own, an event has its own audit row, and nothing is emptied at one stroke", async () => {
  const batchId = await emptyBatch("攻批-11");
  const handlerSigns = [
    sql`update claims set handler_id = ${staff.handler.personId}, approver_id = null where id = ${signed.claimId}`,
    sql`insert into approvals (id, department_id, signed_by, opinion, claim_count, total_fen, list_hash, signed_at)
      values ('00000000-0000-4000-8000-00000000000a', 'miit', ${staff.handler.personId}, 'x', 1, 1, 'x', ${PAYING})`,
    sql`update claims set approval_id = '00000000-0000-4000-8000-00000000000a' where id = ${signed.claimId}`,
    insertOrder(batchId, signed),
  ];
  expect(await attackTogether(...handlerSigns)).toBe("payment_orders_signed");
  const { version } = await stateOf(db, noticed.claimId);
  const foreign = sql`(select max(seq) from audit_log where chain = 'business' and subject_type <> 'claim')`;
  const { state } = await stateOf(db, noticed.claimId);
  expect(state).toBe("objection");
  expect(
    await attackTogether(
      sql`update claims set state = 'notice', version = version + 1 where id = ${noticed.claimId}`,
      insertEvent(noticed.claimId, version + 1, "objection", "notice", foreign),
    ),
  ).toBe("claim_events_audit_row");
  for (const table of [
    "claim_events",
    "claim_opinions",
    "claim_snapshots",
    "claims",
    "approvals",
    "payment_orders",
    "budget_reservations",
    "objections",
    "notice_lines",
    "notices",
    "indicator_values",
    "bank_files",
  ])
    expect(await attack(sql.raw(`truncate ${table} cascade`))).toMatch(/_append_only$/);
});
