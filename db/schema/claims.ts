import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { SuspensionReason } from "@/lib/claim/moving-claim";
import type { OverdueReasonCode } from "@/lib/claim/overdue-reason";
import type { ClaimState } from "@/lib/claim/states";
import { dayColumn, fenColumn, instantColumn } from "./columns";
import { bankAccounts, enterprises } from "./enterprises";
import { departments, people } from "./people";
import { funds, policies, policyVersions } from "./policies";

/** 状态与转移 as rows: the law of the process. claim_events has a foreign key to the moves. */
export const claimStates = pgTable("claim_states", {
  id: text().$type<ClaimState>().primaryKey(),
  name: text().notNull(),
  kind: text().$type<"active" | "finalSoft" | "final">().notNull(),
  sortOrder: integer().notNull(),
});

export const claimMoves = pgTable("claim_moves", { fromState: text().notNull(), toState: text().notNull(), label: text().notNull() }, (table) => [
  primaryKey({ columns: [table.fromState, table.toState] }),
]);

/** 兑现件: policy version × enterprise × benefit period × subject. */
export const claims = pgTable(
  "claims",
  {
    id: uuid().primaryKey().defaultRandom(),
    number: text().notNull(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    policyCode: text()
      .notNull()
      .references(() => policies.code),
    policyVersionId: text()
      .notNull()
      .references(() => policyVersions.id),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    /** 享受期: a year, or "once". */
    period: text().notNull(),
    /** 标的: title, project, person batch, `arrears:…`; empty for yearly grants. */
    subject: text().notNull().default(""),
    parentClaimId: uuid().references((): AnyPgColumn => claims.id),
    benefitKind: text().$type<"cash" | "taxReduction">().notNull(),
    fundId: text().references(() => funds.id),
    confirmStage: text().$type<"before" | "after" | "none">().notNull(),
    state: text()
      .$type<ClaimState>()
      .notNull()
      .references(() => claimStates.id),
    /** Optimistic lock; equals the seq of the newest event. */
    version: integer().notNull(),
    amountFen: fenColumn(),
    /** 依据快照: the facts, their hash and the trace at the newest evaluation. */
    factsHash: text().notNull(),
    snapshotId: bigint({ mode: "number" }).notNull(),
    stageEnteredAt: instantColumn().notNull(),
    dueOn: dayColumn(),
    dueProvisional: boolean().notNull().default(false),
    /** 转人工原因 / 等待原因, shown to the reviewer. */
    doubts: jsonb().$type<{ code: string; text: string }[]>().notNull().default([]),
    waitingFor: text(),
    /** 中止: what it waits for, where it came from, since when. */
    suspensionReason: text().$type<SuspensionReason>(),
    suspendedFrom: text().$type<ClaimState>(),
    suspendedSince: dayColumn(),
    supplementUsed: boolean().notNull().default(false),
    supplementRequest: text(),
    assignedTo: uuid().references(() => people.id),
    handlerId: uuid().references(() => people.id),
    checkerId: uuid().references(() => people.id),
    chiefId: uuid().references(() => people.id),
    approverId: uuid().references(() => people.id),
    handlerDecision: text().$type<"approve" | "reject">(),
    handlerOpinion: text(),
    rejectedClause: text(),
    rejectedReason: text(),
    accountId: uuid(),
    confirmedBy: uuid().references(() => people.id),
    confirmedAt: instantColumn(),
    approvalId: uuid().references((): AnyPgColumn => approvals.id),
    noticeDoneOn: dayColumn(),
    settledAt: instantColumn(),
    processingDays: integer(),
    endToEndDays: integer(),
    createdAt: instantColumn().notNull(),
  },
  (table) => [
    unique("claims_number").on(table.number),
    unique("claims_of_enterprise").on(table.id, table.enterpriseId),
    foreignKey({
      name: "claims_account_of_enterprise",
      columns: [table.accountId, table.enterpriseId],
      foreignColumns: [bankAccounts.id, bankAccounts.enterpriseId],
    }),
    // I2: one live claim per enterprise, policy, benefit period and subject.
    uniqueIndex("claims_one_live")
      .on(table.enterpriseId, table.policyCode, table.period, table.subject)
      .where(sql`${table.state} not in ('rejected','declined','expired','withdrawn','cancelled','clawedBack')`),
    index("claims_queue").on(table.departmentId, table.state, table.dueOn),
    index("claims_state_due").on(table.state, table.dueOn),
    index("claims_enterprise").on(table.enterpriseId),
    index("claims_policy").on(table.policyCode, table.state),
    check("claims_amount_not_negative", sql`${table.amountFen} is null or ${table.amountFen} >= 0`),
    check(
      "claims_four_eyes",
      sql`(${table.handlerId} is null or (${table.handlerId} is distinct from ${table.checkerId} and ${table.handlerId} is distinct from ${table.chiefId} and ${table.handlerId} is distinct from ${table.approverId}))
        and (${table.approverId} is null or (${table.approverId} is distinct from ${table.checkerId} and ${table.approverId} is distinct from ${table.chiefId}))`,
    ),
    check("claims_fund_fits_kind", sql`${table.benefitKind} = 'taxReduction' or ${table.fundId} is not null`),
  ],
);

/** 指标快照: facts and sources as they were when a claim was judged. Append-only. */
export const claimSnapshots = pgTable(
  "claim_snapshots",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    policyVersionId: text().notNull(),
    asOf: dayColumn().notNull(),
    fullYear: integer().notNull(),
    facts: jsonb().$type<Record<string, unknown>>().notNull(),
    priorGrants: jsonb().$type<Record<string, number>>().notNull(),
    factsHash: text().notNull(),
    /** indicator id → { datasetId, asOf, sourceRowId } of the value used. */
    sources: jsonb().$type<Record<string, { datasetId: string; asOf: string; valueId: number }>>().notNull(),
    /** The decision with its full trace. */
    decision: jsonb().notNull(),
    takenAt: instantColumn().notNull(),
  },
  (table) => [index("claim_snapshots_enterprise").on(table.enterpriseId)],
);

