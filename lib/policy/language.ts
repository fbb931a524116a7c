import { z } from "zod";
import { PlainDate } from "../kernel/plain-date";
import { AmountFormula } from "./amount-formula";
import { Condition } from "./condition";

const Text = z.string().min(1);
const Id = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "not an id");

/** 享受周期. How often, and for what, the same enterprise may receive the benefit. */
export const GrantCycle = z.enum([
  "monthly",
  "quarterly",
  "yearly",
  "oncePerTitle",
  "oncePerPerson",
  "onceForLife",
  "perProject",
  "perProduct",
  "oncePerStage",
  "perDeclaration",
]);
export type GrantCycle = z.infer<typeof GrantCycle>;

/** 资金: the paying account it comes from (null: no payment at all) and its name in the budget. Batches never mix accounts. */
const Fund = z.strictObject({ account: z.enum(["countyTreasury", "unemploymentInsurance", "employment"]).nullable(), name: Text });

/** One value of an indicator, or its yearly series `{ "2024": … }`. */
export const FactValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string()),
  z.record(z.string().regex(/^\d{4}$/, "a year"), z.union([z.string(), z.number(), z.boolean(), z.null()])),
]);
export type FactValue = z.infer<typeof FactValue>;
/** 事实: indicator id → value. A missing key is unknown, null is a meaningful empty. */
export const Facts = z.record(z.string(), FactValue);
export type Facts = Readonly<Record<string, FactValue>>;
/** 已享金额 in yuan by ladder (`topUpGroup`). */
const PriorGrants = z.record(z.string(), z.number().nonnegative());

/** 算例: facts laid over the library's clean profile, and what must come out. Amounts in yuan. */
export const Example = z.strictObject({
  title: Text,
  facts: Facts,
  priorGrants: PriorGrants.exactOptional(),
  asOf: PlainDate.exactOptional(),
  fullYear: z.int().exactOptional(),
  expected: z.discriminatedUnion("verdict", [
    z.strictObject({ verdict: z.literal("eligible"), amount: z.number().nonnegative().nullable(), route: z.enum(["auto", "manual"]) }),
    z.strictObject({ verdict: z.literal("ineligible"), because: Text }),
    z.strictObject({ verdict: z.literal("undetermined"), because: Text }),
  ]),
  calc: Text.exactOptional(),
});
export type Example = z.infer<typeof Example>;

/** 公平竞争审查 on record: risk of the clause, why it may stand, and when that was concluded. */
const FairCompetition = z.strictObject({
  risk: z.enum(["none", "low", "medium", "high"]),
  note: Text.exactOptional(),
  review: z.strictObject({ date: PlainDate, reviewer: Text, conclusion: Text }).exactOptional(),
});

const policyFields = {
  code: z.string().regex(/^[A-Z]{2,5}-\d{3}$/, "not a policy code"),
  name: Text,
  dept: Id,
  category: Id,
  boards: z.array(Id).min(1),
  /** cash 资金兑现, taxReduction 税费减免 (no budget, no order). */
  benefitKind: z.enum(["cash", "taxReduction"]),
  fund: Fund,
  source: z.strictObject({ doc: Text, article: Text, fictional: z.boolean(), clauseText: Text }),
  nationalBasis: z.array(
    z.strictObject({ text: Text, status: z.enum(["verified", "general", "unverified"]), where: Text.exactOptional(), note: Text.exactOptional() }),
  ),
  conditions: Condition,
  negativeListNote: Text.exactOptional(),
  /** 转人工: true or unknown sends an eligible case to a person. */
  routeToManual: Condition.exactOptional(),
  /** 核对: never vetoes, never lowers the amount; false or unknown sends the case to a person. */
  crossChecks: Condition.exactOptional(),
  crossChecksNote: Text.exactOptional(),
  needsManualReview: z.boolean(),
  amount: AmountFormula,
  grantCycle: GrantCycle,
  maxYears: z.int().positive().exactOptional(),
  /** 年度预算 in yuan; null where nothing is paid. */
  annualBudget: z.number().nonnegative().nullable(),
  /** `replacedBy` names the dataset that spares the enterprise the paper; null: still asked for. */
  materials: z.array(z.strictObject({ name: Text, replacedBy: Id.nullable() })),
  limits: z.strictObject({
    processingWorkingDays: z.int().nonnegative(),
    manualReviewWorkingDays: z.int().nonnegative(),
    noticeWorkingDays: z.int().nonnegative(),
    disbursementWorkingDays: z.int().nonnegative(),
    noticeExcludedFromProcessing: z.boolean(),
    noticeBasis: Text.exactOptional(),
    note: Text.exactOptional(),
  }),
  effective: z.strictObject({ from: PlainDate, to: PlainDate, nationalVerifiedTo: PlainDate.exactOptional() }),
  fairCompetition: FairCompetition,
  /** before 先确认再核定公示, after 先公示再确认, none 账户与授权已在档. */
  confirmStage: z.enum(["before", "after", "none"]).default("before"),
};

