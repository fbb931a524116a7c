import "server-only";
import type { ListedPolicy } from "@/db/policy-queries";
import { describeAmount } from "@/lib/policy/describe-amount";
import type { GapVocabulary } from "@/lib/policy/gap";
import { policyIndicators } from "@/lib/policy/indicators";

/** 政策 as open data: the head of one policy. Amounts in yuan as the document states them. */
export function policyHead({ resolved: policy, departmentName, number, versionId }: ListedPolicy, words: GapVocabulary) {
  const { code, name, category, boards, benefitKind, effective, limits, annualBudget, source } = policy;
  return {
    code,
    name,
    department: departmentName,
    category,
    boards,
    benefitKind,
    standard: describeAmount(policy.amount, words),
    source: { document: source.doc, article: source.article, clause: source.clauseText },
    effective: { from: effective.from, to: effective.to },
    limits: {
      processingWorkingDays: limits.processingWorkingDays,
      noticeWorkingDays: limits.noticeWorkingDays,
      disbursementWorkingDays: limits.disbursementWorkingDays,
    },
    annualBudget,
    version: number,
    versionId,
  };
}

/** The whole policy: its rules as they run, so that anybody can compute along. */
export function policyBody(listed: ListedPolicy, words: GapVocabulary) {
  const { base, conditions, negativeList, crossChecks, routeToManual, amount, grantCycle, materials, relations, needsManualReview, nationalBasis } =
    listed.resolved;
  const { all } = policyIndicators(listed.resolved);
  return {
    ...policyHead(listed, words),
    grantCycle,
    needsManualReview,
    base,
    conditions,
    negativeList,
    crossChecks,
    routeToManual,
    amount,
    materials,
    relations,
    nationalBasis,
    indicators: all,
  };
}
