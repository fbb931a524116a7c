/** 行去向: every source row has exactly one. `ignored` rows are no data: titles, heads, blanks, totals, remarks. */
export const ROW_FATES = ["accepted", "corrected", "quarantined", "duplicate", "ignored"] as const;
export type RowFate = (typeof ROW_FATES)[number];

export const ROW_FATE_NAMES: Readonly<Record<RowFate, string>> = {
  accepted: "直接采用",
  corrected: "自动更正后采用",
  quarantined: "问题数据，待处理",
  duplicate: "重复，不再采用",
  ignored: "非数据行",
};

/** Why a row is no data. */
export const IGNORED_KINDS = ["title", "header", "blank", "total", "remark"] as const;
export type IgnoredKind = (typeof IGNORED_KINDS)[number];

export const IGNORED_KIND_NAMES: Readonly<Record<IgnoredKind, string>> = {
  title: "标题行",
  header: "表头行",
  blank: "空行",
  total: "合计行",
  remark: "备注行",
};

/** 关联去向 of a row: which enterprise it belongs to, and how sure that is. */
export type LinkFate = "exact" | "auto" | "review" | "none";

/** Counts of a file by fate; they sum to its rows. */
export type FateCounts = Readonly<Record<RowFate, number>>;

export function countFates(fates: Iterable<RowFate>): FateCounts {
  const counts: Record<RowFate, number> = { accepted: 0, corrected: 0, quarantined: 0, duplicate: 0, ignored: 0 };
  for (const fate of fates) counts[fate] += 1;
  return counts;
}
