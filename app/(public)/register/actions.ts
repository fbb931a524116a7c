"use server";

import { headers } from "next/headers";
import { after } from "next/server";
import { z } from "zod";
import { formWords } from "@/app/_server/form-words";
import { HOTLINE } from "@/app/_ui/shells/office";
import { NewPassword, PASSWORDS_DIFFER } from "@/app/account/new-password";
import { withinRate } from "@/db/calculations";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { readConfig } from "@/db/config";
import { type Completed, type CompleteRefusal, completeRegistration, startRegistration } from "@/db/registrations";
import { sendTextMessage } from "@/inngest/channels/text-message";
import { CODE_MINUTES } from "@/lib/access/registration-rules";

export type RegisterState = {
  readonly step: "facts" | "code" | "done";
  readonly registrationId?: string;
  readonly completed?: Completed;
  readonly message?: string;
  readonly fieldErrors?: Readonly<Record<string, string | undefined>>;
  readonly values?: Readonly<Record<string, string>>;
};

const HOUR = 3600;
const PER_ADDRESS = { name: "registration", limit: 20, seconds: HOUR } as const;
/** Nobody's telephone is to ring all day because its credit code is public. */
const PER_CODE = { name: "registrationCode", limit: 5, seconds: HOUR } as const;
const CODES_PER_ADDRESS = { name: "registrationTry", limit: 60, seconds: HOUR } as const;
/** Neither identity number nor password is given back. */
const FIX_FACTS = "有几处需要改一下。身份证号不留在页面上，请再填一次。";
const FIX_PROOF = "有几处需要改一下。验证码和密码请再填一次。";
const TOO_MANY = `一小时内试得太多了。请过一会儿再试，或打惠企热线 ${HOTLINE}。`;
const NO_CHANNEL = "本县还没有开通短信验证码。请法定代表人带营业执照和身份证，到政务服务中心惠企政策专窗开通。";

const Facts = z.object({
  creditCode: z.string().trim().min(1, "请填统一社会信用代码。").max(40, "统一社会信用代码是 18 位。"),
  representativeName: z.string().trim().min(1, "请填法定代表人姓名。").max(40, "姓名最多 40 个字。"),
  identityNumber: z.string().trim().min(1, "请填身份证号。").max(40, "身份证号是 18 位。"),
});

const addressOf = async (): Promise<string> => (await headers()).get("x-forwarded-for")?.split(",").at(-1)?.trim() || "local";
const firstOf = (fieldErrors: Readonly<Record<string, readonly string[] | undefined>>) =>
  Object.fromEntries(Object.entries(fieldErrors).map(([field, errors]) => [field, errors?.[0]]));

/** 核对登记 and send the code. The answer is the same whatever fits or not, and comes as fast: the message goes out afterwards. */
export async function begin(_previous: RegisterState, form: FormData): Promise<RegisterState> {
  // The identity number is not given back
  const values = { creditCode: String(form.get("creditCode") ?? ""), representativeName: String(form.get("representativeName") ?? "") };
  const parsed = Facts.safeParse({ ...values, identityNumber: form.get("identityNumber") }, { error: formWords });
  if (!parsed.success) return { step: "facts", message: FIX_FACTS, fieldErrors: firstOf(z.flattenError(parsed.error).fieldErrors), values };
  const { messages } = readConfig();
  if (messages.kind === "none") return { step: "facts", message: NO_CHANNEL, values };
  const db = await getDb();
  const within = (await withinRate(db, await addressOf(), PER_ADDRESS)) && (await withinRate(db, parsed.data.creditCode.toUpperCase(), PER_CODE));
  if (!within) return { step: "facts", message: TOO_MANY, values };
  const { registrationId, delivery } = await startRegistration(db, parsed.data, { at: await businessNow(db), keepCode: messages.kind === "demo" });
  if (delivery)
    after(async () => {
      const params = { code: delivery.code, minutes: CODE_MINUTES };
      const sent = await sendTextMessage(messages, { to: delivery.phone, template: "registrationCode", params });
      if (!sent.ok) process.stderr.write(`registration code not sent: ${sent.reason}\n`);
    });
  return { step: "code", registrationId };
}

const Proof = z
  .object({
    registrationId: z.uuid(),
    code: z.string().trim().min(1, "请填短信里的六位数字。").max(20, "验证码是六位数字。"),
    password: NewPassword,
    again: z.string().max(200),
  })
  .refine((form) => form.password === form.again, { path: ["again"], error: PASSWORDS_DIFFER });

const REFUSED: Readonly<Record<CompleteRefusal, string>> = {
  codeWrong: "验证码不对。没有收到短信，多半是填的内容和登记不一致，请核对后重来。",
  expired: "这个验证码已经不能用了（超过 10 分钟，或者错了 5 次）。请重新来一次。",
};

/** 验证码对上了就开通. */
export async function finish(previous: RegisterState, form: FormData): Promise<RegisterState> {
  const typed = { code: form.get("code"), password: form.get("password"), again: form.get("again") };
  const parsed = Proof.safeParse({ registrationId: previous.registrationId, ...typed }, { error: formWords });
  if (!parsed.success) return { ...previous, message: FIX_PROOF, fieldErrors: firstOf(z.flattenError(parsed.error).fieldErrors) };
  const kept = { step: "code", registrationId: parsed.data.registrationId } as const;
  const db = await getDb();
  if (!(await withinRate(db, await addressOf(), CODES_PER_ADDRESS))) return { ...kept, message: TOO_MANY };
  const { registrationId, code, password } = parsed.data;
  const done = await completeRegistration(db, { registrationId, code, password, at: await businessNow(db) });
  if (done.ok) return { step: "done", completed: done.value };
  return done.reason === "expired" ? { step: "facts", message: REFUSED.expired } : { ...kept, fieldErrors: { code: REFUSED.codeWrong } };
}
