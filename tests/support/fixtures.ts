import { sql } from "drizzle-orm";
import { registerAccount } from "@/db/accounts";
import { loadCalendar } from "@/db/calendar";
import { type Actor, moveClaim, openClaims, SYSTEM } from "@/db/claims";
import { factsHashOf } from "@/db/matching";
import { createPerson } from "@/db/people";
import { findPublished } from "@/db/policies";
import { claimSnapshots, claims, enterpriseProfiles, enterprises, uploadRows, uploads } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import type { ClaimState } from "@/lib/claim/states";
import { type Fen, fenFromYuan } from "@/lib/kernel/fen";
import { type Instant, instantAt, type PlainDate, plainDate } from "@/lib/kernel/plain-date";
import { decidePolicy } from "@/lib/policy/decide";

/** Policy of the fixtures: 3 working days of notice, county treasury, 200,000 yuan for a provincial title. */
export const POLICY = "IND-001";
export const DEPARTMENT = "miit";

/** Wednesday; the following days run to Friday 07-17 and on from Monday 07-20. */
export const DAY = plainDate("2026-07-15");
export const on = (day: string, time = "10:00"): Instant => instantAt(day as PlainDate, time);

export type Staff = Readonly<Record<"handler" | "checker" | "leader" | "maker" | "releaser" | "secondMaker", Actor>>;

const actorOf = (personId: string, role: Role): Actor => ({ personId, roles: [role], isSystem: false, role });

