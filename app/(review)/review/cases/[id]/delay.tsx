import type { SessionUser } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import type { CaseFile } from "@/db/case-file";
import { delayedStep, type OverdueReason } from "@/db/overdue-reasons";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addWorkdays } from "@/lib/calendar/workdays";
import { explainingRole, OVERDUE_REASONS } from "@/lib/claim/overdue-reason";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { roleWord } from "../../../parts/texts";
import { DelayDialog } from "./delay-form";

export type DelayInput = {
  readonly file: CaseFile;
  readonly user: SessionUser;
  readonly reasons: readonly OverdueReason[];
  readonly calendar: WorkCalendar;
  readonly today: PlainDate;
};

/** 超期原因 of the present stage, and the way to give it for whose step it is. Nothing where the case is in time. */
export function Delay({ file, user, reasons, calendar, today }: DelayInput) {
  const { claim, term } = file;
  if (term.late === null) return null;
  const given = reasons.find((reason) => reason.present);
  const actor = { roles: user.roles, departmentId: user.department?.id ?? null };
  const mayGive = explainingRole({ step: delayedStep(claim), departmentId: claim.departmentId, actor }) !== null;
  return (
    <div className="grid gap-2">
      {given ? (
        <div className="bg-moon px-3 py-2">
          <b>{`超期原因：${OVERDUE_REASONS[given.code]}`}</b>
          <p className="text-ink-2">{given.words}</p>
          <p className="text-ink-3 text-note">{`预计 ${formatNearDay(given.expectedOn, today)}办结　${given.givenBy}（${roleWord(given.givenAs)}）`}</p>
        </div>
      ) : (
        <Message tone="amber" title="还没有说明超期原因" />
      )}
      {mayGive ? (
        <DelayDialog
          key={given?.id ?? "first"}
          id={claim.id}
          version={claim.version}
          title={claim.number}
          expectedOn={addWorkdays(calendar, today, 1).day}
          again={given !== undefined}
        />
      ) : null}
    </div>
  );
}
