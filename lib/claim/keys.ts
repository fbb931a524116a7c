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

/** 补发标的: subject of the n-th child claim that pays what `parent` was underpaid. */
export const arrearsSubject = (parentClaimNumber: string, n: number): string => `arrears:${parentClaimNumber}:${n}`;
