import "server-only";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { DatasetDefinition } from "@/lib/pipeline/dataset";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { nameKey } from "@/lib/pipeline/link/name-key";
import { appendAudit } from "./audit";
import { takeBackApart, takeBackSame } from "./link-take-back";
import { lockDataset } from "./live-records";
import { beforeOf, type Clerk, linkWithin, type QuarantineRefusal, take, targetsOf } from "./quarantine";
import { datasets, enterprises, type LinkTrace, linkDecisions, uploadRows, uploads } from "./schema";
import type { Db } from "./types";
import { datasetsInScope } from "./upload-queries";
import { markStale } from "./uploads";

type Row = typeof uploadRows.$inferSelect;
type Enterprise = typeof enterprises.$inferSelect;
type By = { readonly scope: Scope; readonly by: Clerk; readonly at: Instant };
export type LinkAnswer = "same" | "apart" | "later";
export type LinkRefusal = QuarantineRefusal | { readonly code: "decisionUnknown" | "fileComing" | "twinsUnknown" | "alreadySaid" };

/** What an answer did: rows that it settled, changed or put back, and the uploads whose files are to be refreshed. */
export type LinkEffect = { readonly rows: number; readonly uploadIds: readonly string[] };

const NOBODY_LEFT = "登记库里找不到这家企业，请核对名称和信用代码。";

/** The row without a candidate; where none is left it is like one that nobody was found for. */
function without(row: Row, uscc: string): Pick<Row, "linkFate" | "linkConfidence" | "linkCandidates" | "reasons"> {
  const linkCandidates = (row.linkCandidates ?? []).filter((one) => one !== uscc);
  if (linkCandidates.length > 0) return { linkFate: "review", linkConfidence: row.linkConfidence, linkCandidates, reasons: row.reasons };
  const reasons = (row.reasons ?? []).map((reason) => (reason.code === "LINK_REVIEW" ? { ...reason, code: "LINK_NONE", message: NOBODY_LEFT } : reason));
  return { linkFate: "none", linkConfidence: 0, linkCandidates: null, reasons };
}

const enterpriseBy = async (tx: Db, id: string): Promise<Enterprise | undefined> => (await tx.select().from(enterprises).where(eq(enterprises.id, id)))[0];

type Decision = By & { readonly rowId: number; readonly enterpriseId: string; readonly answer: LinkAnswer };
type Done = { readonly effect: LinkEffect; readonly trace: LinkTrace };

/** 不是同一家: the candidate is taken off the row and off those that name the same unit in the same way. */
async function keepApart(tx: Db, act: Decision, enterprise: Enterprise): Promise<Result<Done, LinkRefusal>> {
  const found = await take(tx, act);
  if (!found.ok) return found;
  const { row, upload, definition } = found.value;
  const targets = await targetsOf(tx, { ...act, alike: true }, linkPlan(definition).nameField, { row, upload });
  const touched = targets.map((target) => target.row).filter((one) => one.linkCandidates?.includes(enterprise.uscc));
  for (const one of touched) await tx.update(uploadRows).set(without(one, enterprise.uscc)).where(eq(uploadRows.id, one.id));
  return ok({ effect: { rows: touched.length, uploadIds: [] }, trace: { rows: touched.map(beforeOf), account: null } });
}

async function carryOut(tx: Db, act: Decision, enterprise: Enterprise): Promise<Result<Done, LinkRefusal>> {
  if (act.answer === "later") return ok({ effect: { rows: 1, uploadIds: [] }, trace: { rows: [], account: null } });
  if (act.answer === "apart") return keepApart(tx, act, enterprise);
  const linked = await linkWithin(tx, { ...act, answers: {}, alike: true });
  if (!linked.ok) return linked;
  const { settled, trace } = linked.value;
  return ok({ effect: { rows: settled.adopted + settled.repeated, uploadIds: settled.uploadIds }, trace });
}

