import { z } from "zod";

/** 接口数据: shapes of the public interface, strict, so that the document and the handlers cannot drift apart unnoticed. */
export const ErrorAnswer = z
  .strictObject({ error: z.strictObject({ code: z.string(), message: z.string(), details: z.array(z.string()).optional() }) })
  .meta({ description: "code 供程序判断，message 是中文说明，写明怎么改" });

const Single = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.string())]);
const FactValue = z
  .union([Single, z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()]))])
  .meta({ description: "一个数、代码或日期；按年的数据可以写成年度对照；不适用写 null；不知道就不写这一项" });

export const CalculationRequest = z.strictObject({
  asOf: z.iso.date().optional().meta({ description: "判定日，默认业务日" }),
  fullYear: z.int().optional().meta({ description: "上一完整年度，默认判定日的上一年" }),
  facts: z.record(z.string(), FactValue).meta({ description: "按指标编号填的数据。金额用元，比例 0–1" }),
  priorGrants: z.record(z.string(), z.number()).optional().meta({ description: "各晋级补差组已领的元" }),
});

const Condition = z.strictObject({
  id: z.string(),
  clause: z.string(),
  result: z.enum(["true", "false", "unknown"]),
  actual: z.unknown(),
  threshold: z.unknown(),
});

export const CalculationAnswer = z.strictObject({
  asOf: z.iso.date(),
  fullYear: z.int(),
  results: z.array(
    z.strictObject({
      policy: z.string(),
      name: z.string(),
      verdict: z.enum(["eligible", "ineligible", "undetermined"]),
      amountFen: z.int().nullable(),
      route: z.enum(["auto", "manual"]).nullable(),
      conditions: z.array(Condition),
      base: z.array(Condition),
      negativeList: z.array(Condition),
      inForce: z.boolean(),
      missing: z.array(z.string()),
      amountMissing: z.array(z.string()),
      manualReasons: z.array(z.string()),
      amountSteps: z.array(z.string()),
    }),
  ),
  warnings: z.array(z.string()).optional(),
});

const head = {
  code: z.string(),
  name: z.string(),
  department: z.string(),
  category: z.string(),
  boards: z.array(z.string()),
  benefitKind: z.string(),
  standard: z.string(),
  source: z.strictObject({ document: z.string(), article: z.string(), clause: z.string() }),
  effective: z.strictObject({ from: z.iso.date(), to: z.iso.date().nullable() }),
  limits: z.strictObject({ processingWorkingDays: z.int(), noticeWorkingDays: z.int(), disbursementWorkingDays: z.int() }),
  annualBudget: z.number().nullable(),
  version: z.int(),
  versionId: z.string(),
};
const IndicatorRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  unit: z.string().nullish(),
  period: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

const Named = z.looseObject({ id: z.string(), name: z.string() });

export const PolicyList = z.strictObject({
  policies: z.array(z.strictObject(head)),
  categories: z.array(Named),
  boards: z.array(Named),
  indicators: z.array(IndicatorRow),
  titleCodes: z.record(z.string(), z.string()),
});

/** The rules are told as they run; their inner shape is that of the policy language and is versioned with it. */
const rule = z.unknown().meta({ description: "规则原样，结构见 docs/policies.md" });
export const PolicyAnswer = z.strictObject({
  ...head,
  grantCycle: z.string(),
  needsManualReview: z.boolean(),
  base: z.array(rule),
  conditions: rule.optional(),
  negativeList: z.array(rule),
  crossChecks: rule.optional(),
  routeToManual: rule.optional(),
  amount: rule,
  materials: z.array(rule),
  relations: z.array(rule),
  nationalBasis: z.array(rule),
  indicators: z.array(z.string()),
});

export const UploadReceived = z.strictObject({ uploadId: z.uuid(), duplicate: z.literal(true).optional() });
const time = z.iso.datetime({ offset: true }).meta({ description: "东八区时间" });
export const UploadState = z.strictObject({
  uploadId: z.uuid(),
  dataset: z.string(),
  period: z.string(),
  state: z.string(),
  filename: z.string(),
  byteSize: z.int(),
  contentSha256: z.string(),
  receivedAt: time,
  finishedAt: time.nullable(),
  refusal: z.string().nullable(),
  processed: z.int().meta({ description: "处理中已读的行数" }),
  rows: z.strictObject({
    total: z.int().nullable(),
    accepted: z.int().nullable(),
    corrected: z.int().nullable(),
    quarantined: z.int().nullable(),
    duplicate: z.int().nullable(),
    ignored: z.int().nullable(),
  }),
  patterns: z.record(z.string(), z.int()).nullable(),
  unknownColumns: z.array(z.string()).nullable(),
});
export const UploadRow = z.strictObject({
  row: z.int(),
  fate: z.enum(["accepted", "corrected", "quarantined", "duplicate", "ignored"]),
  enterpriseId: z.uuid().nullable(),
  uscc: z.string().nullable(),
  link: z.strictObject({ fate: z.enum(["exact", "auto", "review", "none"]).nullable(), confidence: z.number().nullable(), candidates: z.array(z.string()) }),
  corrections: z.array(z.looseObject({ field: z.string(), from: z.unknown(), to: z.unknown(), pattern: z.string() })),
  reasons: z.array(z.looseObject({ message: z.string() })),
});
