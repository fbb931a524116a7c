// 演示账号: prints the demo sign-ins as JSON, one per role and a few more.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const file = path.join(path.resolve(process.env.DATA_DIR ?? ".data"), "sign-ins.json");
if (!existsSync(file)) {
  process.stderr.write("还没有演示账号：请先运行 npm start（DEMO=off 的空县没有演示账号）。\n");
  process.exit(1);
}
process.stdout.write(readFileSync(file, "utf8"));
