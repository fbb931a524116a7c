"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { signApproved } from "@/db/approvals";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { SIGN_REFUSALS } from "../../parts/texts";

const Ids = z.union([z.uuid(), z.array(z.uuid())]).transform((value) => (Array.isArray(value) ? value : [value]));
const Signing = z.object({ id: Ids, opinion: z.string().trim().min(2, "请写签批意见。").max(500) });

/** 签批名单: one signature for the whole list; conflicts of duty and empty amounts are left out with their reason. */
export const signAction = formAction("claim.leaderSign", Signing, async ({ id, opinion }, user) => {
  const db = await getDb();
  const signed = await signApproved(db, { claimIds: id, actor: actorFor(user, "claim.leaderSign"), opinion, at: await businessNow(db) });
  if (!signed.ok) return { status: "refused", message: SIGN_REFUSALS[signed.reason] };
  revalidatePath("/review", "layout");
  const { signed: done, short, left } = signed.value;
  const reasons = [...new Set(left.map((one) => one.reason))].join(",");
  redirect(
    `/review/approvals?${new URLSearchParams({ signed: String(done.length), short: String(short.length), left: String(left.length), ...(reasons && { why: reasons }) }).toString()}`,
  );
});
