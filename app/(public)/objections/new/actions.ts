"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { formWords } from "@/app/_server/form-words";
import { typedText } from "@/app/_server/typed-text";
import { withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { raiseObjection } from "@/db/objections";
import { formatDay } from "@/lib/kernel/plain-date";
import { FIELD_OF, refusalText } from "../texts";

const Form = z.object({
  line: z.uuid(),
  name: z.string().max(40, "姓名最多 40 个字。"),
  contact: z.string().max(100, "联系方式最多 100 个字。"),
  content: z.string().max(2000, "最多写 2,000 个字；材料可以带到窗口来。"),
});
const RATE = { name: "objections", limit: 20, seconds: 3600 } as const;

export type ObjectionState = {
  readonly message?: string;
  readonly fieldErrors: Readonly<Record<string, string | undefined>>;
  readonly values: Readonly<Record<string, string>>;
  readonly receipt?: { readonly number: string; readonly secret: string; readonly decideBy: string };
};

const typedOf = (form: FormData): Record<string, string> =>
  Object.fromEntries(["line", "name", "contact", "content"].map((key) => [key, typedText(String(form.get(key) ?? ""))]));

/** 提出异议: open to everybody under a real name. */
export async function raise(_previous: ObjectionState, form: FormData): Promise<ObjectionState> {
  const values = typedOf(form);
  const parsed = Form.safeParse(values, { error: formWords });
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    return {
      message: fieldErrors.line ? refusalText("lineUnknown") : "有几处需要改一下，您填的内容都还在。",
      fieldErrors: { name: fieldErrors.name?.[0], contact: fieldErrors.contact?.[0], content: fieldErrors.content?.[0] },
      values,
    };
  }
  const db = await getDb();
  const address = (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() || "local";
  if (!(await withinRate(db, address, RATE))) return { message: "一小时内提得太多了。请过一会儿再提，或者到窗口提。", fieldErrors: {}, values };
  const { line, ...input } = parsed.data;
  const raised = await raiseObjection(db, { ...input, noticeLineId: line, at: await businessNow(db) });
  if (!raised.ok) {
    const field = FIELD_OF[raised.reason];
    const text = refusalText(raised.reason);
    return field ? { message: "有一处需要改一下，您填的内容都还在。", fieldErrors: { [field]: text }, values } : { message: text, fieldErrors: {}, values };
  }
  const { receiptNumber, querySecret, dueOn } = raised.value;
  return { fieldErrors: {}, values: {}, receipt: { number: receiptNumber, secret: querySecret, decideBy: formatDay(dueOn) } };
}
