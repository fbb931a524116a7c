"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, requirePermission, type SessionUser, scopeFor } from "@/app/_server/session";
import { typedText } from "@/app/_server/typed-text";
import type { ComboboxItem } from "@/app/_ui/combobox";
import type { FormState } from "@/app/_ui/form-state";
import { announceUpload } from "@/app/api/v1/uploads/announce";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { dismissQuarantined, linkQuarantined } from "@/db/quarantine";
import { searchEnterprises } from "@/db/quarantine-queries";
import { refusalText } from "./texts";

const Answers = z
  .string()
  .max(4000)
  .transform((text, context) => {
    try {
      return z.record(z.string().max(60), z.string().max(500)).parse(JSON.parse(text));
    } catch {
      context.addIssue("填写的内容读不出来，请刷新后再试。");
      return z.NEVER;
    }
  });

/** `choice` is an enterprise of the list, `other` (then `other` holds one that was looked up), or `dismiss`. */
const Settle = z.object({
  rowId: z.coerce.number().int().positive(),
  choice: z.string().min(1, "请先选一个答案。").max(60),
  other: z.string().max(60).default(""),
  reason: z.string().max(200).default(""),
  alike: z.literal("on").optional(),
  answers: Answers.default({}),
  /** The query of the list to go back to. */
  back: z.string().max(300).default(""),
});
type Settle = z.output<typeof Settle>;

async function run(input: Settle, user: SessionUser): Promise<FormState> {
  const db = await getDb();
  const act = {
    rowId: input.rowId,
    alike: input.alike === "on",
    scope: scopeFor(user, "quarantine.resolve"),
    by: actorFor(user, "quarantine.resolve"),
    at: await businessNow(db),
  };
  const enterprise = z.uuid("请从列表里选一家企业。").safeParse(input.choice === "other" ? input.other : input.choice);
  if (input.choice !== "dismiss" && !enterprise.success) return { status: "refused", message: "请从列表里选一家企业。" };
  const settled = enterprise.success
    ? await linkQuarantined(db, { ...act, enterpriseId: enterprise.data, answers: input.answers })
    : await dismissQuarantined(db, { ...act, reason: input.reason });
  if (!settled.ok) return { status: "refused", message: refusalText(settled.reason) };
  // The rows are settled; the worker refreshes the files that they touch
  const [first] = settled.value.uploadIds;
  if (first && settled.value.adopted > 0) await announceUpload(first);
  const { adopted, repeated, left } = settled.value;
  const back = new URLSearchParams(input.back);
  back.set("done", [adopted, repeated, left].join("-"));
  redirect(`/data/quarantine?${back}` as never);
}

export const settleRow = formAction("quarantine.resolve", Settle, run);

/** 联想 for the field 另一家企业. */
export async function findEnterprises(text: string): Promise<readonly ComboboxItem[]> {
  await requirePermission("link.resolve");
  const typed = z.string().max(60).safeParse(text);
  if (!typed.success) return [];
  const found = await searchEnterprises(await getDb(), typedText(typed.data));
  return found.map(({ id, uscc, name }) => ({ value: id, label: name, hint: uscc }));
}