/** 办件经过: one row per move, tied to the legal moves and to exactly one audit row. Append-only. */
export const claimEvents = pgTable(
  "claim_events",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    seq: integer().notNull(),
    fromState: text().notNull(),
    toState: text().notNull(),
    actorId: uuid().references(() => people.id),
    actorRole: text().notNull(),
    at: instantColumn().notNull(),
    reasonCode: text(),
    reasonText: text(),
    amountBeforeFen: fenColumn(),
    amountAfterFen: fenColumn(),
    snapshotId: bigint({ mode: "number" }),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    auditChain: text().notNull().default("business"),
    auditSeq: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    unique("claim_events_seq").on(table.claimId, table.seq),
    unique("claim_events_audit").on(table.auditChain, table.auditSeq),
    foreignKey({ name: "claim_events_legal_move", columns: [table.fromState, table.toState], foreignColumns: [claimMoves.fromState, claimMoves.toState] }),
    index("claim_events_at").on(table.at),
  ],
);

/**
 * 标的占用: the single persons, invoice lines, titles … that a claim counts. Within an exclusion group each counts once (I2 below the level
 * of the claim); ended claims let go of theirs.
 */
export const claimSubjects = pgTable(
  "claim_subjects",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    /** 计数名: the exclusion group, or the policy code where there is none; with `@` and the period where a member counts once a period. */
    groupKey: text().notNull(),
    subject: text().notNull(),
    live: boolean().notNull(),
  },
  (table) => [uniqueIndex("claim_subjects_once").on(table.groupKey, table.subject).where(sql`${table.live}`), index("claim_subjects_claim").on(table.claimId)],
);

/** 复核意见: each officer's decision on a case, first and second. */
export const claimOpinions = pgTable(
  "claim_opinions",
  {
    id: uuid().primaryKey().defaultRandom(),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    officerId: uuid()
      .notNull()
      .references(() => people.id),
    stage: text().$type<"handle" | "check" | "chief" | "leader" | "objection">().notNull(),
    decision: text().notNull(),
    opinion: text().notNull(),
    clauseId: text(),
    /** Version of the claim the opinion was written on: tells one round of review from the next. */
    claimVersion: integer().notNull(),
    /** 改动前后: the amount before the opinion and with it, where the opinion is about one. */
    amountBeforeFen: fenColumn(),
    amountAfterFen: fenColumn(),
    /** 核减理由; the clause stands in `clauseId`. */
    reductionReason: text(),
    at: instantColumn().notNull(),
    /** Order of writing: on a standing clock several opinions share an instant. */
    seq: bigserial({ mode: "number" }).notNull(),
  },
  (table) => [
    index("claim_opinions_claim").on(table.claimId, table.seq),
    check(
      "claim_opinions_never_raise",
      sql`${table.amountBeforeFen} is null or ${table.amountAfterFen} is null or ${table.amountAfterFen} <= ${table.amountBeforeFen}`,
    ),
    check(
      "claim_opinions_reduction_founded",
      sql`${table.amountBeforeFen} is null or ${table.amountAfterFen} is null or ${table.amountAfterFen} >= ${table.amountBeforeFen} or (${table.clauseId} is not null and ${table.reductionReason} is not null and length(trim(${table.reductionReason})) >= 4)`,
    ),
  ],
);

