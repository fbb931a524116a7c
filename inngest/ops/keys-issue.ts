// 发放接口密钥: npm run keys:issue -- --dept tax [--label 名称]. Prints key id and secret once, as JSON.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@/db/client";
import { readConfig } from "@/db/config";
import { askServer, type CommandReply, issueKeyCommand } from "./command-socket";

const USAGE = "用法：npm run keys:issue -- --dept 部门编号 [--label 名称]，例如 --dept tax";

/** The key that secrets rest under: from the environment, else from the file that `npm start` has made. */
function provideDataKey(dataDir: string): void {
  if (process.env["DATA_KEY"]) return;
  try {
    process.env["DATA_KEY"] = (JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8")) as { DATA_KEY: string }).DATA_KEY;
  } catch {
    throw new Error("没有 DATA_KEY：请先运行一次 npm start，或在环境里设置与平台相同的 DATA_KEY");
  }
}

async function issueHere(input: Readonly<Record<string, unknown>>): Promise<CommandReply> {
  const config = readConfig();
  provideDataKey(config.dataDir);
  const { db, close } = await openDatabase(config.database);
  try {
    return await issueKeyCommand(db, input);
  } finally {
    await close();
  }
}

/** The running server first: an embedded database is its alone. */
async function issue(dept: string, label: string | undefined): Promise<CommandReply> {
  const input = { command: "keys.issue", dept, ...(label && { label }) };
  return (await askServer(readConfig().dataDir, input)) ?? issueHere(input);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { dept: { type: "string" }, label: { type: "string" } } });
  if (!values.dept) throw new Error(USAGE);
  const reply = await issue(values.dept, values.label);
  if (!reply.ok) throw new Error(reply.message);
  process.stdout.write(`${JSON.stringify(reply.value, null, 2)}\n`);
  process.stderr.write("secret 只显示这一次，请交给部门系统管理员妥善保存。\n");
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : "没有发放成功"}\n`);
  process.exitCode = 1;
});
