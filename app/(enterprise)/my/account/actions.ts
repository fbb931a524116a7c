"use server";

import { revalidatePath } from "next/cache";
import { forbidden } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { registerAccount } from "@/db/accounts";
import { workingTime } from "../_parts/owner";
import { refusalText } from "../_parts/texts";
import { accountEntry, accountFaults, accountFields } from "./account-entry";

/** 登记或更换收款账户. */
export const changeAccount = formAction("enterprise.manageAccount", z.object(accountFields), async (input, user) => {
  const faults = accountFaults(input);
  if (Object.keys(faults).length > 0) return { status: "refused", message: "有几处需要改一下，您填的内容都还在。", fieldErrors: faults };
  const { db, at } = await workingTime();
  const enterpriseId = user.enterprise?.id ?? forbidden();
  const stored = await registerAccount(db, { ...accountEntry(input), enterpriseId, personId: user.personId, at });
  if (!stored.ok) return { status: "refused", message: refusalText(stored.reason) };
  revalidatePath("/my", "layout");
  const { last4, state } = stored.value;
  if (state === "effective") return { status: "done", message: `尾号 ${last4} 的账户已登记，可以收款。` };
  return { status: "done", message: `尾号 ${last4} 的账户已收到，财政部门核对后再等 24 小时生效。` };
});
