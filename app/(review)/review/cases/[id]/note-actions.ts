"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, scopeFor } from "@/app/_server/session";
import { writeNote } from "@/db/case-notes";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { PlainDate } from "@/lib/kernel/plain-date";
import { NOTE_REFUSALS } from "../../../parts/texts";

const Text = z.string().trim().min(2, "请写内容，至少两个字。").max(1000, "不能超过 1000 字。");

async function write(input: { id: string; text: string; visit: Parameters<typeof writeNote>[1]["visit"] }, user: Parameters<typeof actorFor>[0]) {
  const db = await getDb();
  const scope = await officeScope(db, scopeFor(user, "claim.note"));
  const written = await writeNote(db, {
    claimId: input.id,
    scope,
    actor: actorFor(user, "claim.note"),
    at: await businessNow(db),
    text: input.text,
    visit: input.visit,
  });
  if (!written.ok) return { status: "refused" as const, message: NOTE_REFUSALS[written.reason] };
  revalidatePath(`/review/cases/${input.id}`);
  redirect(`/review/cases/${input.id}?done=${input.visit ? "visited" : "noted"}#notes`);
}

/** 内部备注. */
export const noteAction = formAction("claim.note", z.object({ id: z.uuid(), text: Text }), ({ id, text }, user) => write({ id, text, visit: null }, user));

const VisitForm = z.object({
  id: z.uuid(),
  visitedOn: z.iso.date("日期写成 2026-06-15 这样。").pipe(PlainDate),
  place: z.string().trim().min(2, "请写地点。").max(200, "不能超过 200 字。"),
  companions: z.string().trim().max(200, "不能超过 200 字。").default(""),
  text: Text,
});

/** 现场核验记录. */
export const visitAction = formAction("claim.note", VisitForm, ({ id, text, ...visit }, user) => write({ id, text, visit }, user));
