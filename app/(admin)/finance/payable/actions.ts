"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { actorFor, requirePermission } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { payAgain, prepareBatch } from "@/db/disbursements";
import { resumeForBudget } from "@/db/payment-sweeps";

const Chosen = z.array(z.uuid()).max(500);
/** So many set-aside claims are named by the address; the rest stay in the list with their findings. */
const NAMED = 40;

const chosen = (form: FormData): string[] => Chosen.catch([]).parse(form.getAll("id"));

async function begin() {
  const user = await requirePermission("payment.make");
  const db = await getDb();
  return { db, actor: actorFor(user, "payment.make"), at: await businessNow(db) };
}

function back(view: string, result: Readonly<Record<string, string>>): never {
  revalidatePath("/finance", "layout");
  redirect(`/finance/payable?${new URLSearchParams({ view, ...result })}`);
}

async function make(view: "approved" | "failed", form: FormData): Promise<void> {
  const { db, actor, at } = await begin();
  const prepared = await (view === "approved" ? prepareBatch : payAgain)(db, { claimIds: chosen(form), actor, at });
  if (!prepared.ok) return back(view, { refused: prepared.reason });
  const { batches, setAside } = prepared.value;
  const made = batches.map((batch) => batch.batchId).join(".");
  const aside = setAside.slice(0, NAMED).map((one) => one.claimId);
  return back(view, { made, aside: aside.join("."), left: String(setAside.length) });
}

/** 生成支付批次 of the chosen claims; one batch per fund. */
export async function prepareChosen(form: FormData): Promise<void> {
  await make("approved", form);
}

/** 重付 of returned payments whose accounts were put right. */
export async function payChosenAgain(form: FormData): Promise<void> {
  await make("failed", form);
}

/** 预算到位: the chosen claims go back to 待制单 with their money frozen. */
export async function resumeChosen(form: FormData): Promise<void> {
  const { db, actor, at } = await begin();
  const done = await resumeForBudget(db, { claimIds: chosen(form), actor, at });
  if (!done.ok) back("budget", { refused: done.reason });
  else back("budget", { resumed: String(done.value.resumed.length), left: String(done.value.left.length) });
}
