import "server-only";
import { and, asc, desc, eq, exists, inArray, isNotNull, isNull, lte, ne, not } from "drizzle-orm";
import type { Fen } from "@/lib/kernel/fen";
import { dayOf, type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { isCnapsCode, isCorporateAccount, sameAccountName } from "@/lib/standards/bank";
import { maskPersonName } from "@/lib/standards/mask";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { blindIndex, currentKeyId, openText, sealText } from "./crypto";
import { holdsDuty } from "./duties";
import { bankAccounts, claims, enterprises, paymentOrders } from "./schema";
import type { Db } from "./types";

export type BankAccount = typeof bankAccounts.$inferSelect;

/** What may leave this module: never the number. */
export type AccountView = Pick<BankAccount, "id" | "enterpriseId" | "holderName" | "bankName" | "cnapsCode" | "last4" | "kind" | "state"> & {
  readonly verifiedAt: Instant | null;
  readonly effectiveFrom: Instant | null;
  readonly createdAt: Instant;
};

/** 冷静期 of an account change. */
const COOLING_OFF_MS = 24 * 3_600_000;
/** 户名核验 by the machine: an account in the enterprise's own name needs no person. */
export const NAME_CHECK = "nameCheck";
const INDIVIDUAL = "individual_business";
const FINANCE = ["paymentMaker", "paymentChecker"] as const;

const numberPlace = (enterpriseId: string): string => `bankAccounts.number|${enterpriseId}`;
const normalised = (number: string): string => number.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
const orNull = (at: Instant | null): Instant | null => at && instant(at);

const viewOf = (row: BankAccount): AccountView => ({
  id: row.id,
  enterpriseId: row.enterpriseId,
  holderName: row.kind === "operator" ? maskPersonName(row.holderName) : row.holderName,
  bankName: row.bankName,
  cnapsCode: row.cnapsCode,
  last4: row.last4,
  kind: row.kind,
  state: row.state,
  verifiedAt: orNull(row.verifiedAt),
  effectiveFrom: orNull(row.effectiveFrom),
  createdAt: instant(row.createdAt),
});

export type NewAccount = {
  readonly enterpriseId: string;
  readonly holderName: string;
  readonly bankName: string;
  /** 联行号: without it nothing can be paid; finance may add it when it verifies. */
  readonly cnapsCode?: string;
  readonly number: string;
  readonly kind: "corporate" | "operator";
  readonly personId: string;
  readonly at: Instant;
};

export type AccountRefusal =
  | "enterpriseUnknown"
  | "numberInvalid"
  | "cnapsInvalid"
  | "bankMissing"
  | "operatorOnlyForIndividuals"
  | "holderDiffers"
  | "sameAccount";

type Owner = Pick<typeof enterprises.$inferSelect, "name" | "entityType" | "representativeMask">;

function formFault({ number, cnapsCode, bankName }: NewAccount): AccountRefusal | null {
  if (!isCorporateAccount(normalised(number))) return "numberInvalid";
  if (cnapsCode !== undefined && !isCnapsCode(cnapsCode)) return "cnapsInvalid";
  return bankName.trim() === "" ? "bankMissing" : null;
}

/** Own name for a company; for 个体工商户 also the operator's, as far as the register shows it (a person looks at it in any case). */
function holderFault({ kind, holderName }: NewAccount, owner: Owner): AccountRefusal | null {
  if (kind === "corporate") return sameAccountName(holderName, owner.name) ? null : "holderDiffers";
  if (owner.entityType !== INDIVIDUAL) return "operatorOnlyForIndividuals";
  return owner.representativeMask !== null && maskPersonName(holderName) !== owner.representativeMask ? "holderDiffers" : null;
}

/**
 * 登记收款账户. The first account in the enterprise's own name is effective at once; an operator's account and every later change wait for
 * a person of finance. An unverified change that is entered again is replaced.
 */
export function registerAccount(db: Db, input: NewAccount): Promise<Result<AccountView, AccountRefusal>> {
  return atomically(db, async (tx) => {
    const fault = formFault(input);
    if (fault) return refused(fault);
    const [owner] = await tx.select().from(enterprises).where(eq(enterprises.id, input.enterpriseId)).for("no key update");
    if (!owner) return refused("enterpriseUnknown");
    const wrongHolder = holderFault(input, owner);
    if (wrongHolder) return refused(wrongHolder);
    const numberIndex = blindIndex(normalised(input.number));
    const live = await tx
      .select()
      .from(bankAccounts)
      .where(and(eq(bankAccounts.enterpriseId, input.enterpriseId), ne(bankAccounts.state, "retired")));
    if (live.some((account) => account.numberIndex === numberIndex)) return refused("sameAccount");
    return ok(await storeAccount(tx, input, { numberIndex, live }));
  });
}

async function storeAccount(tx: Db, input: NewAccount, { numberIndex, live }: { numberIndex: string; live: readonly BankAccount[] }): Promise<AccountView> {
  const { enterpriseId, kind, personId, at } = input;
  const number = normalised(input.number);
  const atOnce = kind === "corporate" && live.length === 0;
  const replaced = live.filter((account) => account.state === "pending").map((account) => account.id);
  if (replaced.length > 0) await tx.update(bankAccounts).set({ state: "retired" }).where(inArray(bankAccounts.id, replaced));
  const [stored] = await tx
    .insert(bankAccounts)
    .values({
      enterpriseId,
      holderName: input.holderName.trim(),
      bankName: input.bankName.trim(),
      cnapsCode: input.cnapsCode ?? null,
      numberCipher: sealText(number, numberPlace(enterpriseId)),
      numberIndex,
      keyId: currentKeyId(),
      last4: number.slice(-4),
      kind,
      state: atOnce ? "effective" : "pending",
      verifiedAt: atOnce ? at : null,
      verifiedBy: atOnce ? NAME_CHECK : null,
      effectiveFrom: atOnce ? at : null,
      createdBy: personId,
      createdAt: at,
    })
    .returning();
  if (!stored) throw new Error("the account was not stored");
  const detail = { enterpriseId, kind, last4: stored.last4, numberIndex, state: stored.state, replaced };
  await appendAudit(tx, [
    { at, actorId: personId, actorRole: "enterprise", action: "account.registered", subjectType: "bankAccount", subjectId: stored.id, detail },
  ]);
  return viewOf(stored);
}

export type VerifyAccount = {
  readonly accountId: string;
  readonly actor: Actor;
  readonly decision: "accepted" | "rejected";
  readonly cnapsCode?: string;
  readonly reason?: string;
  readonly at: Instant;
};
export type VerifyRefusal = "notFound" | "notFinance" | "enteredBySame" | "alreadyDecided" | "cnapsInvalid";

/** The pending account, locked, if this person may decide on it. */
async function lockPending(tx: Db, { accountId, actor, cnapsCode, at }: VerifyAccount): Promise<Result<BankAccount, VerifyRefusal>> {
  if (!(await holdsDuty(tx, { personId: actor.personId, roles: FINANCE, day: dayOf(at) }))) return refused("notFinance");
  if (cnapsCode !== undefined && !isCnapsCode(cnapsCode)) return refused("cnapsInvalid");
  const [account] = await tx.select().from(bankAccounts).where(eq(bankAccounts.id, accountId)).for("update");
  if (!account) return refused("notFound");
  if (account.state !== "pending" || account.verifiedAt !== null) return refused("alreadyDecided");
  return account.createdBy === actor.personId ? refused("enteredBySame") : ok(account);
}

/** What the decision makes of the account: rejected it is retired, accepted it waits 24 hours wherever another one is in force. */
function decidedAs(account: BankAccount, { actor, decision, cnapsCode, at }: VerifyAccount, replaces: boolean) {
  const verified = { verifiedAt: at, verifiedBy: actor.personId };
  if (decision === "rejected") return { ...verified, state: "retired" as const };
  return {
    ...verified,
    state: replaces ? ("pending" as const) : ("effective" as const),
    effectiveFrom: replaces ? instant(Date.parse(at) + COOLING_OFF_MS) : at,
    cnapsCode: cnapsCode ?? account.cnapsCode,
  };
}

/**
 * 账户变更复核 by a second person, of finance. Where an account is in force, the new one waits another 24 hours (冷静期) and the old one
 * serves until then; where none is, it is effective at once.
 */
export function verifyAccountChange(db: Db, input: VerifyAccount): Promise<Result<AccountView, VerifyRefusal>> {
  const { accountId, actor, decision, reason = null, at } = input;
  return atomically<AccountView, VerifyRefusal>(db, async (tx) => {
    const locked = await lockPending(tx, input);
    if (!locked.ok) return locked;
    const account = locked.value;
    const replaces = (await effectiveAccount(tx, account.enterpriseId)) !== null;
    const [decided] = await tx
      .update(bankAccounts)
      .set(decidedAs(account, input, replaces))
      .where(eq(bankAccounts.id, accountId))
      .returning();
    if (!decided) throw new Error("the account vanished under its lock");
    const detail = { enterpriseId: account.enterpriseId, last4: account.last4, decision, reason, effectiveFrom: decided.effectiveFrom };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "account.verified", subjectType: "bankAccount", subjectId: accountId, detail },
    ]);
    return ok(viewOf(decided));
  });
}

