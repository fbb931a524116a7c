"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { allowed } from "@/app/_server/session";
import { confirmWithAccount } from "@/db/my-acts";
import { inngest } from "@/inngest/client";
import { claimConfirmed } from "@/inngest/events";
import { ownAct } from "../../../_parts/owner";
import { refusalText } from "../../../_parts/texts";
import { materialFiles, uploadFields } from "../../../_parts/uploads";
import { accountEntry, accountFaults, accountFields } from "../../../account/account-entry";

const Confirmation = z.object({
  claimId: z.uuid(),
  version: z.coerce.number().int(),
  choice: z.enum(["onFile", "new", "none"]),
  consent: z.literal("yes").optional(),
  ...accountFields,
  ...uploadFields,
});

const KEPT = "有几处需要改一下，您填的内容都还在。";

/** 核对账户并确认: one act; afterwards the check runs at once. */
export const confirm = formAction("enterprise.confirm", Confirmation, async (input, user) => {
  const faults = {
    ...(input.consent === "yes" ? {} : { consent: ["没有您的同意不能核对。请先勾选同意。"] }),
    ...(input.choice === "new" ? accountFaults(input) : {}),
  };
  if (Object.keys(faults).length > 0) return { status: "refused", message: KEPT, fieldErrors: faults };
  if (input.choice === "new" && !allowed(user, "enterprise.manageAccount"))
    return { status: "refused", message: "法定代表人没有让您管收款账户，请由法定代表人登记账户，或在“经办人”里给您这项权限。" };
  const { db, act } = await ownAct(user, "enterprise.confirm", input.claimId);
  const account = input.choice === "new" ? accountEntry(input) : null;
  const done = await confirmWithAccount(db, { ...act, expectedVersion: input.version, account, files: await materialFiles(input) });
  if (!done.ok) return { status: "refused", message: refusalText(done.reason) };
  await inngest.send(claimConfirmed.create({ claimId: done.value.id }));
  revalidatePath("/my", "layout");
  redirect(`/my/claims/${done.value.id}`);
});