/** 政策文件 as an author writes it (one YAML file). Unknown keys are refused with their path. */
export const PolicyDocument = z.strictObject({
  ...policyFields,
  base: z.array(Id),
  negativeList: z.array(Id),
  relations: z.array(z.strictObject({ group: Id, rule: Text })),
  examples: z.array(Example).min(1),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

const Level = z.enum(["person", "person-period", "enterprise", "site", "enterprise-lifetime", "enterprise-year", "invoiceLine", "loan", "taxItem"]);
/**
 * How the members of a group bear on each other: oneOf 只享一项, perSubject 同一标的只计一次, topUp 晋级补差,
 * sequence 依次计算 (both are kept).
 */
const Mode = z.enum(["oneOf", "perSubject", "topUp", "sequence"]);
export type GroupLevel = z.infer<typeof Level>;
export type GroupMode = z.infer<typeof Mode>;

const NamedList = z.array(z.strictObject({ id: Id, name: Text })).min(1);
const BaseCondition = z.strictObject({ name: Text, cond: Condition, legalNote: Text.exactOptional() });
const NegativeItem = z.strictObject({ name: Text, blocksWhen: Condition });
/** What a group says, without its members. */
export const GroupRule = z.strictObject({ level: Level, mode: Mode, rule: Text });
export type GroupRule = z.infer<typeof GroupRule>;
const ExclusionGroup = GroupRule.extend({ policies: z.array(policyFields.code).min(1) });
export type ExclusionGroup = z.infer<typeof ExclusionGroup>;

const GapWords = z.strictObject({ more: Text.exactOptional(), less: Text.exactOptional(), unit: Text });
export type GapWords = z.infer<typeof GapWords>;

/** 政策库公共部分: what several policies share. */
export const LibraryDocument = z.strictObject({
  title: Text,
  note: Text,
  categories: NamedList,
  departments: NamedList,
  boards: NamedList,
  /** 资质荣誉代码 → name. */
  titleCodes: z.record(z.string(), Text),
  /** Names of other codes by indicator, for conditions and amounts that mention them. */
  codeNames: z.record(z.string(), z.record(z.string(), Text)),
  /** How the distance of an unmet number is said, by direction: 再招 2 人. Without a word the enterprise cannot change it. */
  gapWords: z.record(z.string(), GapWords),
  baseConditions: z.record(z.string(), BaseCondition),
  negativeListItems: z.record(z.string(), NegativeItem),
  exclusionGroups: z.record(z.string(), ExclusionGroup),
  /** 算例底稿: a clean profile that examples are laid over. Never a default of the calculator. */
  cleanProfile: Facts,
  examplesAsOf: PlainDate,
  examplesFullYear: z.int(),
  relationExamples: z.array(z.strictObject({ title: Text, facts: Text, expected: z.record(z.string(), z.unknown()) })),
});
export type LibraryDocument = z.infer<typeof LibraryDocument>;

/** 政策版本 as run: self-contained, so that a pinned version needs no library. Plain JSON; its content hash is its name. */
export const ResolvedPolicy = z.strictObject({
  ...policyFields,
  base: z.array(BaseCondition.extend({ id: Id })),
  negativeList: z.array(NegativeItem.extend({ id: Id })),
  relations: z.array(z.strictObject({ group: Id, level: Level, mode: Mode, rule: Text })),
  /** Names of the codes this policy mentions, by indicator. */
  names: z.record(z.string(), z.record(z.string(), Text)),
});
export type ResolvedPolicy = z.infer<typeof ResolvedPolicy>;
