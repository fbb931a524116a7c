"use client";

import { Button } from "@/app/_ui/button";
import { CONFIRM_WORDS, CYCLE_WORDS } from "@/lib/policy/difference";
import { getAt, setAt } from "@/lib/policy/editing";
import { useEditor } from "./context";
import { AreaIn, CheckIn, DateIn, NumberIn, SelectIn, TextIn } from "./inputs";
import { anchorOf, Issues } from "./issues";

const words = (list: Readonly<Record<string, string>>) => Object.entries(list).map(([value, label]) => ({ value, label }));

/** 期限与预算. */
export function TermsPart() {
  const { typed } = useEditor();
  const paid = getAt(typed, "benefitKind") === "cash";
  return (
    <div className="grid gap-4">
      <div className="grid items-start gap-4 desk:grid-cols-3">
        <DateIn place="effective.from" label="从哪天起" />
        <DateIn place="effective.to" label="到哪天止（含当天）" />
        <DateIn place="effective.nationalVerifiedTo" label="上级依据到哪天" optional />
        <SelectIn place="grantCycle" label="多久一次" options={words(CYCLE_WORDS)} />
        <NumberIn place="maxYears" label="最多享受" unit="年" optional />
        {paid ? <NumberIn place="annualBudget" label="年度预算" unit="元" /> : null}
        <SelectIn place="confirmStage" label="企业什么时候确认" options={words(CONFIRM_WORDS)} />
      </div>
      <Issues place="effective" />
      <Issues place="grantCycle" />
      <div className="grid items-start gap-4 desk:grid-cols-4">
        <NumberIn place="limits.processingWorkingDays" label="审核" unit="个工作日" />
        <NumberIn place="limits.manualReviewWorkingDays" label="人工复核" unit="个工作日" />
        <NumberIn place="limits.noticeWorkingDays" label="公示" unit="个工作日" />
        <NumberIn place="limits.disbursementWorkingDays" label="拨付" unit="个工作日" />
      </div>
      <CheckIn place="limits.noticeExcludedFromProcessing" label="公示的日子不算在审核时限里" />
      <TextIn place="limits.noticeBasis" label="公示期依据" optional />
    </div>
  );
}

const RISKS = [
  { value: "none", label: "无" },
  { value: "low", label: "低" },
  { value: "medium", label: "中" },
  { value: "high", label: "高" },
];

/** 公平竞争审查结论: without it nothing is published. */
export function ReviewPart() {
  const { typed, edit, readOnly } = useEditor();
  const has = getAt(typed, "fairCompetition.review") !== undefined;
  return (
    <div id={anchorOf("fairCompetition")} className="grid gap-4">
      <div className="grid items-start gap-4 desk:grid-cols-2">
        <SelectIn place="fairCompetition.risk" label="风险" options={RISKS} />
        <TextIn place="fairCompetition.note" label="说明" optional />
      </div>
      {has ? (
        <div className="grid items-start gap-4 desk:grid-cols-2">
          <DateIn place="fairCompetition.review.date" label="审查日期" />
          <TextIn place="fairCompetition.review.reviewer" label="审查单位" />
          <div className="desk:col-span-2">
            <AreaIn place="fairCompetition.review.conclusion" label="结论" />
          </div>
        </div>
      ) : null}
      <div id={anchorOf("fairCompetition.review")}>
        <Issues place="fairCompetition.review" />
        {has || readOnly ? null : (
          <Button size="small" className="mt-2" onClick={() => edit((old) => setAt(old, "fairCompetition.review", { date: "", reviewer: "", conclusion: "" }))}>
            附审查结论
          </Button>
        )}
      </div>
    </div>
  );
}
