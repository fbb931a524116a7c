import "server-only";
import { verifyAndRecord } from "@/db/audit-queries";
import { businessNow } from "@/db/clock";
import { replayAll } from "@/db/receipts";
import type { Db } from "@/db/types";
import type { ChainBreak } from "@/lib/audit/chain";
import { anchorChains, readAnchors } from "./audit-anchors";
import type { CommandReply } from "./command-socket";

const CHAIN_NAMES = { business: "办理链", reads: "查阅链" } as const;

const BREAKS: Readonly<Record<ChainBreak["reason"], string>> = {
  gap: "缺少记录",
  order: "次序不对",
  altered: "内容和当时的原文不一致",
  wrongHash: "校验值对不上",
  broken: "接不上前一条",
  truncated: "末尾的记录不见了",
  rewritten: "被整段改写过",
};

const OPERATOR = { personId: null, roles: [], isSystem: false, role: "operator" } as const;

export type AuditReport = { readonly intact: boolean; readonly chains: readonly { readonly chain: string; readonly text: string }[] };

/** audit.verify: walks both chains of the audit log from their beginning to their heads, decides every receipt again, and puts the check itself on record. */
export async function verifyAuditCommand(db: Db): Promise<CommandReply> {
  const receipts = await replayAll(db);
  const at = await businessNow(db);
  const anchors = readAnchors();
  const results = await verifyAndRecord(db, OPERATOR, at, { receipts, anchors });
  const chains = results.map(({ chain, verdict }) => ({
    chain: CHAIN_NAMES[chain],
    text: verdict.ok ? `${verdict.count} 条，完整` : `第 ${verdict.seq} 条${BREAKS[verdict.reason]}`,
  }));
  const receiptsText = receipts.different === 0 ? `${receipts.count} 份，重算一致` : `${receipts.count} 份中 ${receipts.different} 份重算不一致`;
  const intact = results.every(({ verdict }) => verdict.ok) && receipts.different === 0 && anchors.forged.length === 0;
  const anchorsText = anchors.forged.length === 0 ? `${anchors.points.length} 个，链都经过` : `第 ${anchors.forged.join("、")} 行的签名不对`;
  // What has just been found whole is the next point to hold it against
  if (intact) await anchorChains(db, at);
  return {
    ok: true,
    value: { intact, chains: [...chains, { chain: "判定凭据", text: receiptsText }, { chain: "库外锚点", text: anchorsText }] } satisfies AuditReport,
  };
}
