import { afterAll, beforeAll, expect, test } from "vitest";
import { signApproved } from "@/db/approvals";
import { exportBatch, importReturn } from "@/db/bank-exchange";
import { businessNow, setBusinessNow } from "@/db/clock";
import { prepareBatch } from "@/db/disbursements";
import { releaseBatch } from "@/db/payment-release";
import type { Db } from "@/db/types";
import { answerBankFile } from "@/inngest/bank/simulated-bank";
import { inngest } from "@/inngest/client";
import { advanceBusinessClock, drainRunner, startEmbeddedRunner, stopEmbeddedRunner } from "@/inngest/embedded";
import { sweepDisbursements } from "@/inngest/functions/disbursements/sweep";
import { closeNotices } from "@/inngest/functions/notices/close-due";
import { publishNotices } from "@/inngest/functions/notices/publish";
import { freshDatabase } from "../support/database";
import { claimInNotice, on, type Staff, seedOffice, stateOf } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
const faults: unknown[] = [];
const shared = globalThis as typeof globalThis & { platformDatabase?: unknown };

beforeAll(async () => {
  const fresh = await freshDatabase();
  ({ db, close } = fresh);
  shared.platformDatabase = Promise.resolve({ kind: "pglite", ...fresh });
  staff = await seedOffice(db);
  await setBusinessNow(db, on("2026-07-13", "08:00"));
  await startEmbeddedRunner({
    db,
    client: inngest,
    functions: [publishNotices, closeNotices, sweepDisbursements],
    businessNow,
    setBusinessNow,
    ownsDatabase: true,
    settings: { pollMs: 3_600_000, backoffMs: () => 20 },
    onFault: (error) => void faults.push(error),
  });
});
afterAll(async () => {
  await stopEmbeddedRunner();
  shared.platformDatabase = undefined;
  await close();
});

test("time alone publishes, closes and gives up: nobody has to press anything but the signatures", async () => {
  const { claimId, company } = await claimInNotice(db, { at: on("2026-07-13", "08:00") });
  await advanceBusinessClock(on("2026-07-13", "09:30"));
  await drainRunner();
  expect(await stateOf(db, claimId)).toMatchObject({ state: "notice", dueOn: "2026-07-16" });
  await advanceBusinessClock(on("2026-07-16", "23:59"));
  expect(await stateOf(db, claimId)).toMatchObject({ state: "notice" });
  await advanceBusinessClock(on("2026-07-17", "00:30"));
  expect(await stateOf(db, claimId)).toMatchObject({ state: "approved", noticeDoneOn: "2026-07-17" });

  const at = on("2026-07-17", "00:30");
  await signApproved(db, { claimIds: [claimId], actor: staff.leader, opinion: "同意", at });
  const prepared = await prepareBatch(db, { claimIds: [claimId], actor: staff.maker, at });
  const batchId = prepared.ok ? (prepared.value.batches[0]?.batchId ?? "") : "";
  await releaseBatch(db, { batchId, actor: staff.releaser, at });
  const file = await exportBatch(db, { batchId, actor: staff.maker, at });
  const text = file.ok ? answerBankFile(file.value.text, [{ payee: company.last4, code: "02" }]) : "";
  expect(await importReturn(db, { batchId, filename: "r.csv", text, actor: staff.maker, at })).toMatchObject({ ok: true });
  expect(await stateOf(db, claimId)).toMatchObject({ state: "paymentFailed", dueOn: "2026-07-24" });
  await advanceBusinessClock(on("2026-07-24", "17:59"));
  expect(await stateOf(db, claimId)).toMatchObject({ state: "paymentFailed" });
  await advanceBusinessClock(on("2026-07-24", "18:40"));
  expect(await stateOf(db, claimId)).toMatchObject({ state: "suspended", suspensionReason: "accountOverdue" });
  expect(faults).toEqual([]);
});
