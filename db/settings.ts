import "server-only";
import { z } from "zod";
import { type ClaimSettings, DEFAULT_CLAIM_SETTINGS } from "@/lib/claim/settings";
import { Fen } from "@/lib/kernel/fen";
import { settings } from "./schema";
import type { Db } from "./types";

const StoredClaimSettings = z.object({
  automaticCeilingFen: Fen,
  chiefSignatureFromFen: Fen,
  blindSampleRate: z.number().min(0).max(1),
  blindSampleWeeklyMinimum: z.int().min(0),
  appealDays: z.int().positive(),
  suspensionDays: z.int().positive(),
  pausedWorkingDaysLimit: z.int().positive(),
  accountCorrectionsPerDay: z.int().positive(),
});

/** 办件参数 as changed in the browser, each falling back to its dated default. */
export async function loadClaimSettings(db: Db): Promise<ClaimSettings> {
  const rows = await db.select().from(settings);
  const stored = StoredClaimSettings.partial().parse(
    Object.fromEntries(rows.filter((row) => row.key in DEFAULT_CLAIM_SETTINGS).map((row) => [row.key, row.value])),
  );
  return { ...DEFAULT_CLAIM_SETTINGS, ...Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== undefined)) };
}
