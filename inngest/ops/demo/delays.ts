import "server-only";
import type { Sweep } from "@/db/claims";
import { type LedClaim, listOverdue } from "@/db/overdue-queries";
import { giveOverdueReason } from "@/db/overdue-reasons";
import type { Role } from "@/lib/access/roles";
import { addWorkdays } from "@/lib/calendar/workdays";
import type { OverdueReasonCode } from "@/lib/claim/overdue-reason";
import { dayOf } from "@/lib/kernel/plain-date";
import { lot, type Stage } from "./conduct";

type Said = { readonly code: OverdueReasonCode; readonly words: string };

/** What whoever has the case would say; what the case waits for decides. */
function saidOf({ suspensionReason, responsible, state }: LedClaim): Said {
  if (suspensionReason === "accountOverdue") return { code: "bank", words: "退票后企业一直没有更正收款账户，已两次电话联系，等企业开好新账户。" };
  if (suspensionReason === "dataCorrection") return { code: "sourceData", words: "等企业所得税年度申报数据入库，已向税务局催报。" };
  if (responsible.role === "checker") return { code: "absence", words: "复核人外出培训，回来当天复核。" };
  if (state === "approved") return { code: "absence", words: "签批人出差，名单已送，回来即签。" };
  return { code: "workload", words: "同期转人工的办件较多，排在后面，已安排专人办理。" };
}

/** The treasury sits in the finance bureau; everybody else in the department of the case. */
const placeOf = (role: Role, departmentId: string): string => (role === "paymentMaker" ? "finance" : departmentId);

/** 超期说明: most of those who have a case more than a day late say why; some have to be asked. */
export async function delaysExplained({ db, cast }: Stage, clock: Sweep): Promise<void> {
  const scope = { kind: "county" } as const;
  for (const row of await listOverdue(db, scope, clock)) {
    const role = row.responsible.role;
    const isSilent = (row.late?.workdays ?? 0) <= 1 || lot(`explains|${row.number}`) > 0.7;
    if (row.explained !== null || isSilent || role === "countyOffice" || role === "dataBureau" || role === "auditor") continue;
    const departmentId = placeOf(role, row.departmentId);
    const person = cast.desk(departmentId, role);
    const actor = { personId: person.personId, roles: [role], departmentId };
    const expectedOn = addWorkdays(clock.calendar, dayOf(clock.at), 3).day;
    const given = await giveOverdueReason(db, { claimId: row.id, scope, actor, clock, expectedVersion: row.version, expectedOn, ...saidOf(row) });
    if (!given.ok) throw new Error(`${row.number} has no reason for its delay: ${given.reason}`);
  }
}
