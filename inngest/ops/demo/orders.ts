import "server-only";
import type { Sweep } from "@/db/claims";
import { listOverdue } from "@/db/overdue-queries";
import { orderDepartmentSupervision, orderSupervision, replySupervision } from "@/db/supervisions";
import { nextWorkday } from "@/lib/calendar/workdays";
import { dayOf, instantAt } from "@/lib/kernel/plain-date";
import type { Result } from "@/lib/kernel/result";
import type { Stage } from "./conduct";

const given = <Value, Reason>(result: Result<Value, Reason>): Value => {
  if (!result.ok) throw new Error(`an order of the demo was refused: ${String(result.reason)}`);
  return result.value;
};

/** 演示督办: two of the cases that are most overdue (one reply will be late, one is still open) and one department, which has answered. */
export async function leadersOrder({ db, cast }: Stage, { at, calendar }: Sweep): Promise<void> {
  const overdue = await listOverdue(db, { kind: "county" }, { at, calendar });
  const tomorrow = nextWorkday(calendar, dayOf(at));
  const days = [tomorrow, nextWorkday(calendar, nextWorkday(calendar, tomorrow))];
  for (const [index, { id: claimId, departmentId }] of overdue.slice(0, days.length).entries()) {
    const actor = cast.desk(departmentId, "leaderInCharge");
    const replyDueOn = days[index] ?? tomorrow;
    given(await orderSupervision(db, { claimId, actor, content: "请说明超期原因，并写明办结日期。", replyDueOn, at, calendar }));
  }
  const departmentId = overdue[0]?.departmentId;
  if (departmentId === undefined) return;
  const actor = cast.desk("", "principalLeader");
  const content = "请报告在办超期件的清理安排。";
  const id = given(await orderDepartmentSupervision(db, { departmentId, actor, content, replyDueOn: tomorrow, at, calendar }));
  const reply = { actor: cast.desk(departmentId, "handler"), reply: "已逐件明确经办人，本周内办结；缺数据的已向来源部门催报。" };
  given(await replySupervision(db, { id, departmentId, ...reply, at: instantAt(dayOf(at), "15:58") }));
}
