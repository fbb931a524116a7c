import { type PlainDate, yearOf } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";

const CLAIM_NUMBER = /^兑(\d{4})-(\d{5,})$/;

/** 兑现件编号: 兑2026-00001, counted per year; a sixth digit is simply written. Throws on a sequence below 1. */
export function claimNumber(year: number, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 1) throw new RangeError(`claim sequence ${sequence}`);
  return `兑${year}-${String(sequence).padStart(5, "0")}`;
}

/** Year and sequence of a claim number, null when it is none. */
export function parseClaimNumber(text: string): { readonly year: number; readonly sequence: number } | null {
  const match = CLAIM_NUMBER.exec(text.trim());
  return match && { year: Number(match[1]), sequence: Number(match[2]) };
}

/** 享受周期 of a policy, as the policy library writes it. */
export type GrantCycle = "yearly" | "oncePerTitle" | "oncePerPerson" | "onceForLife" | "perProject" | "perProduct" | "oncePerStage" | "perDeclaration";

/** What one grant of a claim is for; which part is needed depends on the cycle. */
export type GrantFacts = {
  readonly titleCode?: string;
  readonly awardedOn?: PlainDate;
  /** Hash of `personBatchText`: a batch may have hundreds of persons, and a database index key has a limited length. */
  readonly personBatch?: string;
  /** Invoice line or filing number (发票行、备案号). */
  readonly project?: string;
  readonly product?: string;
  readonly stage?: string;
};

export type Benefit = { readonly period: string; readonly subject: string };

const ONCE = "once";

function once(label: string, value: string | undefined): Result<Benefit, "subjectMissing"> {
  return value === undefined || value.trim() === "" ? refused("subjectMissing") : ok({ period: ONCE, subject: `${label}:${value.trim()}` });
}

const titleOf = ({ titleCode, awardedOn }: GrantFacts) => (titleCode && awardedOn ? `${titleCode}@${awardedOn}` : undefined);

/** 人员批次: the text whose hash is the batch's subject. The same persons in another order are the same batch. That no person is in two batches is a table's task. */
export const personBatchText = (digests: readonly string[]): string => [...new Set(digests)].sort().join("\n");

/**
 * 享受期与标的 of one grant: with enterprise and policy it makes the key under which there is one claim only.
 * Yearly grants go by calendar year (of `day`), all others are given once for their subject. `perDeclaration` is a hint, never a claim.
 */
export function benefitOf(cycle: GrantCycle, day: PlainDate, facts: GrantFacts): Result<Benefit, "subjectMissing" | "hintOnly"> {
  switch (cycle) {
    case "yearly":
      return ok({ period: String(yearOf(day)), subject: "" });
    case "onceForLife":
      return ok({ period: ONCE, subject: "" });
    case "oncePerTitle":
      return once("title", titleOf(facts));
    case "oncePerPerson":
      return once("persons", facts.personBatch);
    case "perProject":
      return once("project", facts.project);
    case "perProduct":
      return once("product", facts.product);
    case "oncePerStage":
      return once("stage", facts.stage);
    case "perDeclaration":
      return refused("hintOnly");
  }
}

/** 补发标的: subject of the n-th child claim that pays what `parent` was underpaid. */
export const arrearsSubject = (parentClaimNumber: string, n: number): string => `arrears:${parentClaimNumber}:${n}`;

/** What a grant counts against: the policy itself, or its ladder (补差组), for sites the ladder and the site. */
export const grantFamily = (policyCode: string, topUpGroup: string | null, site: string | null = null): string => {
  if (topUpGroup === null) return policyCode;
  return site === null ? topUpGroup : `${topUpGroup}@${site}`;
};

export type BenefitKeyParts = { readonly enterpriseId: string; readonly policyCode: string } & Benefit;

/** 享受唯一键 as one text, for logs, idempotency keys and memory sets; the database has the four columns. Parts cannot run into each other. */
export const benefitKey = ({ enterpriseId, policyCode, period, subject }: BenefitKeyParts): string =>
  [enterpriseId, policyCode, period, subject].map((part) => encodeURIComponent(part)).join("|");