/** An order of the enterprise that is on its way: until it is answered its account stays what it was. */
const onItsWay = (tx: Db) =>
  exists(
    tx
      .select({ id: paymentOrders.id })
      .from(paymentOrders)
      .where(and(eq(paymentOrders.enterpriseId, bankAccounts.enterpriseId), inArray(paymentOrders.state, ["prepared", "sent"]))),
  );

/** 变更生效: verified changes whose cooling-off has run out take the place of the old accounts. Returns their ids; repeating it changes nothing. */
export function activateDueAccounts(db: Db, at: Instant): Promise<string[]> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select()
      .from(bankAccounts)
      .where(and(eq(bankAccounts.state, "pending"), isNotNull(bankAccounts.verifiedAt), lte(bankAccounts.effectiveFrom, at), not(onItsWay(tx))))
      .orderBy(asc(bankAccounts.id))
      .for("update");
    if (due.length === 0) return [];
    for (const account of due) {
      await tx
        .update(bankAccounts)
        .set({ state: "retired" })
        .where(and(eq(bankAccounts.enterpriseId, account.enterpriseId), eq(bankAccounts.state, "effective")));
      await tx.update(bankAccounts).set({ state: "effective" }).where(eq(bankAccounts.id, account.id));
    }
    await appendAudit(
      tx,
      due.map(({ id, enterpriseId, last4 }) => ({
        at,
        actorId: null,
        actorRole: "system",
        action: "account.effective",
        subjectType: "bankAccount",
        subjectId: id,
        detail: { enterpriseId, last4 },
      })),
    );
    return due.map((account) => account.id);
  });
}

