"use server";

import { revalidatePath } from "next/cache";
import { forbidden } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { nameInvoiceLines } from "@/db/invoice-lines";
import { workingTime } from "../../_parts/owner";
import { LINE_TEXTS } from "../../_parts/texts";

/** `发票号码#行号|政策`; empty while nothing is chosen. */
const Choice = z.string().max(120, "这一行选得不对，请重新选。");
const Form = z.object({ choice: z.union([Choice, z.array(Choice).max(1000, "一次最多归 1000 行，请分几次。")]).optional() });

function choicesOf(input: z.output<typeof Form>): ReadonlyMap<string, string> {
  const all = [input.choice ?? []].flat();
  return new Map(
    all.flatMap((one): [string, string][] => (one.includes("|") ? [[one.slice(0, one.lastIndexOf("|")), one.slice(one.lastIndexOf("|") + 1)]] : [])),
  );
}

/** 发票归项. */
export const nameLines = formAction("enterprise.consent", Form, async (input, user) => {
  const choices = choicesOf(input);
  if (choices.size === 0) return { status: "refused", message: "还没有选。请先给发票行选一项补贴。" };
  const { db, at, calendar } = await workingTime();
  const enterpriseId = user.enterprise?.id ?? forbidden();
  const done = await nameInvoiceLines(db, { enterpriseId, choices, actor: actorFor(user, "enterprise.consent"), at, calendar });
  if (!done.ok) return { status: "refused", message: LINE_TEXTS[done.reason] };
  revalidatePath("/my", "layout");
  const opened = done.value.length > 0 ? `算出 ${done.value.length} 笔新的补贴，请到我的补贴确认。` : "";
  return { status: "done", message: `已归好。${opened}` };
});
