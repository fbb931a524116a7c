import type { SessionUser } from "@/app/_server/session";
import type { CaseFile } from "@/db/case-file";
import type { NamedHandler } from "@/db/handlers";
import { may } from "@/lib/access/permissions";
import { GiveUpDialog, ReassignForm, RecuseDialog, TakeForm } from "./duty-forms";

export type DutyInput = {
  readonly file: CaseFile;
  readonly user: SessionUser;
  /** Handlers of the department today. */
  readonly handlers: readonly NamedHandler[];
  /** The reader has declared an interest in the enterprise. */
  readonly recused: boolean;
};

function standing({ file: { claim, names }, user }: DutyInput): string {
  if (claim.assignedTo === user.personId) return "这件在您手里";
  return names.holder ? `这件在 ${names.holder} 手里` : "这件还没有分办";
}

const optionOf = ({ personId, name, waiting, away }: NamedHandler) => ({ value: personId, label: away ? `${name}（请假）` : `${name}（手里 ${waiting} 件）` });

/** What a handler may do with the case: take it where nobody present has it, give it back where it is the own. */
function HandlersActs({ file: { claim }, user, handlers, recused }: DutyInput) {
  const place = { id: claim.id, version: claim.version };
  if (claim.handlerId !== null || !may(user.roles, "claim.take")) return null;
  if (claim.assignedTo === user.personId) return <GiveUpDialog {...place} />;
  const holderAway = handlers.find((one) => one.personId === claim.assignedTo)?.away ?? true;
  return !recused && holderAway ? <TakeForm {...place} /> : null;
}

/** 分办: who has the case, and the ways to take it, give it back, hand it on or step aside. Only under review, only in the own department. */
export function Duty(input: DutyInput) {
  const { file, user, handlers, recused } = input;
  const { claim } = file;
  if (claim.state !== "manualReview" || user.department?.id !== claim.departmentId) return null;
  const place = { id: claim.id, version: claim.version };
  const waits = claim.handlerId === null;
  return (
    <div className="grid gap-2 border-line border-b pb-3">
      {waits ? <p className="text-ink-2">{standing(input)}</p> : null}
      {recused ? <p className="text-amber">您对这家企业声明过回避，不能办这件。</p> : null}
      <div className="flex flex-wrap items-center gap-2">
        <HandlersActs {...input} />
        {may(user.roles, "claim.recuse") && !recused ? <RecuseDialog {...place} /> : null}
      </div>
      {waits && may(user.roles, "claim.transfer") && handlers.length > 0 ? <ReassignForm {...place} handlers={handlers.map(optionOf)} /> : null}
    </div>
  );
}
