import "server-only";
import { z } from "zod";
import { LightParam, TextParam } from "@/app/(review)/parts/params";
import { type FigureSet, type LedClaim, listBehindFigure, listInHand } from "@/db/overdue-queries";
import type { Fen } from "@/lib/kernel/fen";
import type { leaderRead } from "../../parts/read";

export const FIGURE_TITLES: Record<FigureSet | "inHand", string> = {
  paid: "今年已到账",
  settled: "今年办结",
  surveyed: "今年的评价",
  satisfied: "今年评 4 分以上",
  checked: "今年初审",
  passed: "今年初审直通",
  opened: "今年建件",
  inHand: "在办",
};

const Query = z.object({
  set: z.enum(["paid", "settled", "surveyed", "satisfied", "checked", "passed", "opened", "inHand"]).catch("inHand"),
  light: LightParam,
  department: TextParam,
  policy: TextParam,
});
export type FigureFilter = z.output<typeof Query>;

/** Which figure, and which part of it, the address names. */
export const readFigure = ({ set, light, department, policy }: Readonly<Record<string, string | undefined>>): FigureFilter =>
  Query.parse({ set, light, department, policy });

/** 数字背后的办件: the cases that the figure has counted, one page of them. */
export async function readFigureRows(
  { db, scope, clock, period }: Awaited<ReturnType<typeof leaderRead>>,
  { set, ...filter }: FigureFilter,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<{ rows: LedClaim[]; total: number; sumFen: Fen }> {
  if (set !== "inHand") return listBehindFigure(db, scope, { set, period, department: filter.department, policy: filter.policy }, { page, pageSize });
  const all = await listInHand(db, scope, clock, filter);
  const sumFen = all.reduce((sum, claim) => sum + (claim.amountFen ?? 0), 0) as Fen;
  return { rows: all.slice((page - 1) * pageSize, page * pageSize), total: all.length, sumFen };
}