/** Credit codes of those that a person has said are not meant, as far as that holds. */
async function ruledOut(tx: Db, which: SQL | undefined): Promise<string[]> {
  const rows = await tx
    .select({ uscc: enterprises.uscc })
    .from(linkDecisions)
    .innerJoin(enterprises, eq(enterprises.id, linkDecisions.enterpriseId))
    .where(and(eq(linkDecisions.answer, "apart"), isNull(linkDecisions.undoneAt), which));
  return rows.map((row) => row.uscc);
}

/** 以后再说 ends with the next answer. */
const endLater = (tx: Db, { rowId, by, at }: Decision) =>
  tx
    .update(linkDecisions)
    .set({ undoneAt: at, undoneBy: by.personId })
    .where(and(eq(linkDecisions.rowId, rowId), eq(linkDecisions.answer, "later"), isNull(linkDecisions.undoneAt)));

/** 核对关联: what a data officer says of a waiting row and one of its candidates. */
export async function decideLink(db: Db, act: Decision): Promise<Result<LinkEffect, LinkRefusal>> {
  return db.transaction(async (tx): Promise<Result<LinkEffect, LinkRefusal>> => {
    const found = await take(tx, act);
    if (!found.ok) return found;
    const { row, definition } = found.value;
    if (linkPlan(definition).register) return refused({ code: "registerRow" });
    const enterprise = await enterpriseBy(tx, act.enterpriseId);
    if (!enterprise) return refused({ code: "enterpriseUnknown" });
    const [said] = await ruledOut(tx, and(eq(linkDecisions.rowId, act.rowId), eq(linkDecisions.enterpriseId, enterprise.id)));
    if (said) return refused({ code: "alreadySaid" });
    const done = await carryOut(tx, act, enterprise);
    if (!done.ok) return done;
    await endLater(tx, act);
    const { rowId, enterpriseId, answer, by, at } = act;
    const name = row.raw[linkPlan(definition).nameField] ?? "";
    await tx.insert(linkDecisions).values({
      rowId,
      enterpriseId,
      answer,
      nameKey: nameKey(name),
      trace: done.value.trace,
      decidedBy: by.personId,
      decidedRole: by.role,
      decidedAt: at,
    });
    const detail = { uscc: enterprise.uscc, answer, rows: done.value.effect.rows };
    await appendAudit(tx, [
      { at, actorId: by.personId, actorRole: by.role, action: `link.${answer}`, subjectType: "uploadRow", subjectId: String(rowId), detail },
    ]);
    return ok(done.value.effect);
  });
}

/** May the reader's scope decide on the register itself? Its own department, and whoever sees the whole county. */
export async function ownsRegister(db: Db, scope: Scope): Promise<boolean> {
  const rows = await db.select({ definition: datasets.definition }).from(datasets).where(datasetsInScope(scope));
  return rows.some(({ definition }) => linkPlan(DatasetDefinition.parse(definition)).register);
}

type TwinDecision = By & { readonly firstId: string; readonly secondId: string; readonly answer: Exclude<LinkAnswer, "same"> };

/** Both enterprises, the smaller id first; null unless they are two of the register. */
async function pairOf(tx: Db, { firstId, secondId }: TwinDecision): Promise<readonly [Enterprise, Enterprise] | null> {
  const [a = "", b = ""] = [firstId, secondId].sort();
  const [one, other] = [await enterpriseBy(tx, a), await enterpriseBy(tx, b)];
  return one && other && a !== b ? [one, other] : null;
}

