import "server-only";
import { desc, eq } from "drizzle-orm";
import { addWorkdays } from "@/lib/calendar/workdays";
import { hearingDayFits, type Pleading } from "@/lib/disbursement/clawback";
import { dayOf, formatDay, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { refused } from "@/lib/kernel/result";
import { moveDue } from "./claims";
import { tellDesks, tellEnterprise } from "./clawback-messages";
import { act, type Clawback, type ClawbackAct, type Done, personOf, record, write } from "./clawbacks";
import { clawbackStatements } from "./schema";
import type { Db } from "./types";

export type Hearing = ClawbackAct & { readonly hearingOn: PlainDate; readonly place: string };

/** 听证通知: day and place, far enough ahead. May be moved until it has been held. */
export function announceHearing(db: Db, input: Hearing): Promise<Done> {
  const { hearingOn, place, at, calendar } = input;
  return act(db, input, ["auditor"], ["clawbackNotice"], async (tx, open) => {
    if (!(await saidOf(tx, open.clawback)).asked || open.clawback.hearingHeldAt !== null) return refused("wrongStep");
    if (!hearingDayFits(calendar, dayOf(at), hearingOn)) return refused("hearingTooSoon");
    const decideBy = addWorkdays(calendar, hearingOn, 5).day;
    if (open.claim.dueOn === null || decideBy > open.claim.dueOn) await moveDue(tx, open.claim.id, decideBy);
    await record(tx, open, input, "clawback.hearingSet", { hearingOn, place });
    const body = `地点：${place}。请法定代表人或受托人带身份证件参加，可以带证据和证人。`;
    await tellEnterprise(tx, open.claim, at, { kind: `hearing.${hearingOn}`, title: `听证定在 ${formatDay(hearingOn)}`, body });
    return write(tx, open, { hearingOn, hearingPlace: place, hearingSetAt: at });
  });
}

/** 听证笔录: that it was held, and what was said. */
export function recordHearing(db: Db, input: ClawbackAct & { readonly minutes: string }): Promise<Done> {
  return act(db, input, ["auditor"], ["clawbackNotice"], async (tx, open) => {
    const { hearingOn, hearingHeldAt } = open.clawback;
    if (hearingOn === null || hearingHeldAt !== null) return refused("wrongStep");
    if (dayOf(input.at) < hearingOn) return refused("hearingToCome");
    await record(tx, open, input, "clawback.hearingHeld", { hearingOn, minutes: input.minutes });
    return write(tx, open, { hearingMinutes: input.minutes, hearingHeldAt: input.at });
  });
}

type Said = { readonly spoken: boolean; readonly asked: boolean; readonly waived: boolean; readonly lastAt: Instant | null };

/** What the enterprise has said so far. Whoever speaks after waiving has not waived. */
async function saidOf(tx: Db, { id }: Clawback): Promise<Said> {
  const rows = await tx.select().from(clawbackStatements).where(eq(clawbackStatements.clawbackId, id)).orderBy(desc(clawbackStatements.at));
  const has = (kind: (typeof rows)[number]["kind"]) => rows.some((row) => row.kind === kind);
  const spoken = has("statement");
  const asked = has("hearing");
  return { spoken, asked, waived: has("waiver") && !spoken && !asked, lastAt: rows.find((row) => row.kind !== "waiver")?.at ?? null };
}

const after = (a: string | null, b: string | null): boolean => b === null || (a !== null && Date.parse(a) >= Date.parse(b));

/** 陈述申辩 as the law sees it. */
export async function pleadingOf(tx: Db, clawback: Clawback): Promise<Pleading> {
  const said = await saidOf(tx, clawback);
  const { consideredAt, hearingHeldAt } = clawback;
  const considered = consideredAt !== null && after(consideredAt, said.lastAt) && after(consideredAt, hearingHeldAt);
  return { spoken: said.spoken, waived: said.waived, hearingAsked: said.asked, hearingHeld: hearingHeldAt !== null, considered };
}

/** 听取意见: what the auditor makes of the enterprise's word; the leader reads it before deciding. Written anew when more is said. */
export function considerStatement(db: Db, input: ClawbackAct & { readonly text: string }): Promise<Done> {
  return act(db, input, ["auditor"], ["clawbackNotice"], async (tx, open) => {
    const pleading = await pleadingOf(tx, open.clawback);
    if (pleading.hearingAsked && !pleading.hearingHeld) return refused("hearingNotHeld");
    await record(tx, open, input, "clawback.considered", { text: input.text });
    await tellDesks(tx, open.claim, input.at, {
      roles: ["leaderInCharge"],
      clawbackId: open.clawback.id,
      kind: "considered",
      title: `追回待决定：${open.claim.number}`,
      body: "审计已听取企业意见并写了看法，请您决定。",
    });
    return write(tx, open, { consideration: input.text, consideredBy: personOf(input), consideredAt: input.at });
  });
}
