// 重来: removes the embedded database and the sign-ins; secrets stay. The next `npm start` makes the county anew.
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

const dataDir = path.resolve(process.env.DATA_DIR ?? ".data");
if (process.env.DATABASE_URL) {
  process.stderr.write("数据在 DATABASE_URL 指的数据库里，请在那里清空。\n");
  process.exit(1);
}
const ready = path.join(dataDir, "county-ready");
if (existsSync(ready) && readFileSync(ready, "utf8") === "real") {
  process.stderr.write(`${dataDir} 里是正式县的数据，这条命令只清演示县，没有动它。\n`);
  process.exit(1);
}
const lock = path.join(dataDir, "pglite.lock");
if (existsSync(lock)) {
  const pid = Number(readFileSync(lock, "utf8"));
  try {
    process.kill(pid, 0);
    process.stderr.write(`平台正在运行（进程 ${pid}），请先停掉再重置。\n`);
    process.exit(1);
  } catch {
    // the owner is gone: its lock is stale
  }
}
for (const name of ["pglite", "pglite-aside", "pglite.lock", "county-ready", "audit-checkpoints.jsonl", "sign-ins.json", "sign-ins.txt"])
  rmSync(path.join(dataDir, name), { recursive: true, force: true });
process.stdout.write("已清空。下次 npm start 会重新生成。\n");
