"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { grantRole, revokeRole } from "@/db/people-acts";
import { resetSecondFactor } from "@/db/second-factor";
import { ROLES, type Role } from "@/lib/access/roles";
import { PlainDate, plainDate } from "@/lib/kernel/plain-date";
import { grantRefusal, RESET_REFUSAL, REVOKE_REFUSAL } from "../people/texts";

const isDay = (text: string): boolean => PlainDate.safeParse(text).success;
const PlainDateField = (message: string) => z.string().trim().refine(isDay, message).pipe(PlainDate);
const OptionalDay = (message: string) =>
  z
    .string()
    .trim()
    .refine((text) => text === "" || isDay(text), message)
    .transform((text) => (text === "" ? null : plainDate(text)));

const Grant = z.object({
  personId: z.uuid({ error: "请选人" }),
  role: z.enum(ROLES as unknown as [Role, ...Role[]], { error: "请选岗位" }),
  departmentId: z.string().max(40),
  validFrom: PlainDateField("请写成 2026-07-15 这样的日期"),
  validTo: OptionalDay("请写成 2026-12-31 这样的日期，不定期请空着"),
});

/** 授权. The day after the last is the first without the role. */
export const grant = formAction("people.grant", Grant, async ({ personId, role, departmentId, validFrom, validTo }, user) => {
  const db = await getDb();
  const done = await grantRole(db, {
    personId,
    role,
    departmentId: departmentId === "" ? null : departmentId,
    validFrom,
    validTo,
    actor: actorFor(user, "people.grant"),
    at: await businessNow(db),
  });
  if (!done.ok) return { status: "refused", message: grantRefusal(done.reason) };
  revalidatePath("/admin/grants");
  return { status: "done", message: "已授权，本人下次打开页面时生效" };
});

/** 收回, from today. */
export const revoke = formAction("people.grant", z.object({ membershipId: z.uuid() }), async ({ membershipId }, user) => {
  const db = await getDb();
  const done = await revokeRole(db, { membershipId, actor: actorFor(user, "people.grant"), at: await businessNow(db) });
  if (!done.ok) return { status: "refused", message: REVOKE_REFUSAL[done.reason] };
  revalidatePath("/admin/grants");
  return { status: "done", message: "已收回，今天起不再有这个岗位" };
});

/** 解除绑定: when telephone and recovery codes are lost. */
export const unbind = formAction("people.grant", z.object({ personId: z.uuid({ error: "请选人" }) }), async ({ personId }, user) => {
  const db = await getDb();
  const done = await resetSecondFactor(db, { personId, actor: actorFor(user, "people.grant"), at: await businessNow(db) });
  if (!done.ok) return { status: "refused", message: RESET_REFUSAL[done.reason] };
  revalidatePath("/admin/grants");
  return { status: "done", message: "已解除，已登录的会立刻退出" };
});
