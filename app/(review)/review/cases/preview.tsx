import { ButtonLink } from "@/app/_ui/button";
import { Kbd } from "@/app/_ui/kbd";
import { Light } from "@/app/_ui/light";
import { Mark } from "@/app/_ui/mark";
import { Money } from "@/app/_ui/money";
import { Code } from "@/app/_ui/tag";
import type { Evidence } from "@/db/case-file";
import type { QueueRow } from "@/db/claim-queries";
import type { OverdueReason } from "@/db/overdue-reasons";
import { OVERDUE_REASONS } from "@/lib/claim/overdue-reason";
import { pauseWords } from "@/lib/claim/suspension";
import { formatNearDay, formatShortDay, type PlainDate } from "@/lib/kernel/plain-date";
import { CaseDue } from "../../parts/due";
import { doubtWord } from "../../parts/texts";
import { type Contradiction, conditionRows, contradictions, negativeRows, type TraceInput } from "../../parts/trace";
import { TraceList } from "../../parts/trace-list";

function Doubts({ row, conflicts }: { row: QueueRow; conflicts: readonly Contradiction[] }) {
  return (
    <section aria-label="存疑" className="mt-3 border-line border-t pt-2">
      {row.doubts.map((doubt) => (
        <p key={`${doubt.code}${doubt.text}`} className="flex gap-2">
          <Mark kind="doubt" label={doubtWord(doubt.code)} className="mt-0.5" />
          {doubt.text}
        </p>
      ))}
      {conflicts.map((conflict) => (
        <dl key={conflict.key} className="mt-2 grid grid-cols-2 border border-line">
          {conflict.sides.map((side) => (
            <div key={side.label} className="border-line px-3 py-2 not-first:border-l">
              <dt className="text-ink-3 text-note">{side.label}</dt>
              <dd>
                <b className="block text-h3">{side.value}</b>
                <span className="text-ink-3 text-note">{side.note}</span>
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  );
}

/** 负面清单 as one line unless something is wrong. */
function Negative({ input }: { input: TraceInput }) {
  const rows = negativeRows(input);
  const odd = rows.filter((row) => row.kind !== "met");
  if (odd.length > 0) return <TraceList rows={odd} label="负面清单" dense />;
  return (
    <TraceList
      rows={[{ key: "clear", kind: "met", ask: `负面清单 ${rows.length} 项`, clause: "", value: "均没有", source: undefined, asOf: undefined }]}
      label="负面清单"
      dense
    />
  );
}

const last = (evidence: Evidence): string => evidence.decision.amountTrace.map((step) => step.text).join("；");

/** Keys of a case that waits for this handler (null: no handler), and where they lead: the panel of the case, with the answer chosen. */
export function actsOf(row: QueueRow, handler: string | null): Readonly<Record<string, string>> {
  const isTheirs = row.assignedTo === null || row.assignedTo === handler;
  if (handler === null || row.step !== "handle" || !isTheirs) return {};
  const to = (opinion: string) => `/review/cases/${row.id}?opinion=${opinion}#opinion`;
  return { A: to("approve"), R: to("reject"), S: to("supplement") };
}

/** 为什么超期, as whoever has the case has said. */
function Delayed({ reason, today }: { reason: OverdueReason; today: PlainDate }) {
  return (
    <p className="mt-2 bg-moon px-3 py-2">
      <b>{`超期原因：${OVERDUE_REASONS[reason.code]}`}</b>
      <span className="block text-ink-2">{`${reason.words}（预计 ${formatNearDay(reason.expectedOn, today)}办结）`}</span>
    </p>
  );
}

export type PreviewInput = {
  readonly row: QueueRow;
  readonly input: TraceInput;
  readonly acts: Readonly<Record<string, string>>;
  readonly reason: OverdueReason | undefined;
  readonly today: PlainDate;
};

/** 右侧预览: what a practised reviewer needs to decide whether to open the case at all. */
export function CasePreview({ row, input, acts, reason, today }: PreviewInput) {
  const href = `/review/cases/${row.id}`;
  const paused = pauseWords(row);
  return (
    <div className="text-work">
      <div className="flex items-center justify-between gap-2">
        {row.light === null ? <Light color="green" word={`${formatShortDay(input.evidence.asOf)} 的快照`} /> : <CaseDue row={row} />}
        <Code>{row.number}</Code>
      </div>
      <h2 className="mt-2 text-read leading-6">{row.enterpriseName}</h2>
      <p className="text-ink-2">{row.policyName}</p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2">
        <Money fen={row.amountFen} size="l" />
        <span className="text-ink-3 text-note">{last(input.evidence)}</span>
      </p>
      {paused === null ? null : <p className="mt-2 text-blue">{`暂停计时：${paused}`}</p>}
      {reason ? <Delayed reason={reason} today={today} /> : null}
      {row.handlerOpinion ? (
        <p className="mt-2 bg-moon px-3 py-2">
          <b>{`${row.handlerName ?? "经办人"}：${row.handlerDecision === "reject" ? "拟不同意" : "拟同意"}`}</b>
          <span className="block text-ink-2">{row.handlerOpinion}</span>
        </p>
      ) : null}
      {row.doubts.length > 0 ? <Doubts row={row} conflicts={contradictions(input)} /> : null}
      <section aria-label="条件" className="mt-3 border-line border-t pt-1">
        <TraceList rows={conditionRows(input)} label="条件" dense />
        <Negative input={input} />
      </section>
      <div className="mt-4 flex flex-wrap gap-2">
        {acts["A"] ? (
          <>
            <ButtonLink href={acts["A"] ?? href} aria-keyshortcuts="A" tone="go">
              同意
              <Kbd onDark>A</Kbd>
            </ButtonLink>
            <ButtonLink href={acts["R"] ?? href} aria-keyshortcuts="R">
              不同意
              <Kbd>R</Kbd>
            </ButtonLink>
            <ButtonLink href={acts["S"] ?? href} aria-keyshortcuts="S">
              补正
              <Kbd>S</Kbd>
            </ButtonLink>
          </>
        ) : null}
        <ButtonLink href={href}>打开办件</ButtonLink>
      </div>
    </div>
  );
}
