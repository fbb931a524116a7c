import { z } from "zod";

/** 脏数据模式: the 32 kinds of flaw that departments' files are known for. */
export const DIRTY_PATTERNS = [
  "FULLWIDTH",
  "ENC_GBK",
  "RARE_CHAR",
  "SUFFIX",
  "BRACKET",
  "SPACE",
  "OLD_NAME",
  "LEGACY_ID",
  "OCR",
  "CASE_DUP",
  "DUP_ROW",
  "SCI",
  "APOS",
  "DATE_MIX",
  "DATE_SERIAL",
  "DATE_BAD",
  "PERIOD_MIX",
  "THOUSAND",
  "UNIT_TEXT",
  "UNIT_SCALE",
  "PERCENT",
  "NEG_PAREN",
  "PLACEHOLDER",
  "HEADER_MERGED",
  "TOTAL_ROW",
  "HEADER_ALIAS",
  "ENUM_ALIAS",
  "COL_SHIFT",
  "LEAD_ZERO",
  "STALE",
  "RANGE",
  "MULTI_VALUE",
] as const;
export const DirtyPattern = z.enum(DIRTY_PATTERNS);
export type DirtyPattern = z.infer<typeof DirtyPattern>;

/** 敏感级别: public may be shown in a notice, internal stays in the departments, sensitive is masked, encrypted and least shared. */
export const Sensitivity = z.enum(["public", "internal", "sensitive"]);

/** One accepted wording of a coded field: the code that is stored, the official labels of it, and the loose ones that count as a correction. */
const EnumValue = z.strictObject({ code: z.string(), labels: z.array(z.string()).optional(), aliases: z.array(z.string()).optional() });
export type EnumValue = z.infer<typeof EnumValue>;

export const FIELD_TYPES = [
  "uscc",
  "name",
  "person",
  "personName",
  "personId",
  "phone",
  "code",
  "docNo",
  "industry",
  "string",
  "text",
  "list",
  "enum",
  "bool",
  "date",
  "period",
  "year",
  "money",
  "number",
  "ratio",
  "count",
] as const;

/** Types of fields that say of which stretch of time a record speaks. */
export const PERIOD_FIELD_TYPES: ReadonlySet<string> = new Set<(typeof FIELD_TYPES)[number]>(["period", "year"]);

export const FieldDefinition = z.strictObject({
  id: z.string(),
  header: z.string(),
  aliases: z.array(z.string()).optional(),
  type: z.enum(FIELD_TYPES),
  /** Unit of the column as exported: 元, 千元, 万元, 万美元, kWh, %, 人 … */
  unit: z.string().optional(),
  /** How a ratio is written without %: in percent, as a fraction, or either (above 1 is percent). */
  ratioForm: z.enum(["percent", "fraction", "either"]).optional(),
  required: z.boolean().optional(),
  /** Fixed length of a code; shorter all-digit codes lost their leading zeros. */
  length: z.int().positive().optional(),
  /** What a code looks like (a regular expression), and whether it carries a check digit to hold restored zeros against. */
  form: z.string().optional(),
  checked: z.enum(["registrationNumber"]).optional(),
  values: z.array(EnumValue).optional(),
  sensitivity: Sensitivity.optional(),
  personalInfo: z.boolean().optional(),
  mayBeNegative: z.boolean().optional(),
  mayBeFuture: z.boolean().optional(),
  /** 合理区间: money in yuan, whatever the column's unit. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** A blank code is looked up from the wording in that field (资质名称 → 资质代码). */
  deriveFrom: z.string().optional(),
  /** Counts of the same row from which an ambiguous ratio can be recomputed. */
  recompute: z.strictObject({ numerator: z.string(), denominator: z.string() }).optional(),
  /** A column that is known and not kept (序号, 备注). */
  ignore: z.boolean().optional(),
});
export type FieldDefinition = z.infer<typeof FieldDefinition>;

/** 更新频率: when the next delivery is due; `onDemand` feeds have no due date. */
export const Frequency = z.enum(["daily", "monthly", "quarterly", "yearly", "onDemand"]);
export type Frequency = z.infer<typeof Frequency>;

export const PeriodKind = z.enum(["year", "quarter", "month", "day", "snapshot"]);
export type PeriodKind = z.infer<typeof PeriodKind>;

/** 共享数据集: one feed of one department, with its purpose and legal basis (without which no rule may use it). */
export const DatasetDefinition = z.strictObject({
  id: z.string(),
  name: z.string(),
  dept: z.string(),
  granularity: z.string(),
  primaryKey: z.array(z.string()).min(1),
  frequency: Frequency,
  frequencyText: z.string(),
  periods: z.array(PeriodKind).min(1),
  lagDays: z.int().nonnegative(),
  channel: z.enum(["api", "file", "manual"]),
  via: z.string(),
  format: z.string(),
  history: z.string(),
  consentGated: z.boolean(),
  purpose: z.string(),
  legalBasis: z.string(),
  retention: z.string(),
  legalConstraint: z.string().optional(),
  /** 环比: records of one enterprise that agree in these fields are of one kind, and their amounts are held against each other. Absent where amounts leap by nature. */
  comparedWithin: z.array(z.string()).optional(),
  /** The date field that tells the newer of two rows with one key. */
  updatedBy: z.string().optional(),
  authoritativeFor: z.array(z.string()),
  fields: z.array(FieldDefinition).min(1),
});
export type DatasetDefinition = z.infer<typeof DatasetDefinition>;

/** The register file: departments, flaw names, datasets. */
export const DatasetCatalogue = z.strictObject({
  departments: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  patterns: z.array(z.strictObject({ code: DirtyPattern, name: z.string(), autoFix: z.boolean() })),
  datasets: z.array(DatasetDefinition),
});
export type DatasetCatalogue = z.infer<typeof DatasetCatalogue>;

/** What stands in a record for a personal number: digest for counting persons, mask for the eye. */
export const PERSON_DIGEST = "idCardHash";
export const PERSON_MASK = "idCardMask";
