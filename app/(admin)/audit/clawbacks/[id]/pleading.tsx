import { Section } from "@/app/_ui/section";
import type { ClawbackFile } from "@/db/clawback-queries";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../../admin/_parts/when";
import { STATEMENT_WORDS } from "../texts";

function Hearing({ file: { clawback, hearingAsked }, today }: { file: ClawbackFile; today: PlainDate }) {
  if (!hearingAsked) return null;
  const { hearingOn, hearingPlace, hearingHeldAt, hearingMinutes } = clawback;
  if (hearingOn === null) return <p className="mt-3 text-amber">企业要求听证，还没有定时间。</p>;
  const place = `${formatNearDay(hearingOn, today)}，${hearingPlace ?? ""}`;
  if (!hearingHeldAt) return <p className="mt-3">{`听证定在 ${place}`}</p>;
  return (
    <div className="mt-3">
      <b>{`听证笔录（${place}）`}</b>
      <p className="whitespace-pre-wrap">{hearingMinutes}</p>
    </div>
  );
}

/** 陈述申辩: the enterprise's words, the hearing, and what the auditor makes of them. */
export function PleadingSection({ file, today }: { file: ClawbackFile; today: PlainDate }) {
  const { statements, clawback, names } = file;
  if (!clawback.toldAt) return null;
  return (
    <Section title="陈述申辩">
      {statements.length === 0 ? <p className="text-ink-2">{clawback.decidedAt ? "企业在期限内没有说明。" : "企业还没有回复。"}</p> : null}
      <ul className="grid gap-3">
        {statements.map((one) => (
          <li key={one.id}>
            <b>{STATEMENT_WORDS[one.kind]}</b>
            <span className="ml-3 text-ink-3 text-note">{`${one.by} ${when(one.at, today)}`}</span>
            <p className="whitespace-pre-wrap">{one.words}</p>
          </li>
        ))}
      </ul>
      <Hearing file={file} today={today} />
      {clawback.consideredAt ? (
        <div className="mt-3 bg-moon px-3 py-2">
          <b>听取意见</b>
          <span className="ml-3 text-ink-3 text-note">{`${clawback.consideredBy ? (names[clawback.consideredBy] ?? "") : ""} ${when(clawback.consideredAt, today)}`}</span>
          <p className="whitespace-pre-wrap">{clawback.consideration}</p>
        </div>
      ) : null}
    </Section>
  );
}
