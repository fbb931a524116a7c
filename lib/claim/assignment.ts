import { ok, type Result, refused } from "../kernel/result";

/** 经办人 of a department as the assignment sees one: how many cases wait for an opinion, and whether the person is on leave today. */
export type Handler = {
  readonly personId: string;
  readonly waiting: number;
  readonly away: boolean;
  readonly deputyId: string | null;
};

/** `barred`: recused, or decided in an earlier round. `lot` is a number in [0, 1) that belongs to the case, so that nobody can choose. */
export type Lot = { readonly barred: ReadonlySet<string>; readonly lot: number };

const free = (handlers: readonly Handler[], barred: ReadonlySet<string>): Handler[] => handlers.filter((one) => !one.away && !barred.has(one.personId));

/** 随机分办: by lot among those present who have the least in hand; null when nobody may have it. */
export function drawHandler(handlers: readonly Handler[], { barred, lot }: Lot): string | null {
  const present = free(handlers, barred);
  const least = Math.min(...present.map((one) => one.waiting));
  const pool = present
    .filter((one) => one.waiting === least)
    .map((one) => one.personId)
    .sort();
  return pool[Math.min(Math.floor(lot * pool.length), pool.length - 1)] ?? null;
}

/** Who has a case of somebody on leave: the deputy if present and not barred, else by lot. */
export function standInFor(holder: Handler | undefined, handlers: readonly Handler[], lot: Lot): string | null {
  const deputy = free(handlers, lot.barred).find((one) => one.personId === holder?.deputyId);
  return deputy?.personId ?? drawHandler(handlers, lot);
}

/** Whose case it is now, and whether it still waits for an opinion. */
export type HeldCase = { readonly waits: boolean; readonly assignedTo: string | null; readonly holderAway: boolean };
export type TakeRefusal = "alreadyHandled" | "assignedToOther" | "alreadyYours" | "recused" | "decidedBefore";

/** 领办: an unassigned case, or one whose holder is on leave. Another's case is given by the section chief only. */
export function decideTake(
  { waits, assignedTo, holderAway }: HeldCase,
  personId: string,
  bars: { recused: boolean; decided: boolean },
): Result<null, TakeRefusal> {
  if (!waits) return refused("alreadyHandled");
  if (assignedTo === personId) return refused("alreadyYours");
  if (bars.recused) return refused("recused");
  if (bars.decided) return refused("decidedBefore");
  return assignedTo !== null && !holderAway ? refused("assignedToOther") : ok(null);
}
