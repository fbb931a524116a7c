import { z } from "zod";
import type { VersionRow } from "@/db/admin-queries";
import { fenFromYuan, formatYuan } from "@/lib/kernel/fen";
import type { Route, Verdict } from "@/lib/policy/decide";
import { type ExampleRun, runExample } from "@/lib/policy/examples";
import { Example, type LibraryDocument, type ResolvedPolicy } from "@/lib/policy/language";

export const VERDICTS: Readonly<Record<Verdict, string>> = { eligible: "符合", ineligible: "不符合", undetermined: "待核" };
export const ROUTES: Readonly<Record<Route, string>> = { auto: "自动通过", manual: "转人工" };
export const VERSION_STATES: Readonly<Record<VersionRow["state"], string>> = { draft: "草稿", inReview: "待发布", published: "现行", retired: "已停用" };

/** Examples of a version's document; none where it holds none that can be read. */
export function examplesOf(document: unknown): readonly Example[] {
  const parsed = z.object({ examples: z.array(Example) }).safeParse(document);
  return parsed.success ? parsed.data.examples : [];
}

export const runAll = (document: unknown, policy: ResolvedPolicy, library: LibraryDocument): readonly ExampleRun[] =>
  examplesOf(document).map((example) => runExample(policy, example, library));

const amountText = (yuan: number | null): string => (yuan === null ? "金额待核" : `${formatYuan(fenFromYuan(yuan))}元`);

export const expectedText = ({ expected }: Example): string =>
  expected.verdict === "eligible" ? `${VERDICTS.eligible}，${amountText(expected.amount)}，${ROUTES[expected.route]}` : VERDICTS[expected.verdict];

export function computedText({ decision }: ExampleRun): string {
  if (decision.verdict !== "eligible") return VERDICTS[decision.verdict];
  const amount = decision.amountFen === null ? "金额待核" : `${formatYuan(decision.amountFen)}元`;
  return `${VERDICTS.eligible}，${amount}${decision.route ? `，${ROUTES[decision.route]}` : ""}`;
}
