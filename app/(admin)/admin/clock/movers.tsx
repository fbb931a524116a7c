"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { moveClock } from "./actions";

/** 下一个工作日 · 后一天. One form, so that only one move is under way. */
export function Movers({ nextWorkday, nextDay }: { nextWorkday: string; nextDay: string }) {
  const [state, send, pending] = useActionState(moveClock, IDLE);
  return (
    <form action={send} aria-busy={pending} className="grid max-w-[560px] gap-4">
      <p className="text-ink-2">拨到当天 9:00。其间到点的定时任务按先后逐个运行：公示期满、超期提醒、夜间匹配都会发生。时钟不能往回拨。</p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="to" value="nextWorkday" tone="go" busy={pending && "正在过这段时间…"}>
          下一个工作日
        </Button>
        <Button type="submit" name="to" value="nextDay" {...(pending && { disabledReason: "正在拨动" })}>
          后一天
        </Button>
      </div>
      <p className="text-ink-3 text-small">{`下一个工作日是 ${nextWorkday}，后一天是 ${nextDay}。`}</p>
      {state.status === "idle" || !state.message ? null : (
        <Message tone={state.status === "done" ? "green" : "red"} title={state.message} live={state.status === "done" ? "status" : "alert"} />
      )}
    </form>
  );
}
