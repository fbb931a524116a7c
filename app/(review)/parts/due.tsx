import { Light } from "@/app/_ui/light";
import { DueCell } from "@/app/_ui/time";
import type { Term } from "@/db/claim-lights";
import type { Lateness } from "@/lib/claim/deadlines";
import { type Pausing, pauseWords } from "@/lib/claim/suspension";

type Row = Term & Pausing;

/** 超 2 天 of a red case, in a table. After 18:00 of the due day no day has passed yet. */
export const lateText = ({ workdays }: Lateness): string => (workdays > 0 ? `超 ${workdays} 天` : "今天已过");

/** 期限 of a case in a table: light, time left, ticks. A paused case says what it waits for and has no ticks: its due day does not run. */
export function CaseDue({ row }: { row: Row }) {
  const { light, left, span, late, state, suspensionReason } = row;
  if (light === null || left === null) return <span className="text-ink-3">不限时</span>;
  if (late?.why === "pause") return <Light color="red" word={`暂停过久，${lateText(late)}`} />;
  const paused = light === "blue" ? pauseWords({ state, suspensionReason }) : null;
  if (paused !== null) return <Light color="blue" word={paused} />;
  return <DueCell color={light} left={left} span={span} {...(late && { word: lateText(late) })} />;
}
