import type { IndicatorDefinition } from "../../indicators/catalogue";
import type { LibraryDocument } from "../language";

/** block 不改不能发布, warn 请核对, note 提示. */
export type Severity = "block" | "warn" | "note";

export type FindingKind =
  | "neverTrue"
  | "alwaysTrue"
  | "redundant"
  | "deadBranch"
  | "deadBlock"
  | "blocksAll"
  | "tierOverlap"
  | "tierMissing"
  | "tierUnreachable"
  | "caseUnreachable"
  | "caseMissing"
  | "levelMissing"
  | "unknownIndicator"
  | "operatorType"
  | "valueType"
  | "unit"
  | "clauseDiffers"
  | "noSource"
  | "statistics"
  | "registrationPlace"
  | "localTax"
  | "localStatistics"
  | "ownership"
  | "rewardOfTax"
  | "rewardOfExport"
  | "noReview"
  | "noExamples"
  | "exampleDiffers"
  | "amountFalls"
  | "cycleShort";

/** 静态分析的一条: what is wrong, how grave, where. `place` is the path in the document, such as "conditions.all.1" or "amount.tiers.2". */
export type Finding = { readonly kind: FindingKind; readonly severity: Severity; readonly place: string; readonly message: string };

export type LintIndicator = Pick<IndicatorDefinition, "id" | "name" | "type" | "unit" | "period" | "dataset" | "legalConstraint" | "min" | "max" | "labels">;

/** What a policy is read against. */
export type LintContext = {
  readonly indicators: Readonly<Record<string, LintIndicator>>;
  readonly library: LibraryDocument;
  /** Datasets that are delivered here. */
  readonly datasets: readonly string[];
  /** A version already in force went through the procedure of its day: a missing review is noted, not held against it. */
  readonly isPublished: boolean;
};

export const at = (...parts: readonly (string | number)[]): string => parts.filter((part) => part !== "").join(".");
