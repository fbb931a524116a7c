import { Light } from "@/app/_ui/light";
import { DueCell } from "@/app/_ui/time";
import type { Term } from "@/db/claim-lights";
import type { Lateness } from "@/lib/claim/deadlines";
import { type Pausing, pauseWords } from "@/lib/claim/suspension";

type Row = Term & Pausing;

/** 超 2 天 of a red case, in a table. After 18:00 of the due day no day has passed yet. */
export const lateText = ({ workdays }: Lateness): string => (workdays > 0 ? `超 ${workdays} 天` : "今天已过");

/** What a blue case waits for, short: which papers are asked for is said in the case. */
const pausedWord = ({ light, state, suspensionReason }: Row): string | null => (light === "blue" ? pauseWords({ state, suspensionReason }) : null);

/** 期限 of a case in a table: light, time left, ticks. Paused says what it waits for; a dash where the stage has no limit. */
export function CaseDue({ row }: { row: Row }) {
  if (row.light === null || row.left === null) return <span className="text-ink-3">不限时</span>;
  if (row.late?.why === "pause") return <Light color="red" word={`暂停过久，${lateText(row.late)}`} />;
  const word = row.late ? lateText(row.late) : pausedWord(row);
  return <DueCell color={row.light} left={row.left} span={row.span} {...(word !== null && { word })} />;
}