/** 超期原因: why a case is late in its present stage, by whose step it is. Append-only; of several the newest counts. */
export const overdueReasons = pgTable(
  "overdue_reasons",
  {
    id: uuid().primaryKey().defaultRandom(),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    /** Version of the claim, and so the stage, that the reason speaks of. */
    claimVersion: integer().notNull(),
    code: text().$type<OverdueReasonCode>().notNull(),
    words: text().notNull(),
    /** 预计办结 */
    expectedOn: dayColumn().notNull(),
    lateWorkdays: integer().notNull(),
    givenBy: uuid()
      .notNull()
      .references(() => people.id),
    givenAs: text().notNull(),
    at: instantColumn().notNull(),
    auditChain: text().notNull().default("business"),
    auditSeq: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    index("overdue_reasons_claim").on(table.claimId, table.claimVersion),
    unique("overdue_reasons_audit").on(table.auditChain, table.auditSeq),
    check("overdue_reasons_in_words", sql`length(trim(${table.words})) >= 4`),
    check("overdue_reasons_of_a_delay", sql`${table.lateWorkdays} >= 0`),
    check(
      "overdue_reasons_code",
      sql`${table.code} in ('sourceData','siteVisit','enterprise','policyQuestion','budget','bank','workload','absence','systemFault','other')`,
    ),
  ],
);

/** 核准签批: a department leader signs a list of approved claims. */
export const approvals = pgTable("approvals", {
  id: uuid().primaryKey().defaultRandom(),
  departmentId: text()
    .notNull()
    .references(() => departments.id),
  signedBy: uuid()
    .notNull()
    .references(() => people.id),
  opinion: text().notNull(),
  claimCount: integer().notNull(),
  totalFen: fenColumn().notNull(),
  listHash: text().notNull(),
  signedAt: instantColumn().notNull(),
});

/** 公示: a frozen list with number, hash and period in working days. */
export const notices = pgTable(
  "notices",
  {
    id: uuid().primaryKey().defaultRandom(),
    number: text().notNull(),
    title: text().notNull(),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    policyCode: text()
      .notNull()
      .references(() => policies.code),
    startsOn: dayColumn().notNull(),
    endsOn: dayColumn().notNull(),
    endProvisional: boolean().notNull(),
    workingDays: integer().notNull(),
    contentHash: text().notNull(),
    state: text().$type<"open" | "closed">().notNull(),
    closedOn: dayColumn(),
    publishedAt: instantColumn().notNull(),
  },
  (table) => [
    unique("notices_number").on(table.number),
    index("notices_state").on(table.state, table.endsOn),
    check(
      "notices_run_out_before_closing",
      sql`(${table.state} = 'closed') = (${table.closedOn} is not null) and (${table.closedOn} is null or ${table.closedOn} > ${table.endsOn})`,
    ),
  ],
);

/** 公示名单行: only the fields that may be public (CMP-030). */
export const noticeLines = pgTable(
  "notice_lines",
  {
    id: uuid().primaryKey().defaultRandom(),
    noticeId: uuid()
      .notNull()
      .references(() => notices.id),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    lineNo: smallint().notNull(),
    enterpriseName: text().notNull(),
    uscc: text().notNull(),
    amountFen: fenColumn().notNull(),
    clause: text().notNull(),
    state: text().$type<"listed" | "held" | "withdrawn" | "corrected" | "cancelled">().notNull(),
    /** A held line has its own, later end. */
    endsOn: dayColumn().notNull(),
  },
  (table) => [unique("notice_lines_no").on(table.noticeId, table.lineNo), index("notice_lines_claim").on(table.claimId)],
);

/** 异议: real name (ciphertext), receipt number, holds only its own line. */
export const objections = pgTable(
  "objections",
  {
    id: uuid().primaryKey().defaultRandom(),
    receiptNumber: text().notNull(),
    noticeLineId: uuid()
      .notNull()
      .references(() => noticeLines.id),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    objectorCipher: text().notNull(),
    contactCipher: text().notNull(),
    queryDigest: text().notNull(),
    content: text().notNull(),
    state: text().$type<"open" | "upheld" | "partlyUpheld" | "dismissed">().notNull(),
    receivedAt: instantColumn().notNull(),
    dueOn: dayColumn().notNull(),
    decidedBy: uuid().references(() => people.id),
    decidedAt: instantColumn(),
    answer: text(),
  },
  (table) => [unique("objections_receipt").on(table.receiptNumber), index("objections_claim_open").on(table.claimId).where(sql`${table.state} = 'open'`)],
);

/** 满意度: one question after payment. */
export const surveys = pgTable(
  "surveys",
  {
    claimId: uuid()
      .primaryKey()
      .references(() => claims.id),
    score: smallint().notNull(),
    comment: text(),
    answeredBy: uuid().references(() => people.id),
    answeredAt: instantColumn().notNull(),
  },
  (table) => [check("surveys_score", sql`${table.score} between 1 and 5`)],
);
