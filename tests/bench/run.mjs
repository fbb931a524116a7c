// npm run bench [name …] [arguments]: one benchmark by name, or those that need nothing but the checkout.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const [name, ...rest] = process.argv.slice(2);
const names = name === undefined ? ["policies", "serve"] : [name];
for (const one of names) {
  const file = ["ts", "mjs"].map((ending) => `tests/bench/${one}.${ending}`).find(existsSync);
  if (!file || !/^[a-z-]+$/.test(one)) {
    process.stderr.write(`no benchmark ${one}\n`);
    process.exit(1);
  }
  const loader = file.endsWith(".ts") ? ["--conditions=react-server", "--import", "tsx"] : [];
  const { status } = spawnSync(process.execPath, [...loader, file, ...rest], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