/** 现行账户 of an enterprise, without its number. */
export async function effectiveAccount(db: Db, enterpriseId: string): Promise<AccountView | null> {
  const [row] = await db
    .select()
    .from(bankAccounts)
    .where(and(eq(bankAccounts.enterpriseId, enterpriseId), eq(bankAccounts.state, "effective")));
  return row ? viewOf(row) : null;
}

/** Every account that the enterprise has had, newest first. */
export async function listAccounts(db: Db, enterpriseId: string): Promise<AccountView[]> {
  const rows = await db
    .select()
    .from(bankAccounts)
    .where(eq(bankAccounts.enterpriseId, enterpriseId))
    .orderBy(desc(bankAccounts.createdAt), desc(bankAccounts.id));
  return rows.map(viewOf);
}

export type PendingAccount = AccountView & {
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly formerLast4: string | null;
  readonly failedFen: Fen | null;
};

/** 待复核账户变更, oldest first, with what hangs on it. */
export async function listPendingAccounts(db: Db): Promise<PendingAccount[]> {
  const rows = await db
    .select({ account: bankAccounts, enterpriseName: enterprises.name, uscc: enterprises.uscc })
    .from(bankAccounts)
    .innerJoin(enterprises, eq(enterprises.id, bankAccounts.enterpriseId))
    .where(and(eq(bankAccounts.state, "pending"), isNull(bankAccounts.verifiedAt)))
    .orderBy(asc(bankAccounts.createdAt));
  const ids = rows.map((row) => row.account.enterpriseId);
  if (ids.length === 0) return [];
  const former = await db
    .select({ enterpriseId: bankAccounts.enterpriseId, last4: bankAccounts.last4 })
    .from(bankAccounts)
    .where(and(inArray(bankAccounts.enterpriseId, ids), eq(bankAccounts.state, "effective")));
  const failed = await db
    .select({ enterpriseId: claims.enterpriseId, amountFen: claims.amountFen })
    .from(claims)
    .where(and(inArray(claims.enterpriseId, ids), eq(claims.state, "paymentFailed")));
  return rows.map(({ account, enterpriseName, uscc }) => ({
    ...viewOf(account),
    enterpriseName,
    uscc,
    formerLast4: former.find((one) => one.enterpriseId === account.enterpriseId)?.last4 ?? null,
    failedFen: failed.find((one) => one.enterpriseId === account.enterpriseId)?.amountFen ?? null,
  }));
}

/** Opens the number for a payment run; the caller writes the audit row of the run. */
export const openNumber = (account: Pick<BankAccount, "numberCipher" | "enterpriseId">): string =>
  openText(account.numberCipher, numberPlace(account.enterpriseId));

export type Reading = { readonly accountId: string; readonly reader: Actor; readonly purpose: string; readonly at: Instant };

/** 点击显示账号: one number, for a stated purpose, written to the chain of reads before it is shown. */
export function revealAccountNumber(db: Db, { accountId, reader, purpose, at }: Reading): Promise<Result<string, "notFound" | "purposeMissing">> {
  return atomically(db, async (tx) => {
    if (purpose.trim() === "") return refused("purposeMissing");
    const [account] = await tx.select().from(bankAccounts).where(eq(bankAccounts.id, accountId));
    if (!account) return refused("notFound");
    const detail = { enterpriseId: account.enterpriseId, purpose: purpose.trim(), last4: account.last4 };
    await appendAudit(
      tx,
      [{ at, actorId: reader.personId, actorRole: reader.role, action: "account.revealed", subjectType: "bankAccount", subjectId: accountId, detail }],
      "reads",
    );
    return ok(openNumber(account));
  });
}