async function person(db: Db, username: string, role: Role, departmentId: string): Promise<Actor> {
  const membership = { role, departmentId, validFrom: plainDate("2026-01-01") };
  const input = { displayName: username, username, password: "unused", memberships: [membership] };
  return actorOf(await createPerson(db, input, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" }), role);
}

/** Catalogue, calendar, policies, budgets of 2026 and six officers with one role each. */
export async function seedOffice(db: Db): Promise<Staff> {
  await seedCatalogue(db, on("2026-01-05"), [2026]);
  return {
    handler: await person(db, "handler", "handler", DEPARTMENT),
    checker: await person(db, "checker", "checker", DEPARTMENT),
    leader: await person(db, "leader", "leaderInCharge", DEPARTMENT),
    maker: await person(db, "maker", "paymentMaker", "finance"),
    releaser: await person(db, "releaser", "paymentChecker", "finance"),
    secondMaker: await person(db, "second-maker", "paymentMaker", "finance"),
  };
}

let counter = 0;

/** Facts that leave no item of the negative list open. */
const CLEAN = {
  dishonestFlag: false,
  majorViolation3y: false,
  abnormalOperationFlag: false,
  majorAccident3y: false,
  wageArrearsFlag: false,
  taxArrears: 0,
  taxCreditGrade: "A",
};

export type Company = {
  readonly id: string;
  readonly name: string;
  readonly uscc: string;
  readonly owner: Actor;
  readonly accountId: string;
  readonly last4: string;
};

async function sourceRow(db: Db, serial: number): Promise<number> {
  const at = on("2026-01-06");
  const [upload] = await db
    .insert(uploads)
    .values({
      datasetId: "bizRegistration",
      period: "snapshot",
      channel: "manual",
      filename: `register-${serial}.csv`,
      contentSha256: `sha-${serial}`,
      byteSize: 1,
      state: "received",
      asOf: plainDate("2026-01-06"),
      receivedAt: at,
    })
    .returning({ id: uploads.id });
  const [row] = await db
    .insert(uploadRows)
    .values({
      uploadId: upload!.id,
      datasetId: "bizRegistration",
      row: 1,
      fate: "accepted",
      raw: {},
      record: {},
      recordKey: `key-${serial}`,
      period: "snapshot",
      linkFate: "exact",
    })
    .returning({ id: uploadRows.id });
  return row!.id;
}

export type CompanyOptions = { readonly withoutAccount?: true; readonly entityType?: string; readonly facts?: Record<string, unknown> };

/** A registered company with a source row, a clean profile, its representative and (unless told otherwise) an effective account. */
export async function makeCompany(db: Db, options: CompanyOptions = {}): Promise<Company> {
  counter += 1;
  const serial = counter;
  const at = on("2026-01-06");
  const name = `青禾县试验${serial}号制造有限公司`;
  const uscc = `91529901TEST${String(serial).padStart(6, "0")}`;
  const [row] = await db
    .insert(enterprises)
    .values({
      uscc,
      name,
      nameKey: name,
      entityType: options.entityType ?? "company_ltd",
      regStatus: "active",
      sourceRowId: await sourceRow(db, serial),
      createdAt: at,
      updatedAt: at,
    })
    .returning({ id: enterprises.id });
  const id = row!.id;
  await db.insert(enterpriseProfiles).values({ enterpriseId: id, facts: { ...CLEAN, ...options.facts }, factsHash: `facts-${serial}`, refreshedAt: at });
  const membership = { role: "legalRepresentative" as const, enterpriseId: id, validFrom: plainDate("2026-01-01") };
  const ownerId = await createPerson(
    db,
    { displayName: `代表${serial}`, username: `owner-${serial}`, password: "unused", memberships: [membership] },
    { at, actorId: null, passwordHash: "unused" },
  );
  const number = `5299010000${String(serial).padStart(7, "0")}`;
  const company = { id, name, uscc, owner: actorOf(ownerId, "legalRepresentative"), accountId: "", last4: number.slice(-4) };
  if (options.withoutAccount) return company;
  const account = await registerAccount(db, {
    enterpriseId: id,
    holderName: name,
    bankName: "青禾农村商业银行",
    cnapsCode: "402529900010",
    number,
    kind: "corporate",
    personId: ownerId,
    at,
  });
  if (!account.ok) throw new Error(account.reason);
  return { ...company, accountId: account.value.id };
}

export type ClaimOptions = {
  readonly amountFen?: Fen | null;
  readonly policyCode?: string;
  readonly period?: string;
  readonly subject?: string;
  readonly confirmStage?: "before" | "after" | "none";
  readonly at?: Instant;
};

/** A claim in `matched`, opened under the published version of a policy. */
export async function makeClaim(db: Db, company: Company, options: ClaimOptions = {}): Promise<string> {
  const { amountFen = fenFromYuan(200_000), policyCode = POLICY, period = "once", confirmStage = "before", at = on("2026-07-13", "09:00") } = options;
  counter += 1;
  const serial = counter;
  const policy = await findPublished(db, policyCode);
  if (!policy) throw new Error(`no policy ${policyCode}`);
  const subject = options.subject ?? `title:SRDI_PROVINCIAL@2026-01-${String((serial % 28) + 1).padStart(2, "0")}`;
  const input = { asOf: DAY, fullYear: 2025, facts: {}, priorGrants: {} };
  const snapshot = {
    ...input,
    enterpriseId: company.id,
    policyVersionId: policy.versionId,
    factsHash: factsHashOf(input.facts),
    sources: {},
    decision: decidePolicy(policy.resolved, input),
    takenAt: at,
  };
  return db.transaction(async (tx) => {
    const [taken] = await tx.insert(claimSnapshots).values(snapshot).returning({ id: claimSnapshots.id });
    const [id] = await openClaims(
      tx,
      [
        {
          number: `兑2026-${String(90_000 + serial)}`,
          enterpriseId: company.id,
          policyCode,
          policyVersionId: policy.versionId,
          departmentId: policy.departmentId,
          period,
          subject,
          benefitKind: "cash",
          fundId: policy.resolved.fund.account,
          confirmStage,
          amountFen,
          factsHash: snapshot.factsHash,
          snapshotId: taken!.id,
        },
      ],
      at,
    );
    return id!;
  });
}

type Step = { readonly to: ClaimState; readonly actor: Actor; readonly facts?: NonNullable<Parameters<typeof moveClaim>[1]["facts"]> };

async function walk(db: Db, claimId: string, at: Instant, steps: readonly Step[]): Promise<void> {
  const calendar = await loadCalendar(db);
  for (const step of steps) {
    const moved = await db.transaction((tx) => moveClaim(tx, { claimId, at, calendar, ...step }));
    if (!moved.ok) throw new Error(`${step.to}: ${moved.reason}`);
  }
}

/** Through confirmation and automatic check into `notice`, by legal moves only. */
export async function intoNotice(db: Db, company: Company, claimId: string, at: Instant = on("2026-07-13")): Promise<void> {
  await walk(db, claimId, at, [
    { to: "pendingConfirm", actor: SYSTEM },
    { to: "autoCheck", actor: company.owner, facts: { accountNameEqual: true, authorisationValid: true } },
    { to: "notice", actor: SYSTEM, facts: { route: "notice" } },
  ]);
}

/** A claim that stands in `notice` and is not published yet. */
export async function claimInNotice(db: Db, options: ClaimOptions & { readonly company?: Company } = {}): Promise<{ company: Company; claimId: string }> {
  const company = options.company ?? (await makeCompany(db));
  const claimId = await makeClaim(db, company, options);
  await intoNotice(db, company, claimId, options.at ?? on("2026-07-13"));
  return { company, claimId };
}

export async function stateOf(db: Db, claimId: string): Promise<typeof claims.$inferSelect> {
  const [row] = await db.select().from(claims).where(sql`${claims.id} = ${claimId}`);
  return row!;
}

/** Name of the constraint by which the database refuses a statement; "accepted" when it does not. */
export const refusedBy = (act: () => PromiseLike<unknown>): Promise<string | undefined> =>
  Promise.resolve(act()).then(
    () => "accepted",
    (error: { cause?: { constraint?: string }; constraint?: string }) => error.cause?.constraint ?? error.constraint,
  );