/** 疑似同一家 of the register: kept apart or put off. What is one enterprise, the registration authority has to make one. */
export async function decideTwins(db: Db, act: TwinDecision): Promise<Result<LinkEffect, LinkRefusal>> {
  const { answer, by, at } = act;
  return db.transaction(async (tx): Promise<Result<LinkEffect, LinkRefusal>> => {
    const twins = (await ownsRegister(tx, act.scope)) ? await pairOf(tx, act) : null;
    if (!twins) return refused({ code: "twinsUnknown" });
    const [one, other] = twins;
    const pair = and(eq(linkDecisions.enterpriseId, one.id), eq(linkDecisions.twinId, other.id), isNull(linkDecisions.undoneAt));
    const [said] = await tx.select().from(linkDecisions).where(pair).for("update");
    if (said?.answer === answer || said?.answer === "apart") return refused({ code: "alreadySaid" });
    await tx.update(linkDecisions).set({ undoneAt: at, undoneBy: by.personId }).where(pair);
    const decided = { decidedBy: by.personId, decidedRole: by.role, decidedAt: at };
    await tx.insert(linkDecisions).values({ enterpriseId: one.id, twinId: other.id, answer, trace: { rows: [], account: null }, ...decided });
    const detail = { twin: other.uscc, answer };
    await appendAudit(tx, [
      { at, actorId: by.personId, actorRole: by.role, action: `link.twins.${answer}`, subjectType: "enterprise", subjectId: one.id, detail },
    ]);
    return ok({ rows: 0, uploadIds: [] });
  });
}

type Undo = By & { readonly decisionId: string };

/** Locks a decision that still holds and lies in the reader's scope, with the row that it is about. */
async function holding(tx: Db, { decisionId, scope }: Undo) {
  const [decision] = await tx
    .select()
    .from(linkDecisions)
    .where(and(eq(linkDecisions.id, decisionId), isNull(linkDecisions.undoneAt)))
    .for("update");
  if (!decision) return null;
  if (decision.rowId === null) return (await ownsRegister(tx, scope)) ? { decision, row: null } : null;
  const [found] = await tx
    .select({ row: uploadRows })
    .from(uploadRows)
    .innerJoin(datasets, eq(datasets.id, uploadRows.datasetId))
    .where(and(eq(uploadRows.id, decision.rowId), datasetsInScope(scope)));
  return found ? { decision, row: found.row } : null;
}

/** Undoes what an answer did to rows; the decision itself is closed by now. */
async function takeBack(tx: Db, decision: typeof linkDecisions.$inferSelect, enterprise: Enterprise, at: Instant): Promise<number[]> {
  const { answer, trace } = decision;
  if (answer === "later") return [];
  if (answer === "apart")
    return takeBackApart(tx, trace, await ruledOut(tx, decision.nameKey === null ? sql`false` : eq(linkDecisions.nameKey, decision.nameKey)));
  await markStale(tx, [enterprise.id], at);
  return takeBackSame(tx, trace, enterprise);
}

/** Locks the dataset. Records that give way to a file coming in are settled piece by piece; nothing may slip in between. */
async function isComing(tx: Db, datasetId: string): Promise<boolean> {
  await lockDataset(tx, datasetId);
  const coming = and(eq(uploads.datasetId, datasetId), isNotNull(uploads.stage));
  return (await tx.select({ id: uploads.id }).from(uploads).where(coming)).length > 0;
}

/** 撤回认定: what the answer did is undone, the rows wait again, and the files that they had touched are derived anew. */
export async function undoLinkDecision(db: Db, act: Undo): Promise<Result<LinkEffect, LinkRefusal>> {
  return db.transaction(async (tx): Promise<Result<LinkEffect, LinkRefusal>> => {
    const found = await holding(tx, act);
    if (!found) return refused({ code: "decisionUnknown" });
    const { decision, row } = found;
    const enterprise = await enterpriseBy(tx, decision.enterpriseId);
    if (!enterprise) return refused({ code: "enterpriseUnknown" });
    if (row && (await isComing(tx, row.datasetId))) return refused({ code: "fileComing" });
    const { by, at } = act;
    await tx.update(linkDecisions).set({ undoneAt: at, undoneBy: by.personId }).where(eq(linkDecisions.id, decision.id));
    const rows = await takeBack(tx, decision, enterprise, at);
    const subject = row ? { subjectType: "uploadRow", subjectId: String(row.id) } : { subjectType: "enterprise", subjectId: enterprise.id };
    const detail = { decisionId: decision.id, answer: decision.answer, uscc: enterprise.uscc, rows };
    await appendAudit(tx, [{ at, actorId: by.personId, actorRole: by.role, action: "link.undone", ...subject, detail }]);
    return ok({ rows: rows.length, uploadIds: row ? [row.uploadId] : [] });
  });
}
