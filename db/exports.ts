import "server-only";
import type { Instant } from "@/lib/kernel/plain-date";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import type { Db } from "./types";

export type Export = {
  readonly table: string;
  readonly rows: number;
  readonly filters: Readonly<Record<string, string>>;
  readonly actor: Actor;
  readonly at: Instant;
};

/** 导出留痕: who took which list out of the platform, how many rows, under which filters. Written before the file leaves. */
export async function recordExport(db: Db, { table, rows, filters, actor, at }: Export): Promise<void> {
  await db.transaction(async (tx) => {
    await appendAudit(
      tx,
      [
        {
          at,
          actorId: actor.personId,
          actorRole: actor.role,
          action: "table.exported",
          subjectType: "table",
          subjectId: table,
          detail: { rows, filters: { ...filters } },
        },
      ],
      "reads",
    );
  });
}
