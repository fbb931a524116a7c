import "server-only";
import { and, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addWorkdays } from "@/lib/calendar/workdays";
import { dayOf, formatShortDay, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { maskText } from "@/lib/standards/mask";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { notify } from "./notifications";
import { correctionRequests, datasets, departments, enterprises, indicators, memberships } from "./schema";
import type { Db } from "./types";

/** 答复期限 of a request for correction, working days. */
export const CORRECTION_WORKING_DAYS = 3;

export type CorrectionInput = {
  readonly enterpriseId: string;
  readonly indicatorId: string;
  /** What the enterprise says is right. */
  readonly claimed: string;
  readonly note: string;
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
  readonly calendar: WorkCalendar;
};
export type CorrectionRefusal = "indicatorUnknown" | "enterpriseUnknown" | "alreadyOpen" | "claimedMissing";
export type OpenedCorrection = { readonly id: string; readonly dueOn: PlainDate; readonly departmentName: string; readonly provisional: boolean };

const ownerOf = async (tx: Db, indicatorId: string) => {
  const [row] = await tx
    .select({ indicatorName: indicators.name, departmentId: departments.id, departmentName: departments.name })
    .from(indicators)
    .innerJoin(datasets, eq(datasets.id, indicators.datasetId))
    .innerJoin(departments, eq(departments.id, datasets.departmentId))
    .where(eq(indicators.id, indicatorId));
  return row;
};

const officersOf = (tx: Db, departmentId: string, day: PlainDate) =>
  tx
    .selectDistinct({ personId: memberships.personId })
    .from(memberships)
    .where(
      and(
        eq(memberships.departmentId, departmentId),
        eq(memberships.role, "dataOfficer"),
        lte(memberships.validFrom, day),
        or(isNull(memberships.validTo), gt(memberships.validTo, day)),
      ),
    );

/**
 * 数据有误: a request to the department that owns the datum, with its own clock of three working days. One open request per datum; identity,
 * telephone and account numbers in the free text are masked before they are stored.
 */
export function openCorrectionRequest(db: Db, input: CorrectionInput): Promise<Result<OpenedCorrection, CorrectionRefusal>> {
  const { enterpriseId, indicatorId, actor, at, calendar } = input;
  return atomically(db, async (tx) => {
    const claimed = maskText(input.claimed.trim());
    if (claimed === "") return refused("claimedMissing");
    const [company] = await tx.select({ name: enterprises.name }).from(enterprises).where(eq(enterprises.id, enterpriseId)).for("no key update");
    if (!company) return refused("enterpriseUnknown");
    const owner = await ownerOf(tx, indicatorId);
    if (!owner) return refused("indicatorUnknown");
    const [open] = await tx
      .select({ id: correctionRequests.id })
      .from(correctionRequests)
      .where(and(eq(correctionRequests.enterpriseId, enterpriseId), eq(correctionRequests.indicatorId, indicatorId), eq(correctionRequests.state, "open")));
    if (open) return refused("alreadyOpen");
    const { day: dueOn, provisional } = addWorkdays(calendar, dayOf(at), CORRECTION_WORKING_DAYS);
    const { departmentId, departmentName, indicatorName } = owner;
    const [stored] = await tx
      .insert(correctionRequests)
      .values({
        enterpriseId,
        indicatorId,
        departmentId,
        claimed,
        note: maskText(input.note.trim()),
        state: "open",
        requestedBy: actor.personId,
        requestedAt: at,
        dueOn,
      })
      .returning({ id: correctionRequests.id });
    if (!stored) throw new Error("the correction request was not stored");
    await appendAudit(tx, [
      {
        at,
        actorId: actor.personId,
        actorRole: actor.role,
        action: "correction.requested",
        subjectType: "correctionRequest",
        subjectId: stored.id,
        detail: { enterpriseId, indicatorId, departmentId, dueOn },
      },
    ]);
    const dueText = `${formatShortDay(dueOn)} 18:00 前`;
    const officers = await officersOf(tx, departmentId, dayOf(at));
    await notify(
      tx,
      [
        {
          enterpriseId,
          kind: "correction.requested",
          title: `已申请更正：${indicatorName}`,
          body: `${departmentName}会在 ${dueText}答复。答复以前，用到这条数据的补贴按现有数据继续核对。`,
          href: "/my/file",
          dedupeKey: `correction|${stored.id}|enterprise`,
        },
        ...officers.map(({ personId }) => ({
          personId,
          kind: "correction.requested",
          title: `${company.name}申请更正：${indicatorName}`,
          body: `请在 ${dueText}答复。`,
          href: "/data/disputes",
          dedupeKey: `correction|${stored.id}|${personId}`,
        })),
      ],
      at,
    );
    return ok({ id: stored.id, dueOn, departmentName, provisional });
  });
}

/** Open requests whose answer was due by a guessed calendar are counted once more when a year has been announced. Returns how many moved. */
export async function recountCorrections(tx: Db, calendar: WorkCalendar): Promise<number> {
  const open = await tx
    .select({ id: correctionRequests.id, requestedAt: correctionRequests.requestedAt, dueOn: correctionRequests.dueOn })
    .from(correctionRequests)
    .where(eq(correctionRequests.state, "open"))
    .orderBy(correctionRequests.id)
    .for("update");
  let moved = 0;
  for (const { id, requestedAt, dueOn } of open) {
    const due = addWorkdays(calendar, dayOf(requestedAt), CORRECTION_WORKING_DAYS);
    if (due.provisional || due.day === dueOn) continue;
    await tx.update(correctionRequests).set({ dueOn: due.day }).where(eq(correctionRequests.id, id));
    moved += 1;
  }
  return moved;
}
