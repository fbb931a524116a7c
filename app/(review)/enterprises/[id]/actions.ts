"use server";

import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { mayReveal, TOO_MANY_REVEALED } from "@/app/_server/reveal-rate";
import { actorFor, scopeFor } from "@/app/_server/session";
import { loadWords } from "@/db/case-file";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { revealValue } from "@/db/enterprise-queries";
import { valueText } from "../../parts/value-text";

const Reveal = z.object({
  enterpriseId: z.uuid(),
  valueId: z.coerce.number().int().positive(),
  purpose: z.string().trim().min(4, "请写明用途，至少四个字。").max(200),
});

/** 点击显示 of one sensitive value; reader and purpose are written into the chain of reads. */
export const revealAction = formAction("sensitive.reveal", Reveal, async ({ enterpriseId, valueId, purpose }, user) => {
  const db = await getDb();
  if (!(await mayReveal(db, user))) return { status: "refused", message: TOO_MANY_REVEALED };
  const scope = await officeScope(db, scopeFor(user, "sensitive.reveal"));
  const shown = await revealValue(db, scope, { enterpriseId, valueId, purpose, reader: actorFor(user, "sensitive.reveal"), at: await businessNow(db) });
  if (!shown.ok) return { status: "refused", message: shown.reason === "notFound" ? "没有这个数据，可能刚刚更新，请刷新后再看" : "请写明用途，至少四个字" };
  return { status: "done", message: valueText(shown.value.indicatorId, shown.value.value, await loadWords(db)) };
});
