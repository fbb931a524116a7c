import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Seal } from "@/app/_ui/seal";
import { readCockpit } from "@/app/(leadership)/parts/read";
import { dayOf, formatDay, timeOf, weekday } from "@/lib/kernel/plain-date";
import { Bands } from "./bands";
import { Refresh } from "./refresh";

export const metadata: Metadata = { title: "大屏" };

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"] as const;

/** 大屏 for 1920 × 1080: no scroll, no controls, nothing under 20 px. Has a frame of its own, without bar and rail. */
export default async function Page() {
  const user = await requirePermission("leader.cockpit");
  const data = await readCockpit(user);
  const { at } = data.clock;
  const today = dayOf(at);
  const place = data.scope.kind === "county" ? "青禾县" : `青禾县${user.department?.name ?? ""}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a screen narrower than the wall it scrolls, and the keyboard must reach that
    <main tabIndex={0} className="relative max-wall:overflow-x-auto">
      <div className="grid min-h-screen min-w-[1600px] grid-rows-[auto_minmax(0,1fr)_auto_auto] gap-3 px-12 py-4 wall:h-screen wall:overflow-hidden">
        <Refresh />
        <header className="flex items-center gap-4 border-ink border-b-2 pb-3">
          <Seal />
          <h1 className="text-figure!">{`${place}惠企补贴兑现`}</h1>
          <span className="ml-auto text-h2 text-ink-2">{`${formatDay(today)} 星期${WEEKDAYS[weekday(today)] ?? ""}`}</span>
          <b className="text-figure">{timeOf(at)}</b>
        </header>
        <Bands data={data} />
      </div>
    </main>
  );
}
