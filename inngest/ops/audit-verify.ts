// 校验审计日志: npm run audit:verify. Ends with 0 when both chains are whole and every receipt comes out identical, with 1 when not or could not be checked.
import { openDatabase } from "@/db/client";
import { readConfig } from "@/db/config";
import { type AuditReport, verifyAuditCommand } from "./audit-command";
import { askServer, type CommandReply } from "./command-socket";

async function verifyHere(): Promise<CommandReply> {
  const { db, close } = await openDatabase(readConfig().database);
  try {
    return await verifyAuditCommand(db);
  } finally {
    await close();
  }
}

async function main(): Promise<void> {
  // The running server first: an embedded database is its alone.
  const reply = (await askServer(readConfig().dataDir, { command: "audit.verify" })) ?? (await verifyHere());
  if (!reply.ok) throw new Error(reply.message);
  const { intact, chains } = reply.value as AuditReport;
  for (const { chain, text } of chains) process.stdout.write(`${chain}：${text}\n`);
  process.stdout.write(intact ? "审计日志完整，判定可以重算。\n" : "审计日志或判定凭据被改动过，请保全数据目录并报告审计部门。\n");
  process.exitCode = intact ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : "没有校验成功"}\n`);
  process.exitCode = 1;
});
