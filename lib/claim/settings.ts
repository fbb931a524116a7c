import { type Fen, fenFromYuan } from "../kernel/fen";

/** 办件参数: numbers with a dated default that an administrator may change. */
export type ClaimSettings = {
  /** 自动上限: above it a person looks, however clear the verdict. */
  readonly automaticCeilingFen: Fen;
  /** 科室负责人签字起点: from this amount on (inclusive) the section chief signs too. */
  readonly chiefSignatureFromFen: Fen;
  /** 抽查比例 of straight-through claims that are looked at blindly. */
  readonly blindSampleRate: number;
  readonly blindSampleWeeklyMinimum: number;
  /** 复核申请期, calendar days after the refusal. */
  readonly appealDays: number;
  /** 中止上限, calendar days; after it a suspended claim may be ended. */
  readonly suspensionDays: number;
  /** 累计暂停, working days; above it the light is red in any state. */
  readonly pausedWorkingDaysLimit: number;
  /** 更正账户 within 24 hours: this many corrections stop the payment. */
  readonly accountCorrectionsPerDay: number;
};

export const DEFAULT_CLAIM_SETTINGS: ClaimSettings = {
  automaticCeilingFen: fenFromYuan(500_000),
  chiefSignatureFromFen: fenFromYuan(200_000),
  blindSampleRate: 0.05,
  blindSampleWeeklyMinimum: 5,
  appealDays: 15,
  suspensionDays: 90,
  pausedWorkingDaysLimit: 30,
  accountCorrectionsPerDay: 2,
};
