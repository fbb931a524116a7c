"use server";

import { revalidatePath } from "next/cache";
import { forbidden, redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { revokeConsent } from "@/db/consent-revocation";
import { countOpenLines } from "@/db/invoice-lines";
import { acceptInvitation } from "@/db/my-acts";
import { workingTime } from "../_parts/owner";
import { LINE_TEXTS } from "../_parts/texts";

const Code = z.string().min(1).max(20);

const Line = z.string().max(80, "这一行选得不对，请重新选。");
const Consent = z.object({
  policyCode: Code,
  consent: z.literal("yes").optional(),
  line: z.union([Line, z.array(Line).max(1000, "一次最多选 1000 行。")]).optional(),
});

/** 授权: the enterprise is matched again at once; a claim that comes of it is shown. */
export const allow = formAction("enterprise.consent", Consent, async (input, user) => {
  if (input.consent !== "yes") return { status: "refused", message: "还没有授权。", fieldErrors: { consent: ["没有您的同意不能查询。请先勾选同意。"] } };
  const { db, at, calendar } = await workingTime();
  const enterpriseId = user.enterprise?.id ?? forbidden();
  const { policyCode, line = [] } = input;
  const done = await acceptInvitation(db, { enterpriseId, policyCode, lines: [line].flat(), actor: actorFor(user, "enterprise.consent"), at, calendar });
  if (!done.ok) return { status: "refused", message: done.reason === "notInvited" ? "这一项的情况刚刚变了，请回到我的补贴再看。" : LINE_TEXTS[done.reason] };
  revalidatePath("/my", "layout");
  const [claimId] = done.value;
  if (claimId) redirect(`/my/claims/${claimId}`);
  redirect((await countOpenLines(db, enterpriseId, at)) > 0 ? "/my/consents/lines" : "/my/consents?allowed=yes");
});

/** 撤回授权: what rests on the data ends with it. */
export const revoke = formAction("enterprise.consent", z.object({ policyCode: Code }), async ({ policyCode }, user) => {
  const { db, at, calendar } = await workingTime();
  const enterpriseId = user.enterprise?.id ?? forbidden();
  const done = await revokeConsent(db, { enterpriseId, policyCode, actor: actorFor(user, "enterprise.consent"), at, calendar });
  if (!done) return { status: "refused", message: "这项授权已经撤回了。" };
  revalidatePath("/my", "layout");
  redirect(`/my/consents?revoked=${done.closed.length}`);
});
