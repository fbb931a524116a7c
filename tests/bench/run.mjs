// npm run bench [name] [arguments]: one script of this folder, or without a name the figures of the engine and of the running product.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const [name, ...args] = process.argv.slice(2);
const USUAL = ["policies", "serve"];

for (const one of name === undefined ? USUAL : [name]) {
  const script = [`tests/bench/${one}.ts`, `tests/bench/${one}.mjs`].find((file) => existsSync(file));
  if (!script || !/^[a-z-]+$/.test(one)) {
    process.stderr.write(`no bench ${one}\n`);
    process.exit(1);
  }
  // Peak memory and pauses are read after a collection of our own
  const flags = script.endsWith(".ts") ? ["--conditions=react-server", "--expose-gc", "--import", "tsx"] : [];
  const { status } = spawnSync(process.execPath, [...flags, script, ...args], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
