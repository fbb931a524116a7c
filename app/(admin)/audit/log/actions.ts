"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { type Verified, verifyAndRecord } from "@/db/audit-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { BREAKS, CHAINS } from "./texts";

const told = ({ chain, verdict }: Verified): string =>
  verdict.ok ? `${CHAINS[chain]} ${verdict.count.toLocaleString("zh-CN")} 条完整` : `${CHAINS[chain]}第 ${verdict.seq} 条：${BREAKS[verdict.reason]}`;

/** 校验: both chains from their first row to the last. The check itself goes on record. */
export const verifyLog = formAction("audit.verify", z.object({}), async (_input, user) => {
  const db = await getDb();
  const results = await verifyAndRecord(db, actorFor(user, "audit.verify"), await businessNow(db));
  revalidatePath("/audit/log");
  const intact = results.every(({ verdict }) => verdict.ok);
  const message = `${results.map(told).join("，")}。${intact ? "没有被改动过。" : "请保全数据目录并按规定报告。"}`;
  return { status: intact ? "done" : "refused", message };
});
