"use server";

import { revalidatePath } from "next/cache";
import { forbidden } from "next/navigation";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor, type SessionUser } from "@/app/_server/session";
import { type AppointRefusal, appointAgent, changeAgentRights, revokeAgent } from "@/db/agents";
import { AGENT_RIGHTS, type AgentRight } from "@/lib/access/agent-rights";
import { PlainDate, plainDate } from "@/lib/kernel/plain-date";
import { workingTime } from "../_parts/owner";
import { AGENT_REFUSAL, APPOINT_REFUSAL } from "./texts";

const PERMISSION = "enterprise.appointAgent";
const tick = z.literal("yes").optional();
const rightFields = { confirm: tick, consent: tick, account: tick, data: tick };
const rightsIn = (input: Readonly<Record<AgentRight, "yes" | undefined>>): AgentRight[] => AGENT_RIGHTS.filter((right) => input[right] === "yes");

async function begin(user: SessionUser) {
  const { db, at } = await workingTime();
  return { db, act: { enterpriseId: user.enterprise?.id ?? forbidden(), actor: actorFor(user, PERMISSION), at } };
}

const FIELD: Readonly<Partial<Record<AppointRefusal, string>>> = {
  nameMissing: "displayName",
  usernameInvalid: "username",
  usernameTaken: "username",
  ownAccount: "username",
  alreadyAppointed: "username",
  rightsMissing: "rights",
  endsInPast: "validTo",
};
const KEPT = "有几处需要改一下，您填的内容都还在。";

const New = z.object({
  displayName: z.string().trim().max(40, "姓名最多 40 个字。"),
  username: z.string().trim().max(40, "用户名最多 40 位。"),
  validTo: z
    .string()
    .trim()
    .refine((text) => text === "" || PlainDate.safeParse(text).success, "请写成 2026-12-31 这样的日期，不定期请空着。"),
  ...rightFields,
});

/** 指定经办人: the one-time password is in the answer and nowhere else. */
export const appoint = formAction(PERMISSION, New, async ({ displayName, username, validTo, ...ticks }, user) => {
  const { db, act } = await begin(user);
  const input = { ...act, displayName, username, rights: rightsIn(ticks as Record<AgentRight, "yes" | undefined>) };
  const done = await appointAgent(db, { ...input, validTo: validTo === "" ? null : plainDate(validTo) });
  if (!done.ok) {
    const field = FIELD[done.reason];
    const words = APPOINT_REFUSAL[done.reason];
    return field ? { status: "refused", message: KEPT, fieldErrors: { [field]: [words] } } : { status: "refused", message: words };
  }
  revalidatePath("/my/agents");
  const { password, username: made } = done.value;
  if (password === null) return { status: "done", message: `已指定 ${displayName}，用他原来的用户名 ${made} 登录。` };
  return { status: "done", message: `已指定 ${displayName}。密码只显示这一次，请当面交给本人。`, values: { username: made, password } };
});

/** 调整经办权限. */
export const changeRights = formAction(PERMISSION, z.object({ membershipId: z.uuid(), ...rightFields }), async ({ membershipId, ...ticks }, user) => {
  const { db, act } = await begin(user);
  const done = await changeAgentRights(db, { ...act, membershipId, rights: rightsIn(ticks as Record<AgentRight, "yes" | undefined>) });
  if (!done.ok) return { status: "refused", message: AGENT_REFUSAL[done.reason] };
  revalidatePath("/my/agents");
  return { status: "done", message: "权限已改，本人下次打开页面时生效。" };
});

/** 收回经办, from today. */
export const revoke = formAction(PERMISSION, z.object({ membershipId: z.uuid() }), async ({ membershipId }, user) => {
  const { db, act } = await begin(user);
  const done = await revokeAgent(db, { ...act, membershipId });
  if (!done.ok) return { status: "refused", message: AGENT_REFUSAL[done.reason] };
  revalidatePath("/my/agents");
  return { status: "done", message: "已收回，今天起不能再替本企业办事。" };
});
