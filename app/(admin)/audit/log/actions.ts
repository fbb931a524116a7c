"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { formAction } from "@/app/_server/action";
import { actorFor } from "@/app/_server/session";
import { type Verified, verifyAndRecord } from "@/db/audit-queries";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { type ReplayReport, replayAll } from "@/db/receipts";
import { readAnchors } from "@/inngest/ops/audit-anchors";
import type { Checkpoints } from "@/lib/audit/checkpoint";
import { BREAKS, CHAINS } from "./texts";

const told = ({ chain, verdict }: Verified): string =>
  verdict.ok ? `${CHAINS[chain]} ${verdict.count.toLocaleString("zh-CN")} 条完整` : `${CHAINS[chain]}第 ${verdict.seq} 条：${BREAKS[verdict.reason]}`;

const receiptsTold = ({ count, different, examples }: ReplayReport): string =>
  different === 0
    ? `判定凭据 ${count.toLocaleString("zh-CN")} 份重算一致`
    : `判定凭据 ${count.toLocaleString("zh-CN")} 份中 ${different} 份重算不一致（快照 ${examples.map((one) => one.snapshotId).join("、")}）`;

const anchorsTold = ({ points, forged }: Checkpoints): string =>
  forged.length === 0 ? `库外锚点 ${points.length.toLocaleString("zh-CN")} 个` : `库外锚点第 ${forged.join("、")} 行的签名不对`;

/** 校验: every receipt decided again, and both chains from their first row to the last. The check itself goes on record. */
export const verifyLog = formAction("audit.verify", z.object({}), async (_input, user) => {
  const db = await getDb();
  const receipts = await replayAll(db);
  const anchors = readAnchors();
  const results = await verifyAndRecord(db, actorFor(user, "audit.verify"), await businessNow(db), { receipts, anchors });
  revalidatePath("/audit/log");
  const intact = results.every(({ verdict }) => verdict.ok) && receipts.different === 0 && anchors.forged.length === 0;
  const message = `${[...results.map(told), receiptsTold(receipts), anchorsTold(anchors)].join("，")}。${intact ? "没有被改动过。" : "请保全数据目录并按规定报告。"}`;
  return { status: intact ? "done" : "refused", message };
});
