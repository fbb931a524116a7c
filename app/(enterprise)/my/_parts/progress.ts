import type { MyEvent, MyNotice } from "@/db/my-queries";
import { type ClaimState, enterpriseWords } from "@/lib/claim/states";
import { dayOf, formatNearDay, type PlainDate, timeOf } from "@/lib/kernel/plain-date";
import type { Promised } from "./promise";
import { HAPPENED, HAPPENED_BECAUSE, HAPPENED_FROM, NEXT_STEP } from "./texts";

export type Step = { readonly key: string; readonly title: string; readonly state: "done" | "now" | "todo"; readonly note: string };

/** An audit is not shown to the enterprise: it goes on reading 已到账. */
const hidden = ({ from, to }: MyEvent): boolean => to === "postAudit" || (from === "postAudit" && to === "settled");

const happened = ({ from, to, reasonCode }: MyEvent): string => HAPPENED_BECAUSE[reasonCode ?? ""] ?? HAPPENED_FROM[`${from}>${to}`] ?? HAPPENED[to];

const ENDED: ReadonlySet<ClaimState> = new Set(["settled", "postAudit", "rejected", "declined", "expired", "withdrawn", "cancelled", "clawedBack"]);

function nowNote(state: ClaimState, promised: Promised | null, notice: MyNotice | null, today: PlainDate): string {
  if (state === "notice" && notice) return `到 ${formatNearDay(notice.endsOn, today)} 18:00，没有异议就会付款`;
  if (promised?.late) return "比承诺的日子晚了，已经提醒主管部门";
  return "";
}

/** 经过 in the enterprise's words: what has happened, where it stands, what comes with its promised days. No names. */
export function stepsOf(input: {
  events: readonly MyEvent[];
  state: ClaimState;
  promised: Promised | null;
  notice: MyNotice | null;
  today: PlainDate;
  accountTail?: string | undefined;
}): Step[] {
  const { events, state, promised, notice, today, accountTail } = input;
  const done = events
    .filter((event) => !hidden(event))
    .map((event, at): Step => ({ key: `e${at}`, title: happened(event), state: "done", note: `${formatNearDay(dayOf(event.at), today)} ${timeOf(event.at)}` }));
  if (ENDED.has(state)) return done;
  const now: Step = { key: "now", title: enterpriseWords(state), state: "now", note: nowNote(state, promised, notice, today) };
  const tail = accountTail ? `，打到尾号 ${accountTail}` : "";
  const todo = (promised?.steps ?? []).map(
    (step): Step => ({
      key: `t${step.state}`,
      title: NEXT_STEP[step.state] ?? enterpriseWords(step.state),
      state: "todo",
      note: `${formatNearDay(step.by, today)}前${step.state === "disbursing" ? tail : ""}`,
    }),
  );
  return [...done, now, ...todo];
}
