import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { businessNow, setBusinessNow } from "@/db/clock";
import { confirmAddress, proposeAddress } from "@/db/contact-addresses";
import { resendDeliveries } from "@/db/deliveries";
import { notify } from "@/db/notifications";
import { deliveries } from "@/db/schema";
import type { Db } from "@/db/types";
import { inngest } from "@/inngest/client";
import { advanceBusinessClock, drainRunner, startEmbeddedRunner, stopEmbeddedRunner } from "@/inngest/embedded";
import { deliveryRequested } from "@/inngest/events";
import { deliverMessages } from "@/inngest/functions/messages/deliver";
import { freshDatabase } from "../support/database";
import { on, type Staff, seedOffice } from "../support/fixtures";
import { officer } from "../support/review-fixtures";
import { smtpServer } from "../support/smtp-server";

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
    functions: [deliverMessages],
    businessNow,
    setBusinessNow,
    ownsDatabase: true,
    settings: { pollMs: 3_600_000, backoffMs: () => 20, collapseMissed: ["messages-deliver"] },
    onFault: (error) => void faults.push(error),
  });
});
afterAll(async () => {
  await stopEmbeddedRunner();
  shared.platformDatabase = undefined;
  for (const name of ["SMTP_URL", "SMTP_FROM"]) delete process.env[name];
  await close();
});

test("time alone empties the outbox at nine; the administrator's word does it at once", async () => {
  const server = await smtpServer();
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${server.port}`;
  process.env["SMTP_FROM"] = "platform@example.test";
  const personId = staff.handler.personId ?? "";
  const own = { personId, channel: "email" as const, at: on("2026-07-13", "08:00") };
  const proposed = await proposeAddress(db, own, "handler@example.test");
  await confirmAddress(db, own, proposed.ok ? proposed.value.code : "");
  await notify(db, [{ personId, kind: "reminder.red", title: "已超期", body: "一件。", dedupeKey: "k1" }], own.at);
  await advanceBusinessClock(on("2026-07-13", "08:55"));
  await drainRunner();
  expect(server.received).toHaveLength(0);
  await advanceBusinessClock(on("2026-07-13", "09:05"));
  await drainRunner();
  expect(server.received).toHaveLength(1);
  server.close();

  process.env["SMTP_URL"] = "smtp://127.0.0.1:1";
  await notify(db, [{ personId, kind: "reminder.red", title: "已超期", body: "一件。", dedupeKey: "k2" }], on("2026-07-13", "09:05"));
  await advanceBusinessClock(on("2026-07-13", "09:10"));
  await drainRunner();
  const [waiting] = await db.select().from(deliveries).where(eq(deliveries.state, "waiting"));
  expect(waiting).toMatchObject({ attempts: 1, fault: "unreachable" });
  const again = await smtpServer();
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${again.port}`;
  const admin = await officer(db, "admin", "systemAdmin", null);
  await resendDeliveries(db, { id: waiting?.id ?? "", actor: admin, at: on("2026-07-13", "09:10") });
  await inngest.send(deliveryRequested.create({ requestedBy: admin.personId }));
  await drainRunner();
  expect(again.received).toHaveLength(1);
  again.close();
  expect(faults).toEqual([]);
});
