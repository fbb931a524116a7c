import { z } from "zod";
import { PlainDate } from "../kernel/plain-date";

/** 指标代码: a row of the indicator catalogue. Data, never a union of the program. */
export const IndicatorId = z.string().regex(/^[a-z][A-Za-z0-9]*$/, "not an indicator id");
const LeafId = z.string().regex(/^[A-Z][A-Za-z0-9-]*(\.[a-z]+\d+)?$/, "not a condition id");

const leafBase = {
  id: LeafId,
  /** 条款原文 in short, as an enterprise reads it. */
  clause: z.string().min(1),
  /** Only where the clause stands in another article than the policy's own. */
  article: z.string().min(1).exactOptional(),
  unit: z.string().min(1).exactOptional(),
  /** What a meaningful empty counts as; without it an empty value leaves the condition unknown. */
  nullAs: z.boolean().exactOptional(),
};

const ComparisonOp = z.enum(["gte", "gt", "lte", "lt"]);
export type ComparisonOp = z.infer<typeof ComparisonOp>;

const ComparisonLeaf = z.strictObject({ ...leafBase, ind: IndicatorId, op: ComparisonOp, value: z.number() });
const EqualLeaf = z.strictObject({ ...leafBase, ind: IndicatorId, op: z.literal("eq"), value: z.union([z.string(), z.number(), z.boolean()]) });
const MemberLeaf = z.strictObject({ ...leafBase, ind: IndicatorId, op: z.enum(["in", "notIn"]), value: z.array(z.union([z.string(), z.number()])).min(1) });
const HasAnyLeaf = z.strictObject({ ...leafBase, ind: IndicatorId, op: z.literal("hasAny"), value: z.array(z.string().min(1)).min(1) });
const IndustryLeaf = z.strictObject({
  ...leafBase,
  ind: IndicatorId,
  op: z.literal("industryIn"),
  value: z.array(z.string().regex(/^([A-T]|\d{2,4})$/, "a section letter or 2 to 4 digits of GB/T 4754")).min(1),
});
const DateLeaf = z.strictObject({ ...leafBase, ind: IndicatorId, op: z.literal("dateGte"), value: PlainDate });
const MonthsLeaf = z.strictObject({ ...leafBase, ind: IndicatorId, op: z.literal("monthsSinceLte"), value: z.int().nonnegative() });
const RatioLeaf = z.strictObject({ ...leafBase, ratio: z.tuple([IndicatorId, IndicatorId]), op: ComparisonOp, value: z.number() });

const PlainLeaf = z.discriminatedUnion("op", [ComparisonLeaf, EqualLeaf, MemberLeaf, HasAnyLeaf, IndustryLeaf, DateLeaf, MonthsLeaf]);

export type ComparisonLeaf = z.infer<typeof ComparisonLeaf>;
export type RatioLeaf = z.infer<typeof RatioLeaf>;
export type PlainLeaf = z.infer<typeof PlainLeaf>;
/** 条件叶: one requirement of one clause. */
export type Leaf = PlainLeaf | RatioLeaf;
/** 条件树: 同时符合 (all), 符合其一 (any), 不属于 (not), or a leaf. */
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf;

/** The one schema that fits the keys a node has, so that a typo is reported where it stands and not as "no union member fits". */
function schemaOf(node: unknown): z.ZodType<Condition> {
  const keys = typeof node === "object" && node !== null ? Object.keys(node) : [];
  if (keys.includes("all")) return z.strictObject({ all: z.array(Condition).min(1) });
  if (keys.includes("any")) return z.strictObject({ any: z.array(Condition).min(1) });
  if (keys.includes("not")) return z.strictObject({ not: Condition });
  return keys.includes("ratio") ? RatioLeaf : PlainLeaf;
}

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.unknown().transform((node, context): Condition => {
    const parsed = schemaOf(node).safeParse(node);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.addIssue({ code: "custom", path: [...issue.path], message: issue.message });
    return z.NEVER;
  }),
) as z.ZodType<Condition>;

export const isRatio = (leaf: Leaf): leaf is RatioLeaf => "ratio" in leaf;

/** Every leaf of a tree, in the order of the text. */
export function leavesOf(condition: Condition): Leaf[] {
  if ("all" in condition) return condition.all.flatMap(leavesOf);
  if ("any" in condition) return condition.any.flatMap(leavesOf);
  return "not" in condition ? leavesOf(condition.not) : [condition];
}

/** The indicators a leaf looks at, numerator before denominator. */
export const indicatorsOfLeaf = (leaf: Leaf): readonly string[] => (isRatio(leaf) ? leaf.ratio : [leaf.ind]);
